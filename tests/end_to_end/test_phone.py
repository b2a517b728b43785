"""On a phone what one asks for comes into sight, and the first thing to do comes first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Visitor]:
    """Somebody with a phone."""
    person = Visitor(
        chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    yield person
    person.context.close()
    assert (person.errors, person.strangers) == ([], [])


def wire_with_a_packet(lab: Lab, phone: Visitor) -> Page:
    page = phone.open(lab, "/w/aula1?lang=en")
    expect(page.get_by_text("Watching")).to_be_visible()
    with probe(lab.mqtt_port) as device:
        for n in range(8):
            device.publish("chat/aula1/usuario", f'{{"text":"Olá","id":"{n}"}}')
        expect(page.get_by_role("option").nth(7)).to_be_visible()
    return page


def test_a_packet_that_is_tapped_is_explained_in_sight_and_leads_back(standing: Lab, phone: Visitor) -> None:
    page = wire_with_a_packet(standing, phone)
    page.get_by_role("option").first.tap()
    detail = page.get_by_role("region", name="The chosen packet")
    expect(page.get_by_role("heading", name="The chosen packet")).to_be_in_viewport()
    expect(detail).to_be_focused()
    detail.get_by_role("button", name="Back to the list").tap()
    expect(page.get_by_role("listbox")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("listbox")).to_be_focused()


def test_the_list_of_packets_leaves_room_for_what_explains_them(standing: Lab, phone: Visitor) -> None:
    page = wire_with_a_packet(standing, phone)
    assert page.get_by_role("listbox").evaluate("list => list.clientHeight") <= 0.4 * 844


def test_an_empty_filter_says_what_it_is_for(standing: Lab, phone: Visitor) -> None:
    page = phone.open(standing, "/w/aula1")
    field = page.get_by_role("searchbox")
    expect(field).to_have_attribute("placeholder", "Filtrar")
    assert field.evaluate("field => field.scrollWidth <= field.clientWidth")


def test_the_name_comes_before_what_stands_in_the_way_of_others(standing: Lab, phone: Visitor) -> None:
    page = phone.open(standing, "/s/roles")
    expect(page.get_by_role("textbox", name="Seu nome")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Entrar", exact=True)).to_be_in_viewport(ratio=1)
    enter = page.get_by_role("button", name="Entrar", exact=True).bounding_box()
    obstacle = page.get_by_role("heading", name="Só esta máquina pode entrar").bounding_box()
    assert enter is not None
    assert obstacle is not None
    assert enter["y"] < obstacle["y"]


def test_a_command_is_broken_between_its_words(standing: Lab, phone: Visitor) -> None:
    page = phone.open(standing, "/s/words")
    page.get_by_text("python lab.py --host 0.0.0.0", exact=True).wait_for()
    lines = page.locator(".obstacle .command-word").evaluate_all(
        "words => words.map(word => word.getClientRects().length)"
    )
    assert lines == [1, 1, 1, 1]


def test_the_menu_of_the_last_session_opens_where_it_can_be_seen(standing: Lab, phone: Visitor) -> None:
    with probe(standing.mqtt_port) as device:
        for name in ("m1", "m2", "m3", "m4"):
            device.publish(f"chat/{name}/usuario", "Olá")
    page = phone.open(standing, "/")
    expect(page.locator(".session-card")).not_to_have_count(0)
    page.locator(".session-card").nth(3).wait_for()
    last = page.locator(".session-card .menu").last
    last.locator("summary").evaluate("button => button.scrollIntoView({ block: 'end' })")
    last.locator("summary").tap()
    expect(last.locator(".menu-items")).to_be_in_viewport(ratio=1)
