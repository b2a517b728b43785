"""PUBLISH and its acknowledgements, retained messages and wills: sections 3.3 to 3.7, 4.3, 4.6, 3.1.2.5."""

import struct

import pytest

from mqtt.frames import PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL
from mqtt.packets import DISCONNECT_PACKET, acknowledgement, publish
from tests.broker.wire import Packet, Wire
from tests.conformance.frames import Connect, ends_the_connection, fresh


def watcher(port: int, wire: Wire, *filters: str, qos: int = 2) -> Wire:
    """A client that is subscribed."""
    wire.connect(fresh("watcher"))
    for name in filters:
        wire.subscribe(name, qos)
    return wire


def take(wire: Wire) -> Packet:
    """The next message, acknowledged as its QoS requires."""
    came = wire.expect(PUBLISH)
    if came.qos == 1:
        wire.send(acknowledgement(PUBACK, came.mid))
    elif came.qos == 2:
        wire.send(acknowledgement(PUBREC, came.mid))
        assert wire.expect(PUBREL).mid == came.mid
        wire.send(acknowledgement(PUBCOMP, came.mid))
    return came


def take_all(wire: Wire, count: int) -> list[Packet]:
    """The next `count` messages. Each is acknowledged completely while others arrive."""
    came: list[Packet] = []
    open_ids: set[int] = set()
    while len(came) < count or open_ids:
        one = wire.next()
        assert one is not None
        if one.kind == PUBREL:
            wire.send(acknowledgement(PUBCOMP, one.mid))
            open_ids.discard(one.mid)
        else:
            came.append(one)
            open_ids |= {one.mid} if one.qos == 2 else set()
            wire.send(acknowledgement(PUBACK + one.qos - 1, one.mid) if one.qos else b"")
    return came


def forget(port: int, topic: str) -> None:
    """Clear the retained message of a topic."""
    with Wire(port) as wire:
        wire.connect(fresh())
        say(wire, topic, b"", retain=True)


def say(wire: Wire, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False, dup: bool = False) -> None:
    """Publish, and exchange every packet that the QoS requires."""
    wire.send(publish(topic, payload, qos=qos, mid=77, retain=retain, dup=dup))
    if qos == 1:
        assert wire.expect(PUBACK).mid == 77
    elif qos == 2:
        assert wire.expect(PUBREC).mid == 77
        wire.send(acknowledgement(PUBREL, 77))
        assert wire.expect(PUBCOMP).mid == 77


