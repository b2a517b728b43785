"""Everyone: axe finds nothing on any page, in either theme and language; nothing is loaded from elsewhere."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import Visitor
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

AXE = ROOT / "web" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LANGUAGES = ("pt-BR", "en")
LOOKS = [*product(("light", "dark"), (1280, 360))]


@cache
def axe() -> str:
    """The source of axe, of the version that web/ui/package.json pins."""
    return AXE.read_text(encoding="utf-8")


class Reader(Visitor):
    """A visitor who also notes what the content security policy had to forbid."""

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser, reduced_motion="reduce")
        self.forbidden: list[str] = []
        self.context.expose_function("noteForbidden", self._note_forbidden)
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', e => noteForbidden(`${e.violatedDirective} ${e.blockedURI}`));"
        )
        self.context.on("console", lambda message: self._note_console(message.text))

    def faults(self) -> list[str]:
        """Errors, requests to other hosts and breaches of the policy since the last question."""
        noted = [*self.errors, *self.strangers, *self.forbidden]
        for notes in (self.errors, self.strangers, self.forbidden):
            notes.clear()
        return noted

    def rest(self) -> None:
        """Leave nothing of one look to the next: be online, and have no page open that was opened for it."""
        self.context.set_offline(offline=False)
        for page in self.context.pages[1:]:
            page.close()

    def _note_forbidden(self, text: str) -> None:
        self.forbidden.append(text)

    def _note_console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.forbidden.append(text)


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Reader]:
    """One person who looks at everything."""
    made = Reader(chromium)
    yield made
    made.context.close()


def look(page: Page, theme: str, width: int) -> None:
    """Turn the page that is open; a theme is followed without a reload."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=theme)


def violations(page: Page) -> list[str]:
    """What axe finds, one line each: the rule, where, and why."""
    found = page.evaluate(
        "async tags => (await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations", RULES
    )
    return [f"{rule['id']} {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_under_a_name_that_is_not_the_labs(
    theme: Literal["light", "dark"], standing: Lab, chromium: Browser
) -> None:
    context = chromium.new_context(color_scheme=theme, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"http://strange.localhost:{standing.web_port}/")  # a name below localhost leads here (RFC 6761)
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate(axe())
    assert (violations(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 360)
    context.close()


def test_a_breach_of_the_policy_would_be_noted(standing: Lab, reader: Reader) -> None:
    page = reader.context.new_page()
    page.goto(f"{standing.url}/lessons/")
    page.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' })); }")
    wait_until(lambda: page.evaluate("() => 0") == 0 and reader.forbidden, what="the policy forbids the image")
    page.close()
    assert any("img-src" in fault for fault in reader.faults())
