"""A session's windows in a real browser: links to records, mentions, quick replies, looking on, search."""

import json
from itertools import count

import pytest
import requests
from playwright.sync_api import expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab

RECORDS = 300


SESSIONS = (f"window-{number}" for number in count(1))


@pytest.fixture
def session() -> str:
    """A session that no other test has."""
    return next(SESSIONS)


@pytest.fixture
def lively(standing: Lab, session: str) -> Lab:
    """A lab with a session of some hundreds of records."""
    with probe(standing.mqtt_port, "log/#") as device:
        for number in range(1, RECORDS + 1):
            device.connection.publish(f"chat/{session}/sensor-1", f"m{number}", qos=1)
        device.wait_for_records(session, RECORDS)
    return standing


@pytest.mark.parametrize("place", ["/s/{}/usuario", "/v/{}"])
def test_a_link_leads_to_an_old_record_and_from_there_to_the_newest(
    lively: Lab, session: str, visitors: list[Visitor], place: str
) -> None:
    path = place.format(session)
    page = visitors[0].open(lively, f"{path}#20")
    expect(page.locator(".linked")).to_contain_text("m20")
    expect(page.locator(".linked")).to_be_in_viewport()
    page.locator(".to-end").click()
    expect(page.get_by_text(f"m{RECORDS}", exact=True)).to_be_in_viewport()
    assert page.url.endswith(path)


def test_who_reads_on_from_a_link_arrives_at_the_newest_with_nothing_left_out(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(lively, f"/v/{session}#20")
    expect(page.locator(".linked")).to_be_visible()
    seen: set[int] = set()
    for _ in range(300):
        seen.update(page.evaluate("() => [...document.querySelectorAll('[data-seq]')].map((one) => +one.dataset.seq)"))
        if RECORDS in seen:
            break
        page.evaluate("() => { const list = document.querySelector('.messages'); list.scrollTop = list.scrollHeight; }")
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert set(range(20, RECORDS + 1)) <= seen


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (844, 390)])
def test_the_messages_do_not_move_when_the_first_participant_comes(
    standing: Lab, session: str, visitors: list[Visitor], width: int, height: int
) -> None:
    page = visitors[0].open(standing, f"/s/{session}/usuario")
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator(".people li")).to_have_count(1)
    top = "() => document.querySelector('.messages').getBoundingClientRect().top"
    place = page.evaluate(top)
    page.evaluate("() => document.querySelector('.people').replaceChildren()")
    assert page.evaluate(top) == place


def test_who_sends_is_brought_to_the_end(lively: Lab, session: str, visitors: list[Visitor]) -> None:
    page = visitors[0].open(lively, f"/s/{session}/usuario")
    newest = page.get_by_text(f"m{RECORDS}", exact=True)
    expect(newest).to_be_in_viewport()
    page.evaluate("() => { document.querySelector('.messages').scrollTop = 0; }")  # at once, where a key takes its time
    expect(newest).not_to_be_in_viewport()
    page.locator("textarea").fill("de volta")
    page.locator("textarea").press("Enter")
    expect(page.get_by_role("log").get_by_text("de volta")).to_be_in_viewport()


def test_a_link_to_no_record_says_so(lively: Lab, session: str, visitors: list[Visitor]) -> None:
    page = visitors[0].open(lively, f"/v/{session}?lang=en#9999")
    expect(page.get_by_role("heading", name="There is no message 9999 here")).to_be_visible()
    page.get_by_role("button", name="To the newest").click()
    expect(page.get_by_text(f"m{RECORDS}", exact=True)).to_be_visible()


