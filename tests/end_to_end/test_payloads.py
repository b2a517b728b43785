"""What beginners' boards send, in the page: readings, and what to change."""

from playwright.sync_api import expect

from tests.end_to_end.conftest import Visitor
from tests.support.mqtt import probe
from tests.support.services import Lab


def test_plain_values_are_readings_with_a_card_and_a_series(whole: Lab, visitors: list[Visitor]) -> None:
    with probe(whole.mqtt_port, "log/aula1") as board:
        for payload in ("23.5", "24.5"):
            board.publish("chat/aula1/board", payload)
        board.publish("chat/aula1/lamp", "ON")
        board.wait_for_records("aula1", 3)
    room = visitors[0].open(whole, "/s/aula1/ana")
    expect(room.get_by_role("log")).to_contain_text("24,5")
    devices = visitors[1].open(whole, "/d/aula1")
    card = devices.get_by_role("listitem", name="board", exact=True)
    expect(card).to_contain_text("24,5")
    expect(devices.get_by_role("listitem", name="lamp", exact=True)).to_contain_text("sim")
    expect(devices.get_by_role("checkbox", name="board")).to_be_checked()


def test_almost_json_stays_as_it_came_with_what_to_change(whole: Lab, visitors: list[Visitor]) -> None:
    with probe(whole.mqtt_port, "log/aula1") as board:
        for payload in ("{'t': 23.5}", '{"t": nan}', "23,5"):
            board.publish("chat/aula1/board", payload)
        board.wait_for_records("aula1", 3)
    card = visitors[1].open(whole, "/d/aula1").get_by_role("listitem", name="board", exact=True)
    expect(card.get_by_text("escreva o número com ponto")).to_be_visible()
    log = visitors[0].open(whole, "/s/aula1/ana").get_by_role("log")
    expect(log.get_by_text("{'t': 23.5}")).to_be_visible()
    expect(log.get_by_text("o JSON usa aspas duplas")).to_be_visible()
    expect(log.get_by_text("o JSON não tem NaN")).to_be_visible()
    expect(log.get_by_text("escreva o número com ponto")).to_be_visible()
