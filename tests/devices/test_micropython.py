"""The MicroPython device, its very files, executed by MicroPython on a real broker."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.devices.stub_bridge import StubBridge
from tests.support.board import start_board
from tests.support.proxy import GOOD, Conditions, Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until

CHAT = "chat/aula1/esp32-1"


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Lab]:
    """A broker with TLS."""
    made = Lab(tmp_path, "amqtt", {"LAB_TLS": "auto"})
    try:
        made.start_broker()
        yield made
    finally:
        made.stop()


def _ready(bridge: StubBridge, role: str = "esp32-1") -> None:
    wait_until(lambda: bridge.of("aula1", role), what=f"{role} has announced itself")


def _said_after(bridge: StubBridge, command: str, answer: str, role: str = "esp32-1") -> None:
    bridge.say("aula1", "teacher", command)
    wait_until(
        lambda: answer in bridge.texts("aula1", role),
        what=lambda: f"{role} says {answer} to {command}; passed: {bridge.wire}",
    )


def test_over_tls_it_takes_part_as_it_does_without(secure: Lab) -> None:
    bridge = StubBridge(secure.mqtt_port)
    bridge.start()
    try:
        start_board(secure, port=secure.mqtts_port, ca=str(secure.folder / "data" / "tls" / "ca.pem"))
        _ready(bridge)
        _said_after(bridge, "@esp32-1 on", "ligada")
        wait_until(lambda: len(bridge.of("aula1", "esp32-1")) >= 10, what="readings go on")
    finally:
        bridge.stop()


def test_over_tls_a_host_that_is_not_in_the_certificate_hears_nothing(secure: Lab) -> None:
    bridge, network = StubBridge(secure.mqtt_port), Proxy(secure.mqtts_port)
    bridge.start()
    network.start()
    try:
        # The same address, by a name that the certificate does not have.
        board = start_board(secure, host="127.1", port=network.port, ca=str(secure.folder / "data" / "tls" / "ca.pem"))
        wait_until(lambda: network.accepted >= 2, what="it has tried, and tried again")
        assert "device: ready" not in board.text()
        assert bridge.of("aula1", "esp32-1") == []
    finally:
        network.stop()
        bridge.stop()


def test_it_announces_itself_and_reports_with_ids(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab)
    wait_until(lambda: len(bridge.of("aula1", "esp32-1")) >= 4)
    first, *others = bridge.of("aula1", "esp32-1")
    assert first["data"] == {"device": "lamp", "commands": ["on", "off"]}
    assert all(20 <= record["data"]["temperature"] < 23 for record in others)
    assert len({record["id"] for record in [first, *others]}) == len(others) + 1


def test_birth_is_online_and_the_will_says_offline(lab: Lab, bridge: StubBridge) -> None:
    board = start_board(lab)
    wait_until(lambda: bridge.status("aula1", "esp32-1") == "online")
    board.kill()
    wait_until(lambda: bridge.status("aula1", "esp32-1") == "offline")


def test_it_says_that_it_is_ready_once_the_broker_has_subscribed_it(lab: Lab, bridge: StubBridge) -> None:
    network = Proxy(lab.mqtt_port, knows_mqtt=True)
    network.start()
    try:
        network.change(Conditions(loses_pubacks_down=True))
        board = start_board(lab, port=network.port)
        wait_until(lambda: network.lost_packets >= 1, what="the broker has taken its status")
        assert "device: ready" not in board.text()
        network.change(GOOD)
        _reconnect(bridge, network)
        wait_until(lambda: "device: ready" in board.text(), what=board.text)
    finally:
        network.stop()


def test_it_obeys_what_is_said_to_it_in_both_ways(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab)
    _ready(bridge)
    _said_after(bridge, "@ESP32-1 liga", "ligada")
    bridge.say("aula1", "teacher", "off", to="esp32-1")
    wait_until(lambda: bridge.texts("aula1", "esp32-1") == ["ligada", "desligada"])
    assert [record["data"] for record in bridge.of("aula1", "esp32-1") if "text" in record] == [
        {"on": True},
        {"on": False},
    ]


@pytest.mark.parametrize("command", ["@esp32-1: on", " @esp32-1, On", "@esp32-1 liga"])
def test_it_obeys_whatever_stands_between_its_name_and_the_command(lab: Lab, bridge: StubBridge, command: str) -> None:
    start_board(lab)
    _ready(bridge)
    _said_after(bridge, command, "ligada")


def test_a_board_whose_role_has_capital_letters_obeys_every_spelling_once(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab, "Board-1")
    _ready(bridge, "Board-1")
    _said_after(bridge, "@Board-1 on", "ligada", "Board-1")
    _said_after(bridge, "@board-1 off", "desligada", "Board-1")
    assert bridge.texts("aula1", "Board-1") == ["ligada", "desligada"]


def test_it_obeys_once_what_comes_twice(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab)
    _ready(bridge)
    _said_after(bridge, "@esp32-1 on", "ligada")
    bridge.address("aula1", bridge.of("aula1", "teacher")[0])
    _said_after(bridge, "@esp32-1 off", "desligada")
    for command in bridge.of("aula1", "teacher"):
        bridge.address("aula1", command)
    _said_after(bridge, "@esp32-1 ?", "on, off")
    assert bridge.texts("aula1", "esp32-1") == ["ligada", "desligada", "on, off"]


def test_it_obeys_in_a_session_that_began_anew(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab)
    _ready(bridge)
    for answer in ("ligada", "desligada"):
        _said_after(bridge, f"@esp32-1 {'on' if answer == 'ligada' else 'off'}", answer)
    bridge.forget("aula1")
    _said_after(bridge, "@esp32-1 on", "ligada")


def _answers(bridge: StubBridge) -> list[str]:
    """The texts that the board has sent."""
    return [message["text"] for message in bridge.sent(CHAT) if "text" in message]


@contextmanager
def _readings_wait(lab: Lab, bridge: StubBridge) -> Iterator[None]:
    """A board whose announcement and seven readings wait for a PUBACK, so that it takes no more readings."""
    network = Proxy(lab.mqtt_port, knows_mqtt=True)
    network.start()
    try:
        network.change(Conditions(loses_pubacks_down=True))
        start_board(lab, every=0.02, port=network.port)
        wait_until(lambda: len(bridge.sent(CHAT)) >= 8, what="eight messages wait")
        yield
    finally:
        network.stop()


def test_it_answers_although_readings_wait(lab: Lab, bridge: StubBridge) -> None:
    with _readings_wait(lab, bridge):
        bridge.say("aula1", "teacher", "@esp32-1 on")
        wait_until(lambda: _answers(bridge), what="it answers")
        readings = [message for message in bridge.sent(CHAT) if "temperature" in message]
        assert (_answers(bridge), len(readings)) == (["ligada"], 7)


def test_of_many_answers_that_wait_it_gives_up_the_oldest(lab: Lab, bridge: StubBridge) -> None:
    with _readings_wait(lab, bridge):
        for command in ["off"] * 20 + ["on"]:
            bridge.say("aula1", "teacher", f"@esp32-1 {command}")
        wait_until(lambda: "ligada" in _answers(bridge), what="it says its last answer")


def _reconnect(bridge: StubBridge, network: Proxy) -> None:
    """Break the board's connection, and wait until it is back."""
    birth = ("status/aula1/esp32-1", "online")
    births = bridge.wire.count(birth)
    network.break_all()
    wait_until(lambda: bridge.wire.count(birth) > births, what="it is back")


