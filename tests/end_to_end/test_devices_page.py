"""The page of devices in a real browser: cards, a switch, a chart that comes from the log, its table and its CSV."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from chat.history import History
from chat.record import Record
from tests.end_to_end.conftest import Visitor
from tests.support.board import start_board
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

READINGS = [21.5, 22.25, 19.75, 23.0]


def measure(lab: Lab, role: str = "sensor-1") -> None:
    with probe(lab.mqtt_port, "log/#") as device:
        for value in READINGS:
            device.publish(f"chat/aula1/{role}", f'{{"temperature":{value}}}')
        device.wait_for_records("aula1", len(READINGS))


def card(page: Page, role: str) -> Locator:
    return page.get_by_role("listitem", name=role, exact=True)


def told_state(page: Page, role: str) -> Locator:
    """The state that the device has told, without the one that is asked for."""
    return card(page, role).locator(".switch-state")


def start_lamp(lab: Lab) -> None:
    lamp = lab.service("devices", "lamp", "--session", "aula1", "--role", "lamp")
    wait_until(lambda: "device: ready" in lamp.text())


def table_rows(page: Page) -> list[tuple[str, float]]:
    """Time and value of every row of the table, the oldest first."""
    script = """() => [...document.querySelectorAll("tbody tr")].reverse().map(
        (row) => [row.querySelector("time").dateTime, Number(row.querySelector("td").textContent.replace(",", "."))])"""
    return [(time, value) for time, value in page.evaluate(script)]


def saved_rows(page: Page) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def in_brazil(page: Page, rows: list[tuple[str, float]]) -> list[tuple[str, str]]:
    """Times and values of the table as the CSV writes them, in the browser's time zone."""
    zone = ZoneInfo(page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"))
    moments = [datetime.fromisoformat(time).astimezone(zone) for time, _ in rows]
    values = [str(value).removesuffix(".0").replace(".", ",") for _, value in rows]
    return [(f"{moment:%d/%m/%Y %H:%M:%S}", value) for moment, value in zip(moments, values, strict=True)]


def test_a_card_appears_when_a_device_reports(whole: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(whole, "/d/aula1")
    expect(page.get_by_text("Nenhum dispositivo falou ainda")).to_be_visible()
    measure(whole)
    expect(card(page, "sensor-1").get_by_text("23°C")).to_be_visible()


def test_looking_at_devices_announces_nobody(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    with probe(whole.mqtt_port, "status/#") as broker:
        page = visitors[0].open(whole, "/d/aula1")
        expect(card(page, "sensor-1")).to_be_visible()
        visitors[1].open(whole, "/s/aula1/maria")
        broker.wait_for("status/aula1/maria")
        assert {message.topic for message in broker.received} == {"status/aula1/maria"}


def test_the_switch_turns_the_lamp_in_the_name_of_the_role_that_was_chosen_once(
    whole: Lab, visitors: list[Visitor]
) -> None:
    start_lamp(whole)
    page = visitors[0].open(whole, "/d/aula1")
    card(page, "lamp").get_by_role("switch").click()
    page.get_by_role("textbox", name="Seu papel").fill("maria")
    page.get_by_role("button", name="Enviar com este papel").click()
    expect(card(page, "lamp").get_by_role("switch")).to_be_checked()
    card(page, "lamp").get_by_role("switch").click()
    expect(told_state(page, "lamp")).to_have_text("desligado")
    records = [Record.decode(line) for line in History(whole.logs / "aula1").all()]
    assert [(one.role, one.to, one.text) for one in records if one.to] == [
        ("maria", "lamp", "on"),
        ("maria", "lamp", "off"),
    ]


def test_the_switch_and_a_mention_reach_a_board(any_whole: Lab, visitors: list[Visitor]) -> None:
    board = start_board(any_whole, every=60)
    wait_until(lambda: "device: ready" in board.text(), what=board.text)
    page = visitors[0].open(any_whole, "/d/aula1")
    card(page, "esp32-1").get_by_role("switch").click()
    page.get_by_role("textbox", name="Seu papel").fill("maria")
    page.get_by_role("button", name="Enviar com este papel").click()
    expect(card(page, "esp32-1").get_by_role("switch")).to_be_checked()
    room = visitors[1].open(any_whole, "/s/aula1/joao")
    room.locator("textarea").fill("@ESP32-1: off")
    room.locator("textarea").press("Enter")
    expect(card(page, "esp32-1").get_by_role("switch")).not_to_be_checked()


def test_the_role_of_the_window_that_was_open_last_is_suggested(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    expect(visitors[0].open(whole, "/s/aula1/maria").locator("textarea")).to_be_visible()
    page = visitors[0].open(whole, "/d/aula1")
    card(page, "lamp").get_by_role("switch").click()
    expect(page.get_by_role("textbox", name="Seu papel")).to_have_value("maria")


def test_commands_are_said_in_the_language_of_the_page_and_sent_as_the_device_knows_them(
    whole: Lab, visitors: list[Visitor]
) -> None:
    start_lamp(whole)
    page = visitors[0].open(whole, "/d/aula1")
    card(page, "lamp").get_by_role("button", name="estado").click()
    page.get_by_role("button", name="Enviar com este papel").click()
    expect(told_state(page, "lamp")).to_have_text("desligado")

    def sent() -> list[str]:
        return [one.text for one in map(Record.decode, History(whole.logs / "aula1").all()) if one.to]

    assert wait_until(sent, what="the command is logged") == ["status"]


def test_a_switch_announced_long_ago_is_still_there(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    with probe(whole.mqtt_port, "log/#") as person:
        for _ in range(150):
            person.publish("chat/aula1/usuario", "…")
        person.wait_for_records("aula1", 150)
    page = visitors[0].open(whole, "/d/aula1")
    expect(card(page, "lamp").get_by_role("switch")).to_be_visible()


def test_a_device_that_was_killed_is_offline(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    page = visitors[0].open(whole, "/d/aula1")
    expect(card(page, "lamp").get_by_text("conectado", exact=True)).to_be_visible()
    whole.services["devices lamp --session aula1 --role lamp"].kill()
    expect(card(page, "lamp").get_by_text("desconectado", exact=True)).to_be_visible()


def test_the_history_is_there_after_a_reload_and_live_values_join_it_once(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    page.reload()
    page.get_by_role("button", name="Tabela").click()
    expect(page.locator("tbody tr")).to_have_count(len(READINGS))
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/sensor-1", '{"temperature":30.5}')
    expect(page.locator("tbody tr")).to_have_count(len(READINGS) + 1)
    assert [value for _, value in table_rows(page)] == [*READINGS, 30.5]


def test_the_table_and_the_csv_agree(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    page.get_by_role("button", name="Tabela").click()
    expect(page.locator("tbody tr")).to_have_count(len(READINGS))
    header, *rows = saved_rows(page)
    assert [header[0][:9], *header[1:]] == ["horário (", "segundos", "sensor-1 temperature (°C)"]
    assert [(time, value) for time, _, value in rows] == in_brazil(page, table_rows(page))


def test_a_paused_chart_stands_still_and_misses_nothing(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    page.get_by_role("button", name="Tabela").click()
    page.get_by_role("button", name="Pausar").click()
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/sensor-1", '{"temperature":30.5}')
    expect(card(page, "sensor-1").get_by_text("30,5°C")).to_be_visible()
    assert [value for _, value in table_rows(page)] == READINGS
    page.get_by_role("button", name="Continuar").click()
    expect(page.locator("tbody tr")).to_have_count(len(READINGS) + 1)


@pytest.mark.parametrize("by", ["keyboard", "drag"])
def test_the_chart_is_zoomed_by_keyboard_and_by_dragging_and_comes_back(
    whole: Lab, visitors: list[Visitor], by: str
) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    minutes = page.get_by_role("button", name="5 min")
    expect(minutes).to_have_attribute("aria-pressed", "true")
    chart = page.get_by_role("group", name="Gráfico de sensor-1")
    if by == "keyboard":
        chart.press("+")
    else:
        drag_across(page, chart)
    expect(minutes).to_have_attribute("aria-pressed", "false")
    chart.press("Home")
    expect(minutes).to_have_attribute("aria-pressed", "true")


def drag_across(page: Page, chart: Locator) -> None:
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, height, steps=4)
    page.mouse.up()


def test_forty_boards_with_two_values_each_are_all_there(whole: Lab, visitors: list[Visitor]) -> None:
    with probe(whole.mqtt_port, "log/#") as boards:
        for number in range(40):
            boards.publish(f"chat/aula1/board-{number}", f'{{"temperature":{number},"humidity":{number}}}')
        boards.wait_for_records("aula1", 40)
    page = visitors[0].open(whole, "/d/aula1")
    expect(page.locator(".device-card")).to_have_count(40)
    expect(page.locator(".legend-item")).to_have_count(80)


def test_what_has_no_room_in_the_chart_is_counted(whole: Lab, visitors: list[Visitor]) -> None:
    with probe(whole.mqtt_port, "log/#") as board:
        for part in range(10):
            values = ",".join(f'"key{number}":1' for number in range(part * 51, part * 51 + 51))
            board.publish("chat/aula1/board", f"{{{values}}}")
        board.wait_for_records("aula1", 10)
    page = visitors[0].open(whole, "/d/aula1")
    expect(page.locator(".legend-item")).to_have_count(500)
    expect(page.get_by_text("10 séries ou mais não cabem aqui")).to_be_visible()


def test_the_values_at_the_pointer_stand_beside_it(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    page.locator(".chart .u-over").hover()
    expect(page.locator(".point-note")).to_contain_text("sensor-1 temperature")
    page.mouse.move(0, 0)
    expect(page.locator(".point-note")).to_have_count(0)


def test_the_legend_says_on_which_axis_a_series_is(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    with probe(whole.mqtt_port) as device:
        device.publish("chat/aula1/sensor-2", '{"humidity": 51}')
    page = visitors[0].open(whole, "/d/aula1")
    legend = page.get_by_role("group", name="Séries mostradas")
    expect(legend).to_contain_text("°C, eixo à esquerda")
    expect(legend).to_contain_text("%, eixo à direita")


def test_the_number_of_a_rule_is_drawn(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole)
    page = visitors[0].open(whole, "/d/aula1")
    page.get_by_role("button", name="Pausar").click()  # nothing else draws it anew then
    picture = "document.querySelector('.chart canvas').toDataURL()"
    before = page.evaluate(picture)
    rule = {"name": "mild", "role": "sensor-1", "key": "temperature", "operator": ">", "value": 21, "say": "!"}
    body: dict[str, Any] = {"event": "rules-changed", "data": {"rules": [rule]}}
    requests.post(f"{whole.url}/api/sessions/aula1/events", json=body, timeout=10)
    expect(page.get_by_role("region", name="Regras")).to_contain_text("temperature > 21")
    wait_until(lambda: page.evaluate(picture) != before, what="the chart has changed")


def test_cards_stand_in_the_order_that_one_chose(whole: Lab, visitors: list[Visitor]) -> None:
    for role in ("a", "b", "c"):
        measure(whole, role)
    page = visitors[0].open(whole, "/d/aula1")
    names = page.locator(".device-card h2")
    expect(names).to_have_text(["a", "b", "c"])
    card(page, "c").get_by_label("c: ordem").focus()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(names).to_have_text(["a", "c", "b"])
    expect(card(page, "c").get_by_label("c: ordem")).to_be_focused()
    page.reload()
    expect(names).to_have_text(["a", "c", "b"])


def test_on_a_phone_the_chart_is_a_tap_away(whole: Lab, visitors: list[Visitor]) -> None:
    for number in range(8):
        measure(whole, f"sensor-{number}")
    page = visitors[0].open(whole, "/d/aula1")
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("navigation", name="Nesta página").get_by_role("link", name="Gráfico").click()
    expect(page.get_by_role("heading", name="Gráfico")).to_be_in_viewport()
    page.get_by_role("navigation", name="Nesta página").get_by_role("link", name="Dispositivos (8)").click()
    expect(card(page, "sensor-0")).to_be_in_viewport()
