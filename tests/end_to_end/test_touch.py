"""A finger: what is tapped is 44 px high on every page, and no page is wider than a small phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_devices_controls import start_device
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

SMALL = """() => {
  const fields = "button, summary, select, input:not([type=hidden])";
  const parts = `${fields}, a.btn, .menu-items a, nav a, a.session-way, a.back-link`;
  const height = (element) => {
    const around = element.closest("label") ?? element;
    const larger = ["::before", "::after"].map((part) => parseFloat(getComputedStyle(element, part).height) || 0);
    return Math.max(around.getBoundingClientRect().height, ...larger);
  };
  const width = (element) => {
    const around = element.closest("label") ?? element;
    const larger = ["::before", "::after"].map((part) => parseFloat(getComputedStyle(element, part).width) || 0);
    return Math.max(around.getBoundingClientRect().width, ...larger);
  };
  const isThere = (element) =>
    element.getBoundingClientRect().width > 0 && !element.closest(".visually-hidden, .visually-hidden-focusable");
  return [...document.querySelectorAll(parts)]
    .filter((element) => isThere(element) && Math.min(height(element), width(element)) < 43.5)
    .map((element) => `${element.tagName} ${element.className} "${element.textContent.trim().slice(0, 30)}"`);
}"""
"""The parts that are lower or narrower. A link in a sentence is none of them (WCAG 2.2, 2.5.5, "Inline")."""

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

PAGES = (
    "/",
    "/s/aula1",
    "/s/aula1/ana",
    "/v/aula1",
    "/d/aula1",
    "/w/aula1",
    "/search?session=aula1&q=oi",
    "/boards",
    "/flash",
    "/lessons/",
    "/lessons/1/usuario",
    "/lessons/2/atendente",
    "/there-is-no-such-page",
    "/leave",
    "/s/NO NAME",
    "/s/aula1/ana/form",
    "/s/aula1/ana/board",
)


@pytest.fixture(scope="module")
def furnished(standing: Lab) -> Lab:
    """A lab with a conversation and devices."""
    for kind in ("sensor", "lamp", "servo"):
        start_device(standing, kind)
    with probe(standing.mqtt_port, "log/aula1") as person:
        person.publish("chat/aula1/usuario", "oi")
        wait_until(lambda: len(person.records("aula1")) >= 1)
    return standing


@pytest.fixture(scope="module")
def finger(chromium: Browser) -> Iterator[Visitor]:
    """A phone."""
    visitor = Visitor(chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield visitor
    visitor.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_what_is_tapped_is_large_and_nothing_scrolls_sideways(furnished: Lab, finger: Visitor, path: str) -> None:
    page = finger.open(furnished, path)
    expect(page.locator("main").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SMALL) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate(WIDER) <= 0
    page.close()


@pytest.mark.parametrize("query", ["", "?code=WRNG-WRNG"])
def test_where_one_comes_in_what_is_tapped_is_large_and_nothing_scrolls_sideways(
    closed: Lab, chromium: Browser, query: str
) -> None:
    visitor = Visitor(chromium, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = visitor.open(closed, f"/enter{query}")
    expect(page.locator("#code")).to_be_visible()
    assert (page.evaluate(SMALL), page.evaluate(WIDER)) == ([], 0)
    visitor.context.close()
