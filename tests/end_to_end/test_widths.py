"""Two widths: pages that are read, and pages that one works with, are each as wide as all others of their kind."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_closed_lab import say
from tests.support.services import Lab

READING, WORK = 46.0, 72.0  # rem

PAGES = {
    "/": READING,
    "/search": READING,
    "/lessons/": READING,
    "/lessons/1/usuario": READING,
    "/lessons/2/atendente": READING,
    "/s/larga/ana/form": READING,
    "/there-is-no-such-page": READING,
    "/s/larga/ana": READING,
    "/s/larga": WORK,
    "/v/larga": WORK,
    "/d/larga": WORK,
    "/boards": WORK,
    "/flash": WORK,
    "/a/<archived>": WORK,
}


def column(page: Page) -> float:
    """The width of a page's column, in rem."""
    place = page.locator(".messages-column, .column").first
    expect(place).to_be_visible()
    root = float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    return round(float(place.evaluate("(element) => element.getBoundingClientRect().width")) / root, 1)


@pytest.fixture(scope="module")
def archived(standing: Lab) -> str:
    """The name of an archived session with one message."""
    requests.post(f"{standing.url}/api/sessions", json={"session": "velha"}, timeout=10).raise_for_status()
    said = {"role": "ana", "text": "oi"}
    requests.post(f"{standing.url}/api/sessions/velha/messages", json=said, timeout=10).raise_for_status()
    requests.post(f"{standing.url}/api/sessions/velha/archive", timeout=10).raise_for_status()
    [kept] = requests.get(f"{standing.url}/api/archive", timeout=10).json()["archived"]
    return str(kept["name"])


@pytest.mark.parametrize("width", [1366, 1920])
def test_each_page_has_one_of_two_widths(standing: Lab, archived: str, visitors: list[Visitor], width: int) -> None:
    say(visitors[0].open(standing, "/s/larga/ana"), f"oi, {width}")
    page = visitors[1].context.new_page()
    page.set_viewport_size({"width": width, "height": 1080})
    found = {}
    for path in PAGES:
        page.goto(standing.url + path.replace("<archived>", archived))
        found[path] = column(page)
    assert found == PAGES


@pytest.mark.parametrize("width", [1366, 1920])
def test_where_one_comes_in_the_column_is_that_of_pages_that_are_read(
    closed: Lab, visitors: list[Visitor], width: int
) -> None:
    page = visitors[0].open(closed, "/enter")
    page.set_viewport_size({"width": width, "height": 900})
    assert column(page) == READING