def test_it_says_again_what_was_not_acknowledged_and_then_no_more(lab: Lab, bridge: StubBridge) -> None:
    network = Proxy(lab.mqtt_port, knows_mqtt=True)
    network.start()
    try:
        network.change(Conditions(loses_pubacks_down=True))
        start_board(lab, every=60, port=network.port)
        _ready(bridge)
        wait_until(lambda: network.lost_packets >= 2, what="of its status and of its announcement")
        network.change(GOOD)
        for command, answer in (("on", "ligada"), ("off", "desligada")):
            _reconnect(bridge, network)
            _said_after(bridge, f"@esp32-1 {command}", answer)
    finally:
        network.stop()
    announced = [message["id"] for message in bridge.sent(CHAT) if "device" in message]
    assert (len(announced), len(set(announced))) == (2, 1)


def test_it_comes_back_after_the_broker_was_killed(lab: Lab, bridge: StubBridge) -> None:
    board = start_board(lab)
    _ready(bridge)
    lab.services["broker"].kill()
    lab.start_broker()
    wait_until(lambda: board.text().count("device: ready") == 2, what=board.text)
    bridge.wait_until_subscribed()  # what it publishes before its own subscription, it does not receive
    _said_after(bridge, "@esp32-1 on", "ligada")


def test_it_keeps_trying_until_there_is_a_broker(lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", lab.mqtt_port)) as no_broker:
        board = start_board(lab)
        no_broker.settimeout(10)
        no_broker.accept()[0].close()
    lab.start_broker()
    wait_until(lambda: "device: ready" in board.text())


def test_packets_that_are_too_large_or_broken_do_not_end_it(lab: Lab, bridge: StubBridge) -> None:
    start_board(lab)
    _ready(bridge)
    bridge.publish("to/aula1/esp32-1", b"x" * 60000)
    for broken in (
        b"\xff\xfe",
        b'{"seq":"1"}',
        b"[]",
        b'{"seq":77,"at":3,"role":"x"}',
        b'{"seq":77,"at":""}',
        b'{"seq":',
    ):
        bridge.publish("to/aula1/esp32-1", broken)
    bridge.publish("lab/rejected/esp32-1", b'{"topic":7}')
    _said_after(bridge, "@esp32-1 on", "ligada")


def test_it_tells_what_is_refused(lab: Lab, bridge: StubBridge) -> None:
    board = start_board(lab)
    _ready(bridge)
    bridge.publish("lab/rejected/esp32-1", '{"topic":"chat/aula1/other","reason":"empty"}')
    bridge.publish("lab/rejected/esp32-1", '{"topic":"chat/aula1/esp32-1","reason":"bad-field"}')
    wait_until(lambda: "device: refused: bad-field" in board.text(), what=board.text)
    assert "empty" not in board.text()
