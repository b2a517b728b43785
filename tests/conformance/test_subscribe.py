"""SUBSCRIBE, UNSUBSCRIBE, PINGREQ and topic filters: sections 3.8 to 3.12 and 4.7."""

import pytest

from mqtt.frames import PINGRESP, PUBLISH, SUBACK, UNSUBACK, packet
from mqtt.packets import publish
from tests.broker.wire import Packet, Wire
from tests.conformance.frames import ends_the_connection, fresh, subscribe, unsubscribe
from tests.support.services import Lab


def test_a_suback_has_the_id_of_its_subscribe_and_a_code_for_each_filter_in_order(port: int) -> None:
    """[MQTT-3.8.4-2], [MQTT-3.8.4-4] to [MQTT-3.8.4-6], [MQTT-3.9.3-1]."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.send(subscribe(("a", 2), ("b/+", 0), ("c/#", 1), mid=4711))
        answer = wire.expect(SUBACK)
    assert (answer.mid, answer.body[2:]) == (4711, b"\2\0\1")


def test_an_unsuback_has_the_id_of_its_unsubscribe_also_when_nothing_was_subscribed(port: int) -> None:
    """[MQTT-3.10.4-4], [MQTT-3.10.4-5]."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.send(unsubscribe("never/subscribed", "nor/this", mid=4711))
        assert wire.expect(UNSUBACK).body == b"\x12\x67"


def test_an_unsubscribe_removes_each_of_its_filters_and_no_other(port: int) -> None:
    """[MQTT-3.10.4-1], [MQTT-3.10.4-6]."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.send(subscribe(("u/a", 0), ("u/b", 0), ("u/+/c", 0)))
        wire.expect(SUBACK)
        wire.send(unsubscribe("u/a", "u/b", "u/x/c"))
        wire.expect(UNSUBACK)
        wire.send(b"".join(publish(topic, b"x") for topic in ("u/a", "u/b", "u/x/c")))
        assert wire.expect(PUBLISH).topic == "u/x/c"
        assert wire.is_quiet()


def test_a_subscription_made_again_has_its_new_qos_and_is_one(port: int) -> None:
    """[MQTT-3.8.4-3]."""
    with Wire(port) as wire, Wire(port) as sender:
        wire.connect(fresh())
        topic = fresh("again/t")
        assert [wire.subscribe(topic, qos).body[-1] for qos in (1, 0)] == [1, 0]
        sender.connect(fresh())
        sender.publish(topic, b"x")
        assert wire.expect(PUBLISH).qos == 0
        assert wire.is_quiet()


def test_overlapping_subscriptions_bring_a_message_at_the_highest_qos(broker: Lab) -> None:
    """[MQTT-3.3.5-1]. mosquitto 2.0 delivers one copy, at the QoS of any of them; amqtt one, as it is stated."""
    with Wire(broker.mqtt_port) as wire, Wire(broker.mqtt_port) as sender:
        wire.connect(fresh())
        session = fresh("s")
        for topic_filter, qos in ((f"over/{session}/#", 0), (f"over/{session}/+", 1), (f"over/{session}/a", 0)):
            wire.subscribe(topic_filter, qos)
        sender.connect(fresh())
        sender.publish(f"over/{session}/a", b"x")
        copies = list(iter(wire.ping, Packet(PINGRESP, 0, b"")))
        assert max(copy.qos for copy in copies) in ((1,) if broker.broker_kind == "amqtt" else (0, 1))


MATCHES = [
    ("sport/tennis/player1/#", "sport/tennis/player1", True, "4.7.1.2"),
    ("sport/tennis/player1/#", "sport/tennis/player1/score/x", True, "4.7.1.2"),
    ("sport/#", "sport", True, "4.7.1.2"),
    ("#", "any/thing", True, "4.7.1.2"),
    ("sport/tennis/+", "sport/tennis/player1", True, "4.7.1.3"),
    ("sport/tennis/+", "sport/tennis/player1/ranking", False, "4.7.1.3"),
    ("sport/+", "sport", False, "4.7.1.3"),
    ("sport/+", "sport/", True, "4.7.1.3"),
    ("+/+", "/finance", True, "4.7.1.3"),
    ("/+", "/finance", True, "4.7.1.3"),
    ("+", "/finance", False, "4.7.1.3"),
    ("+/tennis/#", "a/tennis/b", True, "4.7.1.3"),
    ("sport/+/player1", "sport/tennis/player1", True, "4.7.1.3"),
    ("ACCOUNTS", "Accounts", False, "MQTT-4.7.3-4"),
    ("Accounts payable", "Accounts payable", True, "4.7.3"),
    ("a//b", "a/b", False, "4.7.3"),
    ("/", "/", True, "4.7.3"),
    ("sessão/+", "sessão/á", True, "MQTT-4.7.3-4"),
]


@pytest.mark.parametrize(
    ("topic_filter", "topic", "matches"),
    [pytest.param(*case[:3], id=f"{case[3]} {case[0]} {case[1]}") for case in MATCHES],
)
def test_a_filter_matches_what_it_should(port: int, topic_filter: str, topic: str, matches: bool) -> None:
    """[MQTT-4.7.1-2], [MQTT-4.7.1-3], [MQTT-4.7.3-4] and the examples of sections 4.7.1 to 4.7.3."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.subscribe("the/next", 0)
        wire.subscribe(topic_filter, 0)
        wire.send(publish(topic, b"x") + publish("the/next", b"x"))
        assert wire.expect(PUBLISH).topic == (topic if matches else "the/next")


