"""A page that the lab refuses says so, and does not say that the lab has stopped; nor the other way round."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.end_to_end.conftest import Visitor
from tests.support.reverse_proxy import ReverseProxy
from tests.support.services import Lab

# On loopback Chromium sends Sec-Fetch-Site, which the guard trusts more. From another machine over HTTP it does not.
HIDES_THE_ADDRESS = """server { listen 80; location / {
    proxy_pass http://127.0.0.1:8000; proxy_set_header Sec-Fetch-Site ""; } }"""


@pytest.fixture
def hiding(whole: Lab) -> Iterator[ReverseProxy]:
    """nginx as installed, which puts its own address in place of the page's."""
    proxy = ReverseProxy(whole, "nginx", recipe=HIDES_THE_ADDRESS)
    try:
        proxy.start()
        yield proxy
    finally:
        proxy.stop()


def bottom(shown: Locator) -> float:
    """Where something ends, in pixels from the top of the page."""
    box = shown.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_page_behind_a_proxy_that_hides_its_address_says_what_is_refused(
    hiding: ReverseProxy, visitors: list[Visitor]
) -> None:
    page = visitors[0].context.new_page()
    page.goto(f"{hiding.url}/s/aula1/maria")
    notice = page.get_by_role("alert").filter(has_text="O laboratório recusa esta página")
    expect(notice).to_contain_text(f"127.0.0.1:{hiding.port}")
    expect(notice).to_contain_text("docs/reverse-proxy.md")
    expect(page.get_by_text("O laboratório parou")).to_have_count(0)
    assert bottom(notice) <= bottom(page.locator(".room-head"))


def test_a_lab_that_stops_is_still_said_to_have_stopped(lab: Lab, visitors: list[Visitor]) -> None:
    lab.start_all()
    page = visitors[0].open(lab, "/s/aula1/maria")
    expect(page.get_by_role("textbox", name="Mensagem")).to_be_visible()
    lab.services["web"].stop()
    expect(page.get_by_text("O laboratório parou ou está reiniciando")).to_be_visible()
    expect(page.get_by_text("O laboratório recusa")).to_have_count(0)
