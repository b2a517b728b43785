"""A whole lab, with each of the brokers, and Chromium to look at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.browser import launch
from tests.support.services import Lab

expect.set_options(timeout=15_000)  # milliseconds; as patient as wait_until, for a machine that runs other tests too


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module's tests. Not for all: Playwright's event loop would stand in the way of other tests'."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def start(lab: Lab) -> Lab:
    """Broker, bridge and web, all well."""
    lab.start_all()
    return lab


@pytest.fixture
def whole(lab: Lab) -> Lab:
    """A lab on mosquitto, running."""
    return start(lab)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab on mosquitto that all tests of a module share, each with sessions of its own."""
    made = Lab(tmp_path_factory.mktemp("standing"))
    try:
        yield start(made)
    finally:
        made.stop()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab that all tests of a module share."""
    made = Lab(tmp_path_factory.mktemp("closed"), settings={"LAB_ACCESS": "on"})
    try:
        yield start(made)
    finally:
        made.stop()


@pytest.fixture
def any_whole(any_lab: Lab) -> Lab:
    """A lab on each of the brokers, running."""
    return start(any_lab)


class Visitor:
    """A browser context of its own: a person. Notes errors, and requests that leave this machine."""

    def __init__(self, browser: Browser, **options: object) -> None:
        self.context: BrowserContext = browser.new_context(locale="pt-BR", **options)  # type: ignore[arg-type]
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("request", lambda request: self._note(request.url))

    def open(self, lab: Lab, path: str) -> Page:
        """A page of the lab."""
        page = self.context.new_page()
        page.goto(lab.url + path)
        return page

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.strangers.append(url)


@pytest.fixture
def visitors(chromium: Browser) -> Iterator[list[Visitor]]:
    """Two people. Whatever a test does, no page may fail or ask another host."""
    people = [Visitor(chromium), Visitor(chromium)]
    yield people
    for person in people:
        person.context.close()
    assert [person.errors for person in people] == [[], []]
    assert [person.strangers for person in people] == [[], []]
