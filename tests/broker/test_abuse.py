"""What breaks the rules ends its own connection and nothing else, on both brokers."""

import struct

import pytest

from broker.limits import MAX_PACKET
from mqtt.frames import PUBACK, packet, string
from mqtt.packets import connect, publish
from tests.broker.wire import Wire
from tests.support.services import Lab

BROKEN = {
    "a topic that is no UTF-8": publish(b"chat/\xff\xfe/usuario", b"x", qos=1, mid=1),
    "a topic with U+0000": publish(b"chat/a\0b/usuario", b"x", qos=1, mid=1),
    "a topic with +": publish("chat/+/usuario", b"x", qos=1, mid=1),
    "a topic with #": publish("chat/#", b"x"),
    "an empty topic": publish("", b"x"),
    "a topic longer than its packet": packet(0x30, struct.pack("!H", 500) + b"chat"),
    "QoS 3": packet(0x36, string("chat/a/b") + b"\0\1x"),
    "a packet id of 0": publish("chat/a/b", b"x", qos=1, mid=0),
    "a remaining length of five bytes": b"\x30\xff\xff\xff\xff\xff",
    "a SUBSCRIBE to nothing": packet(0x82, b"\0\1"),
    "a SUBSCRIBE with QoS 3": packet(0x82, b"\0\1" + string("chat/#") + b"\3"),
    "a SUBSCRIBE to a filter that is no UTF-8": packet(0x82, b"\0\1" + string(b"\xff") + b"\1"),
    "a second CONNECT": connect("again"),
    "a packet of type 0": b"\0\0",
}


def still_serves(port: int) -> bool:
    """Whether a message still passes."""
    with Wire(port) as wire:
        wire.connect("bystander")
        wire.subscribe("chat/+/+", 0)
        wire.send(publish("chat/aula1/usuario", b"hello"))
        return wire.receive(1)[0].payload == b"hello"


def test_what_is_no_mqtt_ends_the_connection_and_the_broker_goes_on(any_broker: Lab) -> None:
    for what, broken in BROKEN.items():
        with Wire(any_broker.mqtt_port) as wire:
            wire.connect("abuser")
            wire.send(broken)
            assert wire.closed_by_broker(), what
    assert still_serves(any_broker.mqtt_port)


def test_a_packet_over_the_limit_ends_the_connection(any_broker: Lab) -> None:
    with Wire(any_broker.mqtt_port) as wire:
        wire.connect("abuser")
        wire.send(packet(0x30, b"")[:1] + b"\x81\x80\x40" + string("chat/a/b"))  # says 1 MiB and 1 byte, sends 10
        assert wire.closed_by_broker()


def test_a_packet_just_under_the_limit_passes(any_broker: Lab) -> None:
    with Wire(any_broker.mqtt_port) as wire:
        wire.connect("big")
        wire.send(publish("chat/aula1/usuario", b"x" * (MAX_PACKET - 100), qos=1, mid=1))
        wire.expect(PUBACK)


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", publish("chat/a/b", b"x"), b"\x10\x02\0\4"])
def test_a_first_packet_that_is_no_connect_ends_the_connection(any_broker: Lab, first: bytes) -> None:
    with Wire(any_broker.mqtt_port) as wire:
        wire.send(first)
        assert wire.closed_by_broker()
    assert still_serves(any_broker.mqtt_port)


def test_a_will_to_a_wildcard_is_refused(any_broker: Lab) -> None:
    with Wire(any_broker.mqtt_port) as wire:
        wire.send(connect("abuser", will=("chat/#", b"x")))
        assert wire.closed_by_broker()
    assert still_serves(any_broker.mqtt_port)
