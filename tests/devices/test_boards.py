"""Boards, their very files, on a real broker with a stub bridge: MicroPython's, and the two ESP32 sketches."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.devices.boards import (
    DESCRIPTION,
    Bench,
    check_each_once,
    check_reconnection,
    check_state_after_change,
    check_will,
)
from tests.devices.stub_bridge import StubBridge
from tests.support.board import BOARDS, ESP32, Config, run_board
from tests.support.proxy import Conditions
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def broker_and_bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, StubBridge]]:
    """One mosquitto with a stub bridge for all tests that leave them alone."""
    lab = Lab(tmp_path_factory.mktemp("boards"))
    lab.start_broker()
    bridge = StubBridge(lab.mqtt_port)
    bridge.start()
    yield lab, bridge
    bridge.stop()
    lab.stop()


@pytest.fixture(params=BOARDS, ids=lambda kind: kind.name)
def bench(request: pytest.FixtureRequest, broker_and_bridge: tuple[Lab, StubBridge]) -> Iterator[Bench]:
    """Boards of each kind in a session of their own."""
    lab, bridge = broker_and_bridge
    made = Bench(request.param, lab, bridge)
    yield made
    made.stop()


def test_it_announces_itself_and_reports_with_ids(bench: Bench) -> None:
    bench.start()
    wait_until(lambda: len(bench.records()) >= 5)
    description, state, *readings = bench.records()
    assert description["data"] == DESCRIPTION
    assert state["data"] == {"on": False}
    assert all(20 <= record["data"]["temperature"] < 23 for record in readings)
    assert len({record["id"] for record in bench.records()}) == len(bench.records())


def test_it_describes_itself_when_asked_in_either_language(bench: Bench) -> None:
    bench.start(Config(every=60))
    bench.wait_until_there()

    def descriptions() -> list[dict[str, Any]]:
        return [record["data"] for record in bench.records() if "device" in record["data"]]

    for count, word in ((2, "describe"), (3, "descreve")):
        bench.say(f"@esp32-1 {word}")
        wait_until(lambda count=count: len(descriptions()) == count, what=word)  # type: ignore[misc]
    assert descriptions() == [DESCRIPTION] * 3


def test_a_description_fits_into_a_kilobyte(bench: Bench) -> None:
    bench.start(Config(every=60))
    bench.wait_until_there()
    assert len(json.dumps(bench.bridge.sent(bench.chat())[0], ensure_ascii=False).encode()) <= 400


def test_birth_is_online_and_the_will_says_offline(bench: Bench) -> None:
    check_will(bench)


def test_it_comes_back_when_its_connection_breaks(bench: Bench) -> None:
    check_reconnection(bench)


def test_its_state_is_told_when_it_has_changed(bench: Bench) -> None:
    check_state_after_change(bench)


def test_it_obeys_once_what_comes_twice(bench: Bench) -> None:
    check_each_once(bench)


def test_it_obeys_what_is_said_to_it_in_both_ways(bench: Bench) -> None:
    bench.start()
    bench.wait_until_there()
    bench.ask("@ESP32-1 liga", "ligada")
    bench.say("off", to="esp32-1")
    wait_until(lambda: bench.texts() == ["ligada", "desligada"])
    answers = [record["data"] for record in bench.records() if "text" in record]
    assert answers == [{"on": True}, {"on": False}]


def test_it_obeys_whatever_stands_between_its_name_and_the_command(bench: Bench) -> None:
    bench.start()
    bench.wait_until_there()
    for command in ("@esp32-1: on", " @esp32-1, On", "@esp32-1 liga\n"):
        bench.ask(command, "ligada")


def test_it_obeys_a_burst_of_commands_each_once_and_in_order(bench: Bench) -> None:
    board = bench.start(Config(every=60))
    bench.wait_until_there()
    for command in ["on", "off"] * 15:
        bench.say(f"@esp32-1 {command}")

    def levels() -> list[str]:
        return [line.split()[-1] for line in board.text().splitlines() if line.startswith("pin 2")]

    wait_until(lambda: len(levels()) >= 30, what=board.text)
    assert levels() == ["HIGH", "LOW"] * 15


def test_a_board_whose_role_has_capital_letters_obeys_every_spelling_once(bench: Bench) -> None:
    bench.start(Config(role="Board-1"))
    bench.wait_until_there("Board-1")
    bench.ask("@Board-1 on", "ligada", "Board-1")
    bench.ask("@board-1 off", "desligada", "Board-1")
    assert bench.texts("Board-1") == ["ligada", "desligada"]


def test_it_obeys_in_a_session_that_began_anew(bench: Bench) -> None:
    bench.start()
    bench.wait_until_there()
    for command, answer in (("on", "ligada"), ("off", "desligada"), ("on", "ligada")):
        bench.ask(f"@esp32-1 {command}", answer)
    bench.bridge.forget(bench.session)
    bench.ask("@esp32-1 off", "desligada")


def test_a_record_of_800_bytes_reaches_it(bench: Bench) -> None:
    bench.start()
    bench.wait_until_there()
    record = {"seq": 900, "at": "2027-01-01T00:00:00.000Z", "role": "teacher", "to": "esp32-1"}
    long = {"note": '\\"{[' + "ç" * 300, "deep": [{"text": "off"}, 'a"b']}
    bench.bridge.publish(
        f"to/{bench.session}/esp32-1", json.dumps({**record, "data": long, "text": "on"}, ensure_ascii=False)
    )
    wait_until(lambda: bench.texts() == ["ligada"])


def test_packets_that_are_too_large_or_broken_do_not_end_it(bench: Bench) -> None:
    bench.start()
    bench.wait_until_there()
    bench.bridge.publish(f"to/{bench.session}/esp32-1", b"x" * 60000)
    for broken in (
        b"\xff\xfe",
        b'{"seq":"1"}',
        b"[]",
        b'{"seq":77,"at":3,"role":"x"}',
        b'{"seq":77,"at":""}',
        b'{"seq":',
        b'{"seq":5,"at":"\\u',
        b'{"logged":7}',
    ):
        bench.bridge.publish(f"to/{bench.session}/esp32-1", broken)
    bench.bridge.publish("lab/rejected/esp32-1", b'{"topic":7}')
    bench.ask("@esp32-1 on", "ligada")


def test_it_tells_what_is_refused_once(bench: Bench) -> None:
    board = bench.start()
    bench.wait_until_there()
    for _ in range(3):
        for topic, reason in ((f"chat/{bench.session}/other", "empty"), (bench.chat(), "bad-field")):
            bench.bridge.publish("lab/rejected/esp32-1", json.dumps({"topic": topic, "reason": reason}))
    bench.ask("@esp32-1 on", "ligada")
    assert board.text().count("device: refused: bad-field / recusado: bad-field\n") == 1
    assert "empty" not in board.text()


def test_readings_leave_room_for_answers_and_the_last_answer_comes(bench: Bench) -> None:
    with bench.network() as network:
        with bench.unacknowledged(network):
            board = bench.start(Config(every=0.02, port=network.port))
            bench.wait_until_there()
            for command in ["off"] * 20 + ["on"]:
                bench.say(f"@esp32-1 {command}")
            wait_until(lambda: "pin 2 HIGH" in board.text(), what=board.text)
        bench.reconnect(network)
        wait_until(lambda: bench.texts()[-1:] == ["ligada"], what=lambda: f"its last answer: {bench.records()}")
        first_answer = next(place for place, record in enumerate(bench.records()) if "text" in record)
        assert first_answer <= 8  # the announcement, and readings


def test_it_says_again_what_was_not_acknowledged_and_then_no_more(bench: Bench) -> None:
    with bench.network() as network:
        with bench.unacknowledged(network):
            bench.start(Config(every=60, port=network.port))
            bench.wait_until_there()
            bench.reconnect(network)
        bench.reconnect(network)
        bench.ask("@esp32-1 on", "ligada")
        announced = [message for message in bench.bridge.sent(bench.chat()) if "device" in message]
        assert len(announced) >= 2
        assert len({message["id"] for message in announced}) == 1
        bench.reconnect(network)
        bench.ask("@esp32-1 off", "desligada")
        assert [m for m in bench.bridge.sent(bench.chat()) if "device" in m] == announced


def test_the_esp32_hands_over_again_what_esp_mqtt_gave_up(broker_and_bridge: tuple[Lab, StubBridge]) -> None:
    """After 35 seconds, here after one: esp-mqtt drops a message 30 seconds after it was sent."""
    bench = Bench(
        ESP32, *broker_and_bridge, edit=lambda text: text.replace("FORGOTTEN_MS = 35000", "FORGOTTEN_MS = 1000")
    )

    def descriptions() -> list[dict[str, Any]]:
        return [message for message in bench.bridge.sent(bench.chat()) if "device" in message]

    with bench.network() as network, bench.unacknowledged(network):
        bench.start(Config(every=60, port=network.port))
        wait_until(lambda: len(descriptions()) >= 2, what="it comes again")
        bench.stop()
    first, second = descriptions()[:2]
    assert first == second
    assert network.accepted == 1


def test_the_esp32s_loop_does_not_wait_for_a_broker_that_does_not_answer(
    broker_and_bridge: tuple[Lab, StubBridge],
) -> None:
    """esp-mqtt's task holds its lock while it connects: who calls it then waits, five seconds here."""
    turn = "void loop() {"
    bench = Bench(ESP32, *broker_and_bridge, edit=lambda text: text.replace(turn, f'{turn} Serial.println("turn");'))
    with bench.network() as network:
        network.change(Conditions(silent_down=True))
        board = bench.start(Config(every=0.05, port=network.port))
        wait_until(lambda: network.accepted == 1, what="it connects")
        turns = board.text().count("turn")
        wait_until(lambda: board.text().count("turn") >= turns + 50, seconds=4, what="its loop goes round")
        assert network.accepted == 1
        bench.stop()


def test_it_comes_back_after_the_broker_was_killed(bench: Bench, lab: Lab, bridge: StubBridge) -> None:
    own = replace(bench, lab=lab, bridge=bridge)
    board = own.start()
    wait_until(lambda: "device: ready" in board.text(), what=board.text)
    lab.services["broker"].kill()
    lab.start_broker()
    wait_until(lambda: board.text().count("device: ready") == 2, what=board.text)
    bridge.wait_until_subscribed()  # what it publishes before its own subscription, it does not receive
    own.ask("@esp32-1 on", "ligada")


def test_it_keeps_trying_until_there_is_a_broker(bench: Bench, lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", lab.mqtt_port)) as no_broker:
        board = run_board(lab, bench.kind, Config(port=lab.mqtt_port))
        no_broker.settimeout(10)
        no_broker.accept()[0].close()
    lab.start_broker()
    bridge = StubBridge(lab.mqtt_port)
    bridge.start()
    wait_until(lambda: "device: ready" in board.text(), what=board.text)
    bridge.stop()
