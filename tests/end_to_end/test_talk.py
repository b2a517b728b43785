"""Replies and reactions: what people say about an earlier message, in the page and over MQTT."""

import json

import requests
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_accessibility import axe, violations
from tests.end_to_end.test_closed_lab import say
from tests.end_to_end.test_message_tools import choose, line
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def records(lab: Lab, session: str) -> list[dict[str, object]]:
    """The log."""
    text = requests.get(f"{lab.url}/api/sessions/{session}/log", timeout=10).text
    return [json.loads(each) for each in text.splitlines()]


def publish(lab: Lab, topic: str, *payloads: str) -> None:
    """Publish with an acknowledgement, as a device does."""
    with probe(lab.mqtt_port) as device:
        for payload in payloads:
            device.publish(topic, payload)


def chip(page: Page, text: str, reaction: str) -> Locator:
    """The reactions of one kind to a message."""
    return line(page, text).locator(".reaction", has_text=reaction)


def test_a_reply_quotes_its_message_and_speaks_to_who_wrote_it(standing: Lab, visitors: list[Visitor]) -> None:
    ana, beto = (
        person.open(standing, f"/s/resp/{role}") for person, role in zip(visitors, ("ana", "beto"), strict=True)
    )
    say(ana, "Quem mediu a temperatura?")
    choose(beto, "Quem mediu", "Responder")
    expect(beto.locator(".replying")).to_contain_text("ana Quem mediu a temperatura?")
    expect(beto.locator("#message")).to_be_focused()
    beto.keyboard.type("Eu, 23 graus")
    beto.keyboard.press("Enter")
    expect(beto.locator(".replying")).to_have_count(0)
    quote = line(ana, "Eu, 23 graus").locator("a.quote")
    expect(quote).to_contain_text("ana Quem mediu a temperatura?")
    expect(ana.locator(".line.for-me")).to_contain_text("Eu, 23 graus")
    wait_until(lambda: len(records(standing, "resp")) == 2, what="the reply is logged")
    _, reply = records(standing, "resp")
    assert {key: reply[key] for key in ("text", "data", "to")} == {
        "text": "Eu, 23 graus",
        "data": {"re": 1},
        "to": "ana",
    }
    ana.evaluate(axe())
    assert violations(ana) == []


def test_escape_ends_a_reply_and_keeps_the_text(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/resp2/ana")
    say(page, "primeira")
    choose(page, "primeira", "Responder")
    page.keyboard.type("meio escrita")
    page.keyboard.press("Escape")
    expect(page.locator(".replying")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(line(page, "meio escrita")).to_be_visible()
    expect(page.locator("a.quote")).to_have_count(0)


def test_reactions_are_counted_and_taken_back(standing: Lab, visitors: list[Visitor]) -> None:
    ana, beto = (
        person.open(standing, f"/s/reag/{role}") for person, role in zip(visitors, ("ana", "beto"), strict=True)
    )
    say(ana, "Terminei o exercício")
    choose(beto, "Terminei", "👍")
    expect(chip(ana, "Terminei", "👍 1")).to_be_visible()
    chip(ana, "Terminei", "👍").click()
    for page in (ana, beto):
        expect(chip(page, "Terminei", "👍 2")).to_be_visible()
    publish(standing, "chat/reag/lampada", json.dumps({"re": 1, "reaction": "✅"}))
    expect(chip(beto, "Terminei", "✅ 1")).to_be_visible()
    chip(beto, "Terminei", "👍").click()
    expect(chip(ana, "Terminei", "👍 1")).to_be_visible()
    choose(ana, "Terminei", "❓")
    expect(chip(beto, "Terminei", "👍")).to_have_count(0)
    expect(chip(beto, "Terminei", "❓ 1")).to_be_visible()
    expect(beto.get_by_role("log").locator(".line")).to_have_count(1)
    beto.reload()
    expect(chip(beto, "Terminei", "❓ 1")).to_be_visible()
    beto.evaluate(axe())
    assert violations(beto) == []


def test_a_reaction_made_offline_goes_out_later(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/reag2/ana")
    say(page, "sem rede")
    visitors[0].context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    choose(page, "sem rede", "👍")
    expect(chip(page, "sem rede", "👍 1")).to_be_visible()
    expect(page.locator(".pending")).to_have_count(0)
    visitors[0].context.set_offline(False)
    wait_until(lambda: len(records(standing, "reag2")) == 2, what="the reaction is logged")
    assert records(standing, "reag2")[1]["data"] == {"re": 1, "reaction": "👍"}


def test_the_quote_of_a_removed_message_hides_it(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/s/resp3/ana")
    say(page, "segredo")
    choose(page, "segredo", "Responder")
    page.keyboard.type("não diga isso")
    page.keyboard.press("Enter")
    expect(page.locator("a.quote")).to_contain_text("segredo")
    requests.post(
        f"{standing.url}/api/sessions/resp3/events", json={"event": "message-removed", "data": {"seq": 1}}, timeout=10
    ).raise_for_status()
    expect(page.locator("a.quote")).to_contain_text("Uma mensagem que foi removida")


def test_who_looks_on_sees_reactions_and_gives_none(standing: Lab, visitors: list[Visitor]) -> None:
    said = ({"text": "olá"}, {"re": 1, "reaction": "👍"}, {"re": 1, "text": "oi"})
    publish(standing, "chat/olha/ana", *(json.dumps(payload) for payload in said))
    page = visitors[0].open(standing, "/v/olha")
    expect(chip(page, "olá", "👍 1")).to_be_visible()
    expect(page.locator("button.reaction, button.more")).to_have_count(0)
    expect(page.locator("a.quote")).to_contain_text("ana olá")


def test_a_message_quoted_from_far_back_is_looked_up(standing: Lab, visitors: list[Visitor]) -> None:
    publish(standing, "chat/longe/ana", *(f"mensagem {number}." for number in range(1, 151)))
    wait_until(lambda: len(records(standing, "longe")) == 150, what="all is logged")
    publish(standing, "chat/longe/beto", json.dumps({"text": "a primeira!", "re": 1}))
    page = visitors[0].open(standing, "/v/longe")
    expect(line(page, "a primeira!").locator("a.quote")).to_contain_text("mensagem 1.")