def test_the_link_to_a_record_is_copied_with_the_keyboard_alone(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(lively, f"/s/{session}/usuario?lang=en")
    expect(page.get_by_text(f"m{RECORDS}", exact=True)).to_be_visible()
    page.get_by_role("log").focus()
    for key in ("Enter", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Link copied")).to_be_visible()


def test_an_at_sign_offers_the_participants_and_the_mentioned_one_sees_it(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    other = visitors[1].open(lively, f"/s/{session}/atendente")
    expect(other.locator("textarea")).to_be_visible()
    page = visitors[0].open(lively, f"/s/{session}/usuario")
    expect(page.locator(".people")).to_contain_text("atendente")
    page.locator("textarea").click()
    page.keyboard.type("oi @")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.type("at")
    page.keyboard.press("Enter")
    assert page.locator("textarea").input_value() == "oi @atendente "
    page.keyboard.press("Enter")
    expect(other.locator(".for-me mark.mention")).to_have_text("@atendente")


def test_escape_closes_the_offers_and_enter_then_sends(lively: Lab, session: str, visitors: list[Visitor]) -> None:
    page = visitors[0].open(lively, f"/s/{session}/usuario")
    expect(page.get_by_text(f"m{RECORDS}", exact=True)).to_be_visible()
    page.locator("textarea").click()
    page.keyboard.type("nota @s")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text("nota @s", exact=True)).to_be_visible()


def test_quick_replies_defined_in_one_window_are_sent_with_a_tap_in_another(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    other = visitors[1].open(lively, f"/s/{session}/atendente?lang=en")
    expect(other.get_by_text(f"m{RECORDS}", exact=True)).to_be_visible()
    page = visitors[0].open(lively, f"/s/{session}/usuario?lang=en")
    page.get_by_role("button", name="Edit the quick replies").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Terminei\nTenho uma dúvida")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    other.get_by_role("button", name="Tenho uma dúvida").click()
    expect(page.get_by_role("log").get_by_text("Tenho uma dúvida")).to_be_visible()


def test_an_onlooker_sees_what_is_said_and_nobody_sees_the_onlooker(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    onlooker = visitors[1].open(lively, f"/v/{session}")
    page = visitors[0].open(lively, f"/s/{session}/usuario")
    page.locator("textarea").fill("para todos")
    page.locator("textarea").press("Enter")
    expect(onlooker.get_by_role("log").get_by_text("para todos")).to_be_visible()
    assert onlooker.locator("textarea").count() == 0
    expect(page.locator(".person")).to_have_count(1)


def test_an_archived_session_can_be_read_to_its_beginning(lively: Lab, session: str, visitors: list[Visitor]) -> None:
    requests.post(f"{lively.url}/api/sessions/{session}/archive", timeout=10).raise_for_status()
    kept = requests.get(f"{lively.url}/api/archive", timeout=10).json()["archived"]
    archived = next(one["name"] for one in kept if one["name"].startswith(f"{session}_"))
    page = visitors[0].open(lively, f"/a/{archived}#1")
    expect(page.locator(".linked")).to_contain_text("m1")
    page.goto(f"{lively.url}/a/{archived}?lang=en")
    expect(page.get_by_text("Session archived")).to_be_visible()


def test_search_finds_words_and_leads_to_where_they_were_said(
    lively: Lab, session: str, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(lively, f"/search?session={session}")
    page.get_by_role("searchbox").fill("M42")
    page.keyboard.press("Enter")
    expect(page.locator(".hit mark")).to_have_text(["m42"])
    page.locator(".hit").click()
    expect(page.locator(".linked")).to_contain_text("m42")


def test_data_is_folded_and_bytes_are_a_dump(lively: Lab, session: str, visitors: list[Visitor]) -> None:
    page = visitors[0].open(lively, f"/s/{session}/usuario")
    expect(page.get_by_text(f"m{RECORDS}", exact=True)).to_be_visible()
    with probe(lively.mqtt_port) as device:
        device.publish(f"chat/{session}/sensor-1", json.dumps({"config": {"ssid": "lab", "rssi": -61}}))
        device.publish(f"chat/{session}/camera", b"\xff\xd8\xff\xe0 JFIF")
    page.locator("summary.fold-line").click()
    folded = page.locator("details.nested")
    expect(folded).to_have_count(2)
    for summary in folded.locator("summary").all():
        summary.press("Enter")
    expect(folded.first.locator("pre")).to_contain_text('"ssid": "lab"')
    expect(folded.last.locator("pre")).to_contain_text("000000  ff d8 ff e0 20 4a 46 49  46")
