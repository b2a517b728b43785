"""Lines that clients cause on the console of the embedded broker."""

import logging
from contextlib import ExitStack
from pathlib import Path

import pytest

from broker.embedded.console import Console, TakeOvers
from mqtt.frames import CONNACK, Frame, packet, string
from mqtt.packets import NOT_AUTHORIZED, connect
from tests.broker.wire import Wire
from tests.support.services import Lab
from tests.support.waiting import wait_until


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def other_version(name: str, level: int) -> bytes:
    """A CONNECT of another version; MQTT 5 has the length of its properties behind the keep-alive."""
    properties = b"\0" if level == 5 else b""
    return packet(0x10, string(name) + bytes([level, 2, 0, 60]) + properties + string("client"))


def lines(lab: Lab, part: str) -> list[str]:
    """What the broker printed with these words in it."""
    return [line for line in lab.services["broker"].text().splitlines() if part in line]


@pytest.mark.parametrize(
    ("name", "level", "connack"),
    [
        pytest.param("MQTT", 5, b"\x20\x03\x00\x84\x00", id="MQTT 5"),
        pytest.param("MQIsdp", 3, b"\x20\x02\x00\x01", id="MQTT 3.1"),
        pytest.param("MQTT", 3, b"\x20\x02\x00\x01", id="level 3"),
    ],
)
def test_a_client_of_another_version_gets_a_connack_that_says_so(
    embedded: Lab, name: str, level: int, connack: bytes
) -> None:
    with Wire(embedded.mqtt_port) as wire:
        wire.send(other_version(name, level))
        answer = wire.next()
        assert answer is not None
        assert answer.encode() == connack
        assert wire.closed_by_broker()


def test_a_crowd_of_another_version_is_one_line_that_says_what_to_choose(embedded: Lab) -> None:
    for _ in range(20):
        with Wire(embedded.mqtt_port) as wire:
            wire.send(other_version("MQTT", 5))
            wire.next()
    said = wait_until(lambda: lines(embedded, "refused a connection from 127.0.0.1"), what="a line on the console")
    assert len(said) == 1
    assert said[0].endswith("choose MQTT 3.1.1 (level 4) in the client")


def test_two_clients_with_one_id_are_one_line_with_both_addresses(embedded: Lab) -> None:
    with ExitStack() as stack:
        ports = []
        for _ in range(12):
            wire = stack.enter_context(Wire(embedded.mqtt_port))
            wire.connect("twin")
            ports.append(wire.sock.getsockname()[1])
    said = wait_until(lambda: lines(embedded, "'twin'"), what="a line on the console")
    assert len(said) == 1
    assert f"from 127.0.0.1:{ports[2]} and from 127.0.0.1:{ports[3]}" in said[0]


def test_a_client_that_comes_back_once_is_not_worth_a_line(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    take_overs = TakeOvers(Console(clock), clock)
    for _ in range(10):
        take_overs.add("lamp", "10.0.0.1:1", "10.0.0.1:2")
        clock.now += 31
    assert caplog.text == ""


def test_a_line_comes_again_after_a_minute_and_says_how_many_were_left_out(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    console = Console(clock)
    for _ in range(5):
        console.warn("key", "it goes on")
    clock.now = 60.0
    console.warn("key", "it goes on")
    assert [record.getMessage() for record in caplog.records] == ["it goes on", "it goes on (4 more like this)"]


def test_what_the_console_remembers_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    clock = Clock()
    console = Console(clock)
    take_overs = TakeOvers(console, clock)
    for number in range(3000):
        for _ in range(3):
            take_overs.add(f"{number}" + "x" * 60_000, "10.0.0.1:1", "10.0.0.2:2")
    assert console.size <= 1000 * 200
    assert take_overs.size <= 1000 * 200


def test_malformed_packets_of_one_address_cause_one_line_a_minute(embedded: Lab) -> None:
    for _ in range(20):
        with Wire(embedded.mqtt_port) as wire:
            wire.send(b"GET / HTTP/1.1\r\n\r\n")
            assert wire.next() is None
    assert len(lines(embedded, "closed a connection from")) == 1


def test_wrong_passwords_of_one_address_cause_one_line_a_minute(tmp_path: Path) -> None:
    lab = Lab(tmp_path, broker_kind="amqtt", settings={"LAB_ACCESS": "on"})
    try:
        lab.start_broker()
        for _ in range(20):
            with Wire(lab.mqtt_port) as wire:
                wire.send(connect("lamp", user="lamp", password="wrong"))
                assert wire.next() == Frame(CONNACK, 0, bytes([0, NOT_AUTHORIZED]))
        assert len(lines(lab, "wrong user name or password")) == 1
    finally:
        lab.stop()
