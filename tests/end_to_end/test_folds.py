"""Readings in a session's window, in a real browser: folded between what people say, and nothing of them lost."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab

READINGS = 600
"""Between two words: more than the page is given at first, and than it draws at once."""


def report(device: Probe, count: int, role: str = "sensor-1") -> None:
    sent = [
        device.connection.publish(f"chat/aula1/{role}", json.dumps({"temperature": 20 + number / 10}), qos=1)
        for number in range(count)
    ]
    sent[-1].wait(10)


@pytest.fixture
def buried(whole: Lab) -> Lab:
    """A word, many readings of two devices, and nothing after them."""
    with probe(whole.mqtt_port, "log/#") as device:
        device.publish("chat/aula1/usuario", "alguém aqui?")
        for role in ("sensor-1", "sensor-2") * 2:
            report(device, READINGS // 4, role)
        device.wait_for_records("aula1", READINGS + 1)
    return whole


def folds(page: Page) -> Locator:
    return page.locator("summary.fold-line")


def top_of(line: Locator) -> float:
    box = line.bounding_box()
    assert box is not None
    return box["y"]


def test_a_word_is_seen_however_many_readings_came_after_it(buried: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(buried, "/s/aula1/usuario")
    expect(page.get_by_text("alguém aqui?", exact=True)).to_be_in_viewport()
    expect(folds(page)).to_have_count(1)
    expect(folds(page)).to_contain_text(f"sensor-1, sensor-2: {READINGS} leituras")


def test_a_link_to_a_reading_opens_the_fold_that_it_is_in(buried: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(buried, "/s/aula1/usuario#300")
    expect(page.locator(".linked")).to_contain_text("34,8")
    expect(page.locator(".linked")).to_be_in_viewport()


def test_an_open_fold_shows_every_reading_and_never_too_many_at_once(buried: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(buried, "/s/aula1/usuario")
    expect(page.get_by_text("alguém aqui?", exact=True)).to_be_visible()
    folds(page).click()
    expect(page.locator("details.fold[open]")).to_have_count(1)
    seen: set[int] = set()
    for _ in range(300):
        drawn = page.evaluate("() => [...document.querySelectorAll('[data-seq]')].map((one) => +one.dataset.seq)")
        assert len(drawn) <= 400
        seen.update(drawn)
        if READINGS + 1 in seen:
            break
        page.evaluate("() => { const list = document.querySelector('.messages'); list.scrollTop = list.scrollHeight; }")
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert seen == set(range(1, READINGS + 2))


def test_a_fold_is_opened_and_closed_with_the_keyboard_and_stays_in_its_place(
    whole: Lab, visitors: list[Visitor]
) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    with probe(whole.mqtt_port) as device:
        report(device, 5)
    expect(folds(page)).to_contain_text("5 leituras")
    page.get_by_role("log").focus()
    page.keyboard.press("Enter")
    expect(folds(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".fold-body [data-seq]")).to_have_count(5)
    page.keyboard.press("Enter")
    expect(page.locator(".fold-body")).to_have_count(0)
    expect(folds(page)).to_be_focused()


def test_who_reads_in_an_open_fold_keeps_the_place_while_readings_come(buried: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(buried, f"/s/aula1/usuario#{READINGS - 20}")
    linked = page.locator(".linked")
    expect(linked).to_be_in_viewport()
    place = top_of(linked)
    with probe(buried.mqtt_port) as device:
        report(device, 40)
    expect(folds(page)).to_contain_text("140 leituras")  # the page was given the last hundred
    assert abs(top_of(linked) - place) < 1


def test_a_fold_that_grows_moves_nothing(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/s/aula1/usuario")
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/atendente", "oi")
        report(device, 1)
        expect(folds(page)).to_contain_text("1 leitura")
        place = top_of(page.get_by_text("oi", exact=True))
        report(device, 30)
        expect(folds(page)).to_contain_text("31 leituras")
    assert abs(top_of(page.get_by_text("oi", exact=True)) - place) < 1
