"""The controls that the devices page draws from descriptions, with the lab's own devices at the other end."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chat import credentials
from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor, start
from tests.end_to_end.test_closed_lab import enter
from tests.end_to_end.test_devices_page import card
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

DESCRIPTION = json.dumps(
    {
        "device": "weather",
        "values": [
            {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50},
            {"key": "raining", "kind": "boolean"},
            {"key": "place", "kind": "place"},
        ],
        "commands": [
            {"word": "on", "kind": "switch", "off": "off", "key": "on"},
            {"word": "set", "kind": "slider", "least": 0, "greatest": 10, "key": "level"},
        ],
    }
)
TOLD = json.dumps({"temperature": 21.5, "raining": True, "place": {"lat": -23.5, "lon": -46.6}, "on": True, "level": 4})


def start_device(lab: Lab, kind: str) -> None:
    device = lab.service("devices", kind, "--session", "aula1", "--role", kind)
    wait_until(lambda: f"device: ready {kind}" in device.text(), what=device.text)


def commands(lab: Lab) -> list[str]:
    """What was said to devices, as it is logged."""
    records = [Record.decode(line) for line in History(lab.logs / "aula1").all()]
    return [record.text for record in records if record.to]


def confirm_role(page: Page, role: str = "maria") -> None:
    page.get_by_role("textbox", name="Seu papel").fill(role)
    page.get_by_role("button", name="Enviar com este papel").click()


def drag(page: Page, slider: Locator, to: float) -> None:
    """Drag the thumb over the line, in ten moves, to a part of its length."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.1, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * to, height, steps=10)
    page.mouse.up()


def test_real_devices_are_driven_from_what_they_describe(whole: Lab, visitors: list[Visitor]) -> None:
    for kind in ("thermostat", "servo", "door", "lamp"):
        start_device(whole, kind)
    page = visitors[0].open(whole, "/d/aula1")

    lamp = card(page, "lamp")
    expect(lamp.get_by_role("switch")).not_to_be_checked()
    lamp.get_by_role("switch").click()
    confirm_role(page)
    expect(lamp.get_by_role("switch")).to_be_checked()

    thermostat = card(page, "thermostat")
    expect(thermostat.get_by_role("meter", name="temperatura")).to_be_visible()
    drag(page, thermostat.get_by_role("slider"), 0.9)
    expect(thermostat.get_by_role("status")).to_be_empty()
    wait_until(lambda: len([text for text in commands(whole) if text.startswith("set ")]) == 1, what="one command")
    wanted = next(text for text in commands(whole) if text.startswith("set ")).removeprefix("set ")
    expect(thermostat.locator(".device-slider .device-value")).to_have_text(f"{wanted.replace('.', ',')}°C")

    door = card(page, "door")
    door.get_by_role("switch").click()
    expect(door.get_by_role("switch")).not_to_be_checked()  # it moves for three seconds
    expect(door.get_by_role("switch")).to_be_checked()

    servo = card(page, "servo")
    servo.get_by_role("slider").press("End")
    expect(servo.get_by_text("→ 180°")).to_be_visible()
    expect(servo.locator(".device-value")).to_have_text("180°")
    expect(servo.get_by_text("→ 180°")).to_have_count(0)
    assert [text for text in commands(whole) if text.startswith("set ")] == [f"set {wanted}", "set 180"]


def test_a_device_that_is_offline_has_no_working_controls_and_says_why(whole: Lab, visitors: list[Visitor]) -> None:
    start_device(whole, "lamp")
    page = visitors[0].open(whole, "/d/aula1")
    button = card(page, "lamp").get_by_role("switch")
    expect(button).to_be_enabled()
    whole.services["devices lamp --session aula1 --role lamp"].kill()
    expect(button).to_be_disabled()
    expect(card(page, "lamp").get_by_text("um comando não chega a ele agora")).to_be_visible()


