"""Numbers on every page as the device sent them: whole ones with all their digits, others as people read them."""

import json

import pytest
import requests
from playwright.sync_api import expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab

LONG = "1688888483063664643"


def report(lab: Lab, session: str, payload: str) -> None:
    """Publish as a device and wait until it is logged."""
    with probe(lab.mqtt_port, f"log/{session}") as device:
        device.publish(f"chat/{session}/sensor-1", payload)
        device.wait_for_records(session, 1)


@pytest.mark.parametrize("path", ["/s/{}/maria", "/v/{}", "/d/{}", "/search?q=sensor-1&session={}"])
def test_a_long_number_that_was_logged_keeps_every_digit(standing: Lab, visitors: list[Visitor], path: str) -> None:
    report(standing, "long", f'{{"serial":{LONG}}}')
    page = visitors[0].open(standing, path.format("long"))
    expect(page.get_by_text(LONG).first).to_be_visible()


@pytest.mark.parametrize("path", ["/s/{}/maria", "/v/{}", "/d/{}"])
def test_a_long_number_that_comes_while_one_looks_keeps_every_digit(
    standing: Lab, visitors: list[Visitor], path: str
) -> None:
    session = f"live-{path[1]}"
    report(standing, session, '{"serial":1}')
    page = visitors[0].open(standing, path.format(session))
    expect(page.get_by_text("serial").first).to_be_visible()
    report(standing, session, f'{{"serial":{LONG}}}')
    expect(page.get_by_text(LONG).first).to_be_visible()


def test_a_long_number_keeps_every_digit_on_the_wire(standing: Lab, visitors: list[Visitor]) -> None:
    page = visitors[0].open(standing, "/w/wire")
    expect(page.get_by_text("Observando", exact=True)).to_be_visible()
    report(standing, "wire", f'{{"serial":{LONG}}}')
    page.get_by_role("option").filter(has_text="chat/wire").first.click()
    expect(page.locator("pre.detail-payload")).to_contain_text(f'"serial": {LONG}')


def test_a_long_number_keeps_every_digit_in_the_archive(standing: Lab, visitors: list[Visitor]) -> None:
    report(standing, "ended", f'{{"serial":{LONG}}}')
    requests.post(f"{standing.url}/api/sessions/ended/archive", json={}, timeout=10).raise_for_status()
    [archived] = requests.get(f"{standing.url}/api/archive", timeout=10).json()["archived"]
    page = visitors[0].open(standing, f"/a/{archived['name']}")
    expect(page.get_by_text(LONG).first).to_be_visible()


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.9000000000000005e-8, "3,9 \N{MULTIPLICATION SIGN} 10⁻⁸"), (None, "—"), ([0.5, 9.81], "0,5, 9,81")],
)
def test_a_value_is_shown_as_people_read_it(standing: Lab, visitors: list[Visitor], value: object, text: str) -> None:
    session = f"read-{len(text)}"
    report(standing, session, json.dumps({"temperature": value}))
    page = visitors[0].open(standing, f"/v/{session}")
    expect(page.locator(".reading dd, .fold-line").first).to_contain_text(text)


def test_each_element_of_a_list_has_a_card_and_a_line(standing: Lab, visitors: list[Visitor]) -> None:
    report(standing, "lists", '{"accel":[0.5,9.81],"a.b":1,"a":{"b":2}}')
    page = visitors[0].open(standing, "/d/lists")
    expect(page.locator(".legend-key")).to_have_text(['["a.b"]', "a.b", "accel[0]", "accel[1]"])
    expect(page.locator(".device-reading dt")).to_have_text(["accel[0]", "accel[1]", '["a.b"]', "a.b"])
