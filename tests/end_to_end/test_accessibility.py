"""Everyone: axe finds nothing on any page, in either theme and language; nothing is loaded from elsewhere."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

AXE = ROOT / "web" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Where a page is, and what of it must be there before it is judged.
PAGES = {
    "/": ".session-card h3",
    "/s/aula1": ".snippet pre",
    "/s/aula1/usuario": "textarea",
    "/s/aula1/usuario/form": "h1",
    "/s/aula1/board-1/board": ".cm-content",
    "/v/aula1": "[role=log]",
    "/d/aula1": ".device-card .walk-path",
    "/w/aula1": "h1",
    "/search": "h1",
    "/search?q=ok": "h1",
    "/boards": ".boards-form",
    "/flash": "#firmware-file",
    "/a/<archived>": "h1",
    "/lessons/": "h1",
    "/lessons/1/usuario": "h1",
    "/s/Not%20A%20Name": "h1",
}
# A device with every kind of value and of command.
DESCRIBED = json.dumps(
    {
        "device": "room",
        "values": [
            {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 30},
            {"key": "open", "kind": "boolean"},
            {"key": "note", "kind": "text"},
            {"key": "place", "kind": "place"},
            {"key": "later", "kind": "number", "least": 0, "greatest": 1},
        ],
        "commands": [
            {"word": "on", "kind": "switch", "off": "off", "key": "on"},
            {"word": "start", "kind": "switch", "off": "stop", "key": "running"},
            {"word": "set", "kind": "slider", "least": 5, "greatest": 30, "step": 0.5, "unit": "°C", "key": "target"},
            {"word": "turn", "kind": "slider", "least": 0, "greatest": 180},
            {"word": "mode", "kind": "choice", "choices": ["auto", "eco"], "key": "mode"},
            {"word": "play", "kind": "choice", "choices": ["one", "two", "three", "four", "five"], "key": "song"},
            {"word": "say", "kind": "text"},
            {"word": "press", "kind": "button"},
        ],
    }
)
LANGUAGES = ("pt-BR", "en")
LOOKS = [*product(("light", "dark"), (1280, 360))]


@cache
def axe() -> str:
    """The source of axe, of the version that web/ui/package.json pins."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def furnished(standing: Lab) -> str:
    """A lab with people's words, a device's numbers and an archived session. Returns the name of the archived one."""
    with probe(standing.mqtt_port) as participant:
        participant.publish("chat/past/usuario", "ok")
        participant.publish("chat/aula1/usuario", "Olá, tudo ok? https://example.org/")
        participant.publish("chat/aula1/sensor-1", '{"temperature": 23.5, "nested": {"a": [1, 2]}}')
        participant.publish("chat/aula1/sensor-1", '{"temperature": 24.5, "humidity": 51}')
        participant.publish("chat/aula1/lamp", '{"device": "lamp", "commands": ["on", "off"], "on": true}')
        for role in ("room-1", "room-2"):
            participant.publish(f"chat/aula1/{role}", DESCRIBED)
            for step in range(3):
                told = {"temperature": 29 + step, "open": True, "note": "ok", "on": True, "target": 21, "mode": "eco"}
                place = {"lat": -23.5 + step / 1000, "lon": -46.6 + step / 500}
                participant.publish(f"chat/aula1/{role}", json.dumps({**told, "place": place}))
        participant.publish("status/aula1/room-2", "offline", retain=True)
        participant.publish("chat/aula1/atendente", b"\xff\x00\x01")
        participant.publish("status/aula1/lamp", "online", retain=True)
    sessions = f"{standing.url}/api/sessions"
    wait_until(lambda: len(requests.get(sessions, timeout=5).json()["sessions"]) == 2, what="both are logged")
    requests.post(f"{sessions}/past/archive", timeout=10).raise_for_status()
    archived = requests.get(f"{standing.url}/api/archive", timeout=5).json()["archived"]
    return str(archived[0]["name"])


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


def addressed(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(path: str, standing: Lab, furnished: str, reader: Reader) -> None:
    page = reader.context.new_page()
    address = standing.url + path.replace("<archived>", furnished)
    found = {}
    for language in LANGUAGES:
        page.goto(addressed(address, language))
        page.locator(PAGES[path]).first.wait_for()
        assert page.locator("html").get_attribute("lang") == language
        page.evaluate(axe())  # evaluated by the debugger, to which the page's policy does not apply
        for theme, width in LOOKS:
            look(page, theme, width)
            if wrong := violations(page):
                found[language, theme, width] = wrong
    page.close()
    assert found == {}
    assert reader.faults() == []


def test_a_breach_of_the_policy_would_be_noted(standing: Lab, reader: Reader) -> None:
    page = reader.context.new_page()
    page.goto(f"{standing.url}/lessons/")
    page.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' })); }")
    wait_until(lambda: page.evaluate("() => 0") == 0 and reader.forbidden, what="the policy forbids the image")
    page.close()
    assert any("img-src" in fault for fault in reader.faults())