@pytest.mark.parametrize("qos", [0, 1, 2])
def test_a_message_passes_both_ways_by_the_packets_of_its_qos(port: int, qos: int) -> None:
    """[MQTT-4.3.1-1], [MQTT-4.3.2-1], [MQTT-4.3.2-2], [MQTT-4.3.3-1], [MQTT-4.3.3-2], [MQTT-2.3.1-6]."""
    topic = fresh("qos/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic)
        sender.connect(fresh())
        say(sender, topic, b"once", qos=qos)
        came = take(wire)
        assert (came.payload, came.qos, came.dup, came.retain) == (b"once", qos, False, False)
        assert wire.is_quiet()


def test_the_pubrel_of_the_broker_has_the_flags_that_are_prescribed(port: int) -> None:
    """[MQTT-3.6.1-1]."""
    topic = fresh("qos/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic)
        sender.connect(fresh())
        say(sender, topic, b"once", qos=2)
        wire.send(acknowledgement(PUBREC, wire.expect(PUBLISH).mid))
        assert wire.expect(PUBREL).flags == 0b0010


def test_the_dup_flag_of_a_publisher_is_not_passed_on(port: int) -> None:
    """[MQTT-3.3.1-3]."""
    topic = fresh("dup/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic)
        sender.connect(fresh())
        say(sender, topic, b"again", qos=1, dup=True)
        assert not take(wire).dup


def test_a_pubrel_for_a_message_that_is_done_with_is_completed_again(port: int) -> None:
    """[MQTT-4.3.3-2]: whoever lost the PUBCOMP sends PUBREL again."""
    with Wire(port) as sender:
        sender.connect(fresh())
        say(sender, fresh("qos/t"), b"once", qos=2)
        sender.send(acknowledgement(PUBREL, 77))
        assert sender.expect(PUBCOMP).mid == 77


def test_messages_of_a_client_keep_their_order_at_each_qos(port: int) -> None:
    """[MQTT-4.6.0-6]."""
    topic = fresh("order/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic)
        sender.connect(fresh())
        for number in range(30):
            say(sender, topic, b"%d" % number, qos=number % 3)
        came = take_all(wire, 30)
    for qos in (0, 1, 2):
        assert [int(one.payload) for one in came if one.qos == qos] == list(range(qos, 30, 3))


def test_an_empty_message_is_delivered(port: int) -> None:
    """Section 3.3.3: a PUBLISH with a payload of zero length is valid."""
    topic = fresh("empty/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic)
        sender.connect(fresh())
        say(sender, topic, b"")
        assert take(wire).payload == b""


def test_a_byte_order_mark_in_a_topic_is_kept(port: int) -> None:
    """[MQTT-1.5.3-3]."""
    topic = "bom/\ufeffx"
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, "bom/#")
        sender.connect(fresh())
        say(sender, topic, b"x")
        assert take(wire).topic == topic


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(packet, id=name)
        for name, packet in {
            "MQTT-3.3.1-4 QoS 3": b"\x36\x07\x00\x01a\x00\x01xy",
            "MQTT-3.3.2-2 plus in a topic": publish("a/+", b"x"),
            "MQTT-3.3.2-2 number sign in a topic": publish("a/#", b"x"),
            "MQTT-4.7.3-1 empty topic": publish("", b"x"),
            "MQTT-4.7.3-2 NUL in a topic": publish("a\0b", b"x"),
            "MQTT-1.5.3-1 topic no UTF-8": publish(b"a/\xff", b"x"),
            "MQTT-1.5.3-1 surrogate in a topic": publish(b"a/\xed\xa0\x80", b"x"),
            "MQTT-2.3.1-1 packet id 0 at QoS 1": publish("a", b"x", qos=1, mid=0),
            "MQTT-2.3.1-1 packet id 0 at QoS 2": publish("a", b"x", qos=2, mid=0),
            "section 3.3.2 no packet id": b"\x32\x03\x00\x01a",
            "section 3.3.2 topic longer than the packet": b"\x30\x03\x00\x09a",
        }.items()
    ],
)
def test_a_publish_that_is_none_ends_the_connection(port: int, frame: bytes) -> None:
    """[MQTT-4.8.0-1] and the statements beside the frames."""
    assert ends_the_connection(port, frame)


def test_a_retained_message_is_replaced_by_a_later_one(port: int) -> None:
    """[MQTT-3.3.1-5]."""
    topic = fresh("retained/t")
    with Wire(port) as sender, Wire(port) as late:
        sender.connect(fresh())
        say(sender, topic, b"older", retain=True)
        say(sender, topic, b"newer", retain=True)
        watcher(port, late, topic)
        came = take(late)
        assert (came.payload, came.retain) == (b"newer", True)
        assert late.is_quiet()
    forget(port, topic)


@pytest.mark.parametrize("topic_filter", ["retained/+/x", "retained/#"])
def test_a_retained_message_comes_to_a_subscription_with_wildcards(port: int, topic_filter: str) -> None:
    """[MQTT-3.3.1-6]."""
    topic = f"retained/{fresh()}/x"
    with Wire(port) as sender, Wire(port) as late:
        sender.connect(fresh())
        say(sender, topic, b"kept", retain=True)
        watcher(port, late, topic_filter)
        assert take(late).topic == topic
    forget(port, topic)


def test_a_subscription_made_again_brings_what_is_retained_again(port: int) -> None:
    """[MQTT-3.8.4-3]."""
    topic = fresh("retained/t")
    with Wire(port) as sender, Wire(port) as late:
        sender.connect(fresh())
        say(sender, topic, b"kept", retain=True)
        watcher(port, late, topic)
        assert take(late).payload == b"kept"
        late.subscribe(topic, 2)
        assert take(late).payload == b"kept"
    forget(port, topic)


def test_a_message_that_is_not_to_be_retained_leaves_the_retained_one_alone(port: int) -> None:
    """[MQTT-3.3.1-12]."""
    topic = fresh("retained/t")
    with Wire(port) as sender, Wire(port) as late:
        sender.connect(fresh())
        say(sender, topic, b"kept", retain=True)
        say(sender, topic, b"passing")
        watcher(port, late, topic)
        assert take(late).payload == b"kept"
    forget(port, topic)


def with_will(port: int, wire: Wire, topic: str, *, qos: int = 0, retain: bool = False, keep_alive: int = 0) -> None:
    """Connect a client with a will."""
    flags = 0b110 | qos << 3 | (0b10_0000 if retain else 0)
    fields = (topic.encode(), b"gone")
    wire.send(bytes(Connect(fresh("mortal").encode(), flags, fields, keep_alive=keep_alive)))
    assert wire.next() is not None


@pytest.mark.parametrize("qos", [0, 1, 2])
def test_a_will_is_published_at_its_qos_when_the_connection_is_lost(port: int, qos: int) -> None:
    """[MQTT-3.1.2-8]."""
    topic = fresh("will/t")
    with Wire(port) as wire:
        watcher(port, wire, topic)
        with Wire(port) as mortal:
            with_will(port, mortal, topic, qos=qos)
        came = take(wire)
        assert (came.payload, came.qos, came.retain) == (b"gone", qos, False)


def test_a_will_is_published_when_the_client_breaks_the_protocol(port: int) -> None:
    """[MQTT-3.1.2-8]: the server closes the connection because of a protocol error."""
    topic = fresh("will/t")
    with Wire(port) as wire, Wire(port) as mortal:
        watcher(port, wire, topic)
        with_will(port, mortal, topic)
        mortal.send(b"\xf0\0")
        assert take(wire).payload == b"gone"


def test_a_will_is_published_when_the_keep_alive_runs_out(port: int) -> None:
    """[MQTT-3.1.2-8], [MQTT-3.1.2-24]. mosquitto looks every few seconds."""
    topic = fresh("will/t")
    with Wire(port, 30) as wire, Wire(port) as mortal:
        watcher(port, wire, topic)
        with_will(port, mortal, topic, keep_alive=1)
        assert take(wire).payload == b"gone"


@pytest.mark.parametrize("retain", [False, True])
def test_a_will_is_retained_only_if_it_says_so(port: int, retain: bool) -> None:
    """[MQTT-3.1.2-16], [MQTT-3.1.2-17]."""
    topic = fresh("will/t")
    with Wire(port) as wire, Wire(port) as late:
        watcher(port, wire, topic)
        with Wire(port) as mortal:
            with_will(port, mortal, topic, retain=retain)
        take(wire)
        watcher(port, late, topic)
        assert late.is_quiet() is not retain
    forget(port, topic)


def test_a_disconnect_discards_the_will_and_ends_the_connection(port: int) -> None:
    """[MQTT-3.1.2-10], [MQTT-3.14.4-3]."""
    topic = fresh("will/t")
    with Wire(port) as wire, Wire(port) as mortal:
        watcher(port, wire, topic)
        with_will(port, mortal, topic)
        mortal.send(DISCONNECT_PACKET)
        assert mortal.closed_by_broker()
        assert wire.is_quiet()


def test_an_acknowledgement_of_a_message_that_never_was_is_ignored(port: int) -> None:
    """Section 4.4: what is not known can't be acknowledged; the connection goes on."""
    with Wire(port) as wire:
        wire.connect(fresh())
        wire.send(acknowledgement(PUBACK, 999))
        assert wire.is_quiet()


def test_a_packet_id_is_free_again_once_it_is_acknowledged(port: int) -> None:
    """[MQTT-2.3.1-4]."""
    topic = fresh("mid/t")
    with Wire(port) as wire, Wire(port) as sender:
        watcher(port, wire, topic, qos=1)
        sender.connect(fresh())
        for number in range(3):
            sender.send(publish(topic, b"%d" % number, qos=1, mid=5))
            assert struct.pack("!H", sender.expect(PUBACK).mid) == b"\0\5"
        assert [take(wire).payload for _ in range(3)] == [b"0", b"1", b"2"]
