"""Rules in a real browser: written on the page of devices, carried out by the lab, obeyed by a device."""

from typing import Any

import requests
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Visitor
from tests.end_to_end.test_accessibility import RULES as AXE_RULES
from tests.end_to_end.test_accessibility import axe
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def measure(lab: Lab, value: float) -> None:
    with probe(lab.mqtt_port, "log/aula1") as sensor:
        sensor.publish("chat/aula1/sensor-1", f'{{"temperature": {value}}}')
        sensor.wait_for_records("aula1", 1)


def start_lamp(lab: Lab) -> None:
    lamp = lab.service("devices", "lamp", "--session", "aula1", "--role", "lamp")
    wait_until(lambda: "device: ready" in lamp.text(), what=lamp.text)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Regras")


def write_rule(page: Page, number: str = "30,5") -> None:
    rules = panel(page)
    rules.get_by_role("button", name="Nova regra").click()
    rules.get_by_label("Quando o valor").select_option("sensor-1 temperature")
    rules.get_by_label("este número").fill(number)
    rules.get_by_label("para").select_option("lamp")
    rules.get_by_label("diga").fill("on")
    rules.get_by_role("button", name="Salvar").click()


def test_a_rule_that_somebody_writes_switches_the_lamp(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    measure(whole, 22)
    page = visitors[0].open(whole, "/d/aula1")
    write_rule(page)
    expect(panel(page)).to_contain_text("Quando sensor-1 temperature > 30,5 °C, diga “on” para lamp")
    measure(whole, 31)
    expect(page.get_by_role("listitem", name="lamp", exact=True).get_by_role("switch")).to_be_checked()
    expect(page.get_by_role("listitem", name="rules", exact=True)).to_have_count(0)


def test_a_rule_is_changed_and_removed(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    measure(whole, 22)
    page, other = (visitor.open(whole, "/d/aula1") for visitor in visitors)
    write_rule(page)
    panel(other).get_by_role("button", name="Mudar regra 1").click()
    expect(panel(other).get_by_label("este número")).to_have_value("30,5")
    panel(other).get_by_label("for", exact=True).select_option("<")
    panel(other).get_by_role("button", name="Salvar").click()
    expect(panel(page)).to_contain_text("temperature < 30,5")
    panel(page).get_by_role("button", name="Remover regra 1").click()
    expect(panel(other)).to_contain_text("Ainda não há regras.")


def test_who_writes_what_is_no_rule_is_told_so(whole: Lab, visitors: list[Visitor]) -> None:
    start_lamp(whole)
    measure(whole, 22)
    page = visitors[0].open(whole, "/d/aula1")
    write_rule(page, number="quente")
    expect(panel(page).get_by_role("alert")).to_have_text("Escreva um número, como 30 ou 23,5.")
    page.evaluate(axe())
    found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", AXE_RULES)
    assert [violation["id"] for violation in found["violations"]] == []


def test_the_conversation_tells_of_rules_and_what_they_say(whole: Lab, visitors: list[Visitor]) -> None:
    measure(whole, 22)
    rule = {"name": "hot", "role": "sensor-1", "key": "temperature", "operator": ">", "value": 30, "say": "Está quente"}
    body: dict[str, Any] = {"event": "rules-changed", "data": {"rules": [rule]}}
    requests.post(f"{whole.url}/api/sessions/aula1/events", json=body, timeout=10)
    page = visitors[0].open(whole, "/s/aula1/ana")
    expect(page.get_by_text("A sessão agora tem 1 regra")).to_be_visible()
    measure(whole, 31)
    expect(page.get_by_text("Está quente")).to_be_visible()