@pytest.mark.parametrize("topic_filter", ["#", "+/monitor/x"])
def test_a_filter_that_begins_with_a_wildcard_does_not_match_a_dollar(port: int, topic_filter: str) -> None:
    """[MQTT-4.7.2-1]. The embedded broker reports such a message on `lab/rejected`, which # matches."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.subscribe(topic_filter, 0)
        wire.send(publish("$mine/monitor/x", b"x") + publish("the/monitor/x", b"next"))
        topics = []
        while "the/monitor/x" not in topics:
            topics.append(wire.expect(PUBLISH).topic)
        assert [topic for topic in topics if topic.startswith("$")] == []


@pytest.mark.parametrize("topic_filter", ["a#", "a/#/b", "a+", "+a", "a/b+/c", "#/"])
def test_a_wildcard_where_none_may_be_is_refused(port: int, topic_filter: str) -> None:
    """[MQTT-4.7.1-2], [MQTT-4.7.1-3]. mosquitto ends the connection, amqtt answers 0x80 [MQTT-3.9.3-2]."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.send(subscribe((topic_filter, 0)))
        came = wire.next()
        assert came is None or (came.kind, came.body[2:]) == (SUBACK, b"\x80")


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(frame, id=name)
        for name, frame in {
            "MQTT-3.8.1-1 flags": subscribe(("a", 0), first=0x80),
            "MQTT-3.8.3-3 no filter": subscribe(),
            "MQTT-3-8.3-4 QoS 3": subscribe(("a", 3)),
            "MQTT-3-8.3-4 reserved bits": subscribe(("a", 0b100)),
            "MQTT-2.3.1-1 packet id 0": subscribe(("a", 0), mid=0),
            "MQTT-3.8.3-1 filter no UTF-8": subscribe((b"a/\xff", 0)),
            "MQTT-4.7.3-1 empty filter": subscribe(("", 0)),
            "MQTT-4.7.3-2 NUL in a filter": subscribe(("a\0b", 0)),
            "section 3.8.3 no QoS": packet(0x82, b"\0\1\0\1a"),
            "MQTT-3.10.1-1 flags": unsubscribe("a", first=0xA0),
            "MQTT-3.10.3-2 no filter": unsubscribe(),
            "MQTT-2.3.1-1 packet id 0 of an UNSUBSCRIBE": unsubscribe("a", mid=0),
        }.items()
    ],
)
def test_a_subscribe_or_unsubscribe_that_is_none_ends_the_connection(port: int, frame: bytes) -> None:
    """[MQTT-4.8.0-1] and the statements beside the frames."""
    assert ends_the_connection(port, frame)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(frame, id=name)
        for name, frame in {
            "section 2.2.1 type 0": b"\x00\x00",
            "section 2.2.1 type 15": b"\xf0\x00",
            "section 2.2.1 CONNACK of a client": b"\x20\x02\x00\x00",
            "MQTT-3.6.1-1 flags of a PUBREL": b"\x60\x02\x00\x01",
            "MQTT-3.14.1-1 flags of a DISCONNECT": b"\xe1\x00\xc0\x00",
            "section 2.2.3 length of five bytes": b"\x30\xff\xff\xff\xff\x7f",
            "section 3.4 PUBACK without an id": b"\x40\x00",
        }.items()
    ],
)
def test_a_packet_that_no_client_sends_ends_the_connection(port: int, frame: bytes) -> None:
    """[MQTT-2.2.2-2], [MQTT-4.8.0-1] and the statements beside the frames."""
    assert ends_the_connection(port, frame)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(frame, id=name)
        for name, frame in {
            "MQTT-3.3.1-2 DUP at QoS 0": publish("dup/zero", b"x", dup=True),
            "MQTT-2.2.2-2 flags of a PINGREQ": b"\xc1\x00",
            "MQTT-2.2.2-2 flags of a PUBACK": b"\x41\x02\x00\x01",
            "section 2.2.1 SUBACK of a client": b"\x90\x03\x00\x01\x00",
            "section 2.2.1 PINGRESP of a client": b"\xd0\x00",
            "section 3.12 PINGREQ with a body": b"\xc0\x01x",
        }.items()
    ],
)
def test_a_breach_that_mosquitto_lets_pass_changes_nothing(broker: Lab, frame: bytes) -> None:
    """[MQTT-2.2.2-2], [MQTT-3.3.1-2], [MQTT-4.8.0-1]: amqtt, as it is set up here, ends the connection."""
    if broker.broker_kind == "amqtt":
        assert ends_the_connection(broker.mqtt_port, frame)
        return
    with Wire(broker.mqtt_port) as wire:
        wire.connect(fresh())
        wire.send(frame + b"\xc0\x00")
        came = wire.next()
        assert came is None or came.kind == PINGRESP


def test_a_pingreq_is_answered(port: int) -> None:
    """[MQTT-3.12.4-1]."""
    with Wire(port) as wire:
        wire.connect(fresh())
        assert wire.ping().kind == PINGRESP
