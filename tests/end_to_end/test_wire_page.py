"""The wire in a real browser: what passes the broker is shown, explained, and joined to what became of it."""

import re
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

SESSIONS = (f"wire-{number}" for number in count(1))


@pytest.fixture
def session() -> str:
    """A session that no other test has."""
    return next(SESSIONS)


def watch(lab: Lab, session: str, visitor: Visitor) -> Page:
    """The wire of a session, watching."""
    page = visitor.open(lab, f"/w/{session}?lang=en")
    expect(page.get_by_text("Watching")).to_be_visible()
    return page


def packet(page: Page, text: str) -> Locator:
    return page.get_by_role("option").filter(has_text=text)


def publish(page: Page, example: str) -> None:
    page.get_by_role("button", name=example, exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()


def test_a_message_is_shown_with_its_seq_and_the_time_the_disk_took(any_whole: Lab, visitors: list[Visitor]) -> None:
    page = watch(any_whole, "aula1", visitors[0])
    with probe(any_whole.mqtt_port) as device:
        device.publish("chat/aula1/usuario", '{"text":"Olá","id":"a-1"}')
    expect(packet(page, "chat/aula1/usuario")).to_contain_text("seq 1 · on disk in")
    expect(packet(page, "log/aula1")).to_have_count(1)
    expect(page.get_by_role("option", name='chat/aula1/usuario, {"text":"Olá","id":"a-1"}, seq 1')).to_be_visible()


def test_a_message_without_an_id_is_matched_to_its_record_by_order(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    rows = packet(page, f"chat/{session}/usuario")
    with probe(standing.mqtt_port, "log/#") as device:
        said = 0

        def is_told() -> bool:
            # In its first second a page can't match a message without an id to its record.
            nonlocal said
            said += 1
            device.publish(f"chat/{session}/usuario", "ok")
            device.wait_for_records(session, said)
            return rows.filter(has_text="seq").count() > 0

        wait_until(is_told)
        device.publish(f"chat/{session}/usuario", "ok")
    expect(rows.last).to_contain_text(f"seq {said + 1}")


def test_what_the_form_publishes_is_confirmed_and_its_way_is_told(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    publish(page, "With id")
    expect(page.get_by_text("PUBACK from the broker after")).to_be_visible()
    packet(page, f"chat/{session}/usuario").click()
    way = page.get_by_role("region", name="The chosen packet").get_by_role("listitem")
    expect(way).to_contain_text(
        ["Published", "Logged as seq 1", "On the disk", "Confirmed to the broker", f"Relayed on log/{session}"]
    )


def test_every_refusal_is_told_in_plain_words(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    refused = page.get_by_role("region", name="Refused")
    for example, reason in [
        ("Bad topic", "bad-topic"),
        ("Bad session", "bad-session"),
        ("Reserved role", "reserved-role"),
        ("Empty", "empty"),
        ("Too large", "too-large"),
        ("Bad field", "bad-field"),
    ]:
        publish(page, example)
        expect(refused.get_by_text(reason, exact=True).first).to_be_visible()
    expect(refused).to_contain_text("text is a string")


def test_a_refusal_leads_to_the_publish_that_caused_it(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    page.get_by_role("button", name="Reserved role").click()
    page.get_by_role("textbox", name="Payload").fill('{"text":"Olá","id":"r-1"}')
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Show the publish").click()
    expect(page.get_by_role("option", selected=True)).to_contain_text(f"chat/{session}/bridge")
    expect(page.get_by_role("region", name="The chosen packet")).to_contain_text("Refused by the bridge: reserved-role")


def test_a_paused_list_stands_still_and_counts(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    page.get_by_role("button", name="Pause").click()
    with probe(standing.mqtt_port) as device:
        device.publish(f"chat/{session}/usuario", '{"text":"Olá","id":"a-1"}')
    expect(page.get_by_text("packets have come since")).to_be_visible()
    expect(packet(page, "Olá")).to_have_count(0)
    page.get_by_role("button", name="Resume").click()
    expect(packet(page, f"chat/{session}/usuario")).to_have_count(1)


def test_a_topic_of_the_tree_filters_the_list(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    with probe(standing.mqtt_port) as device:
        device.publish(f"chat/{session}/usuario", "Olá")
        device.publish(f"chat/{session}/lamp", "on")
    expect(packet(page, f"log/{session}").first).to_be_visible()
    page.get_by_role("button", name="lamp 1 packet").click()
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text(f"chat/{session}/lamp")


def test_what_addresses_a_role_is_shown_on_its_topic_and_explained(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    with probe(standing.mqtt_port) as device:
        device.publish(f"chat/{session}/usuario", "@lamp on")
    packet(page, f"to/{session}/lamp").click()
    expect(page.get_by_text("to / session / role: a record that is for this role, alone")).to_be_visible()


def test_the_list_is_read_with_the_keyboard_alone(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    with probe(standing.mqtt_port) as device:
        device.publish(f"chat/{session}/usuario", "Olá")
    expect(packet(page, f"log/{session}")).to_be_visible()
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    assert page.get_by_role("listbox").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)


def test_many_packets_leave_few_rows_in_the_page(standing: Lab, session: str, visitors: list[Visitor]) -> None:
    page = watch(standing, session, visitors[0])
    rows = page.get_by_role("option")
    with probe(standing.mqtt_port, "log/#") as device:
        for n in range(300):
            device.publish(f"chat/{session}/sensor-1", f'{{"n":{n},"id":"{n}"}}')
        device.wait_for_records(session, 300)
    expect(rows.last).to_have_attribute("aria-setsize", re.compile(r"[2-9]\d\d"))  # one event has 200
    assert rows.count() < 60


def test_a_phone_shows_the_wire_without_sideways_scrolling(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    page.set_viewport_size({"width": 360, "height": 640})
    with probe(standing.mqtt_port) as device:
        device.publish(f"chat/{session}/usuario", "Olá " * 60)
    expect(packet(page, f"chat/{session}/usuario")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_packet_that_was_refused_is_brought_into_sight(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    with probe(standing.mqtt_port, "log/#", "lab/rejected") as device:
        device.publish(f"chat/{session}/lab", "I am the lab")
        device.wait_for("lab/rejected")
        for n in range(100):
            device.publish(f"chat/{session}/usuario", f"m{n}")
        device.wait_for_records(session, 100)
    expect(packet(page, f"chat/{session}/usuario").last).to_be_in_viewport()
    page.get_by_role("button", name=re.compile("Show (the publish|that packet)")).first.click()
    expect(page.get_by_role("option", selected=True)).to_be_in_viewport()


def test_almost_json_is_told_what_to_change_and_a_number_alone_finds_its_record(
    standing: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = watch(standing, session, visitors[0])
    with probe(standing.mqtt_port) as device:

        def is_told() -> bool:
            # In its first second a page can't match a message without an id to its record.
            device.publish(f"chat/{session}/board", "23.5")
            return packet(page, "23.5").filter(has_text="on disk in").count() > 0

        wait_until(is_told)
        device.publish(f"chat/{session}/board", "{'t': 23.5}")
    expect(packet(page, "{'t': 23.5}").first).to_contain_text("not data")
    packet(page, "{'t': 23.5}").first.click()
    expect(page.locator(".wire-detail .payload-hint")).to_contain_text("JSON takes double quotation marks")