def test_a_command_that_nobody_answers_shows_no_state_that_was_not_told(whole: Lab, visitors: list[Visitor]) -> None:
    with probe(whole.mqtt_port, "log/#") as device:
        device.publish("chat/aula1/weather", DESCRIPTION)
        device.publish("chat/aula1/weather", '{"on":false,"level":4}')
        device.wait_for_records("aula1", 2)
    page = visitors[0].open(whole, "/d/aula1")
    weather = card(page, "weather")
    weather.get_by_role("switch").click()
    confirm_role(page)
    expect(weather.get_by_text("→ ligado")).to_be_visible()
    expect(weather.get_by_role("switch")).not_to_be_checked()
    expect(weather.get_by_text("Sem resposta a “ligar”")).to_be_visible()
    expect(weather.get_by_role("switch")).not_to_be_checked()
    expect(weather.get_by_text("→ ligado")).to_have_count(0)


def test_nothing_moves_when_the_values_come(whole: Lab, visitors: list[Visitor]) -> None:
    where = "cards => cards.map(card => Object.values(card.getBoundingClientRect().toJSON()))"
    with probe(whole.mqtt_port, "log/#") as device:
        for role in ("weather-1", "weather-2"):
            device.publish(f"chat/aula1/{role}", DESCRIPTION)
        device.wait_for_records("aula1", 2)
        page = visitors[0].open(whole, "/d/aula1")
        page.set_viewport_size({"width": 390, "height": 844})
        parts = page.locator(".device-card, .device-card dt, .device-control")
        expect(parts).to_have_count(2 * (1 + 3 + 2))
        before = parts.evaluate_all(where)
        device.publish("chat/aula1/weather-1", TOLD)
        expect(card(page, "weather-1").get_by_role("switch")).to_be_checked()
        assert parts.evaluate_all(where) == before


def test_a_pupil_whose_role_is_taken_sees_values_without_controls_until_another_is_chosen(
    lab: Lab, chromium: Browser
) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    start(lab)
    code = credentials.load(Path(lab.folder / "data")).class_code
    with_role, page = Visitor(chromium), Visitor(chromium)
    lab.settings["LAB_MQTT_PASSWORD"] = credentials.add_device(lab.folder / "data", "lamp")
    start_device(lab, "lamp")
    expect(enter(with_role, lab, code, "/s/aula1/maria").locator("#message")).to_be_editable()
    devices = enter(page, lab, code, "/d/aula1")
    card(devices, "lamp").get_by_role("switch").click()
    confirm_role(devices)
    expect(devices.get_by_text("Outra pessoa é maria nesta sessão; por isso você só pode ver.")).to_be_visible()
    expect(card(devices, "lamp").get_by_role("button")).to_have_count(0)
    expect(card(devices, "lamp").get_by_role("switch")).to_have_count(0)
    devices.get_by_role("button", name="Escolher outro papel").click()
    devices.get_by_role("textbox", name="Seu papel").fill("jose")
    devices.get_by_role("button", name="Usar este papel").click()
    card(devices, "lamp").get_by_role("switch").click()
    expect(card(devices, "lamp").get_by_role("switch")).to_be_checked()
    for person in (with_role, page):
        person.context.close()


@pytest.mark.parametrize("width", [390, 1920])
def test_forty_described_devices_are_drawn_and_follow_what_they_report(
    whole: Lab, visitors: list[Visitor], width: int
) -> None:
    with probe(whole.mqtt_port, "log/#") as boards:
        for number in range(40):
            boards.publish(f"chat/aula1/board-{number}", DESCRIPTION)
            boards.publish(f"chat/aula1/board-{number}", TOLD)
        boards.wait_for_records("aula1", 80)
        page = visitors[0].open(whole, "/d/aula1")
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".device-card")).to_have_count(40)
        for number in range(40):
            boards.publish(f"chat/aula1/board-{number}", '{"temperature":30.5}')
        expect(page.get_by_text("30,5°C")).to_have_count(40)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
