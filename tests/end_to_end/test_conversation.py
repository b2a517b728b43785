"""The lab's main job in a real browser: two people and devices talk, live, and everything is in the log once."""

import requests
from playwright.sync_api import Browser, Page, expect

from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def say(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")


def log_of(page: Page) -> list[str]:
    return page.get_by_role("log").inner_text().splitlines()


def said(lab: Lab, session: str = "aula1") -> list[tuple[str, str]]:
    records = [Record.decode(line) for line in History(lab.logs / session).all()]
    return [(record.role, record.text) for record in records if record.text]


def test_mosquitto_pub_is_in_the_log_on_the_wire_and_in_the_page_once(any_whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(any_whole, "/s/aula1/atendente")
    expect(page.locator("#message")).to_be_visible()
    with probe(any_whole.mqtt_port, "log/#") as wire:
        wire.publish("chat/aula1/usuario", "Olá")
        wire.publish("chat/aula1/usuario", '{"temperature":23.5}')
        on_wire = wire.wait_for_records("aula1", 2)
    expect(page.get_by_role("log").get_by_text("Olá", exact=True)).to_have_count(1)
    expect(page.get_by_role("log").get_by_text("23,5 °C", exact=True)).to_have_count(1)
    lines = list(History(any_whole.logs / "aula1").all())
    assert [Record.decode(line).seq for line in lines] == [record["seq"] for record in on_wire] == [1, 2]


def test_two_people_and_a_lamp_hold_a_conversation(any_whole: Lab, visitors: list[Visitor]) -> None:
    lamp = any_whole.service("devices", "lamp", "--session", "aula1", "--role", "lamp")
    wait_until(lambda: "device: ready" in lamp.text())
    one = visitors[0].open(any_whole, "/s/aula1/usuario")
    other = visitors[1].open(any_whole, "/s/aula1/atendente")
    say(one, "A luz está acesa?")
    expect(other.get_by_role("log").get_by_text("A luz está acesa?")).to_be_visible()
    say(other, "@lamp liga")
    for page in (one, other):
        expect(page.get_by_role("log").get_by_text("ligada")).to_be_visible()
    assert said(any_whole) == [("usuario", "A luz está acesa?"), ("atendente", "@lamp liga"), ("lamp", "ligada")]


def test_history_is_there_after_a_reload(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    say(page, "primeira")
    expect(page.get_by_role("log").get_by_text("primeira")).to_be_visible()
    wait_until(lambda: said(whole))
    page.reload()
    expect(page.get_by_role("log").get_by_text("primeira")).to_have_count(1)


def test_what_is_sent_while_the_web_is_away_is_logged_once_when_it_is_back(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    say(page, "antes")
    wait_until(lambda: len(said(whole)) == 1)
    whole.services["web"].kill()
    say(page, "durante")
    whole.services["web"].start()
    wait_until(lambda: len(said(whole)) == 2, seconds=40)
    say(page, "depois")
    wait_until(lambda: len(said(whole)) == 3)
    assert [text for _, text in said(whole)] == ["antes", "durante", "depois"]
    expect(page.get_by_role("log").get_by_text("durante")).to_have_count(1)


def test_what_was_said_while_a_page_was_offline_is_there_once_afterwards(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    expect(page.locator("#message")).to_be_visible()
    say(page, "m0")
    wait_until(lambda: said(whole))
    visitors[0].context.set_offline(True)
    with probe(whole.mqtt_port, "log/#") as device:
        for n in range(1, 31):
            device.publish("chat/aula1/sensor-1", f"m{n}")
        device.wait_for_records("aula1", 30)
    visitors[0].context.set_offline(False)
    expect(page.get_by_role("log").get_by_text("m30", exact=True)).to_be_visible(timeout=40_000)
    shown = [line for line in log_of(page) if line in {f"m{n}" for n in range(31)}]
    assert shown == [f"m{n}" for n in range(31)]


def test_an_outbox_survives_a_reload(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    say(page, "antes")
    wait_until(lambda: len(said(whole)) == 1)
    whole.services["broker"].kill()
    say(page, "guardada")
    expect(page.get_by_role("log").get_by_text("guardada")).to_be_visible()
    page.reload()
    whole.services["broker"].start()
    wait_until(lambda: len(said(whole)) == 2, seconds=40)
    assert said(whole)[1] == ("usuario", "guardada")


def test_a_session_is_created_from_the_page(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/")
    page.get_by_role("textbox").first.fill("turma-b")
    page.get_by_role("textbox").first.press("Enter")
    page.wait_for_url("**/s/turma-b")
    assert History(whole.logs / "turma-b").last_seq() == 1


def test_what_somebody_writes_is_text_and_never_markup(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    hostile = "<img src=x onerror=alert(1)><b>x</b>"
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/sensor-1", hostile)
    expect(page.get_by_role("log").get_by_text(hostile)).to_be_visible()
    assert page.locator('[role="log"] img').count() == 0


def test_a_phone_needs_no_sideways_scrolling(whole: Lab, visitors: list[Visitor]) -> None:
    for path in ("/", "/s/aula1", "/s/aula1/usuario", "/lessons/"):
        page = visitors[0].open(whole, path)
        page.set_viewport_size({"width": 360, "height": 640})
        expect(page.get_by_role("heading").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_page_speaks_the_language_that_was_chosen(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario?lang=en")
    expect(page.get_by_placeholder("Write a message")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_who_has_a_keyboard_writes_at_once_and_a_phone_is_not_covered(
    standing: Lab, chromium: Browser, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(standing, "/s/foco/ana")
    expect(page.locator("#message")).to_be_focused()
    phone = Visitor(chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.open(standing, "/s/foco/beto")
    expect(page.locator("#message")).to_be_visible()
    expect(page.locator("#message")).not_to_be_focused()
    phone.context.close()


def test_the_field_has_the_focus_again_when_one_may_write_and_takes_it_from_nobody(
    standing: Lab, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(standing, "/s/trava/ana?lang=en")
    say(page, "ok")
    wait_until(lambda: said(standing, "trava") == [("ana", "ok")], what="the session has begun")

    def mute(*, ends: bool) -> None:
        event = "role-unmuted" if ends else "role-muted"
        address = f"{standing.url}/api/sessions/trava/events"
        requests.post(address, json={"event": event, "data": {"role": "ana"}}, timeout=10).raise_for_status()
        expect(page.locator("#message")).to_be_visible(visible=ends)

    mute(ends=False)
    mute(ends=True)
    expect(page.locator("#message")).to_be_focused()
    mute(ends=False)
    page.get_by_role("log").focus()
    mute(ends=True)
    expect(page.get_by_role("log")).to_be_focused()
