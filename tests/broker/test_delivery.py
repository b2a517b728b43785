"""What both brokers owe the bridge: everything, in order, again until it is acknowledged."""

from collections.abc import Iterator

import pytest

from broker.limits import MAX_INFLIGHT, MAX_INFLIGHT_EMBEDDED
from mqtt.frames import PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL
from mqtt.packets import acknowledgement, connect, publish
from tests.broker.conftest import forget
from tests.broker.wire import Packet, Wire, by_publisher, publish_from_many
from tests.support.services import Lab

TOPIC = "chat/aula1/usuario"


def numbered(count: int, begin: int = 0) -> list[bytes]:
    """Payloads that can be told apart."""
    return [b"message %d" % number for number in range(begin, begin + count)]


def payloads(packets: list[Packet]) -> list[bytes]:
    """What they carry."""
    return [packet.payload for packet in packets]


@pytest.fixture
def port(any_broker: Lab) -> Iterator[int]:
    """Where a broker of each kind listens, knowing nothing of the test before."""
    yield any_broker.mqtt_port
    forget(any_broker.mqtt_port)


def leave_a_session(port: int, client_id: str = "bridge", topic_filter: str = "chat/+/+", qos: int = 1) -> None:
    """A client that subscribed with a persistent session, and went away."""
    with Wire(port) as wire:
        wire.connect(client_id, clean=False)
        wire.subscribe(topic_filter, qos)


def send(port: int, messages: list[bytes], *, retain: bool = False) -> None:
    """A participant comes, publishes at QoS 1, and goes once all is acknowledged."""
    with Wire(port) as wire:
        wire.connect("participant")
        if retain:
            for payload in messages:
                wire.publish(TOPIC, payload, retain=True)
        else:
            wire.publish_many(TOPIC, messages)


def test_3000_messages_wait_for_a_session_that_is_away(port: int) -> None:
    leave_a_session(port)
    sent = publish_from_many(port, TOPIC, publishers=30, each=100)
    with Wire(port) as bridge:
        assert bridge.connect("bridge", clean=False).body == b"\x01\x00"
        came = bridge.receive(3000)
    assert by_publisher(payloads(came)) == sent
    assert not any(packet.retain or packet.dup for packet in came)


def test_what_was_not_acknowledged_comes_again_with_dup_and_the_same_packet_ids(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")
        send(port, numbered(500))
        first = bridge.receive(500, ack=False)
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        again = bridge.receive(500)
    assert payloads(again) == payloads(first) == numbered(500)
    assert [packet.mid for packet in again] == [packet.mid for packet in first]
    assert all(packet.dup for packet in again)


def test_what_was_not_acknowledged_comes_before_what_came_meanwhile(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")
        send(port, numbered(300))
        bridge.receive(300, ack=False)
    send(port, numbered(300, begin=300))
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        assert payloads(bridge.receive(600)) == numbered(600)


def test_what_was_acknowledged_does_not_come_again(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")
        send(port, numbered(100))
        bridge.receive(60)
        bridge.receive(40, ack=False)
        assert bridge.is_quiet()
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        assert payloads(bridge.receive(40)) == numbered(40, begin=60)
        assert bridge.is_quiet()


def test_messages_that_got_their_puback_stay_though_their_publisher_leaves(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")
        send(port, numbered(500))
        assert payloads(bridge.receive(500)) == numbered(500)


def test_a_client_that_does_not_acknowledge_gets_no_more_than_the_window_until_it_comes_back(
    any_broker: Lab, port: int
) -> None:
    window = MAX_INFLIGHT if any_broker.broker_kind == "mosquitto" else MAX_INFLIGHT_EMBEDDED
    each = (window + 500) // 30
    leave_a_session(port)
    sent = publish_from_many(port, TOPIC, publishers=30, each=each)
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.receive(window, ack=False)
        assert bridge.is_quiet()
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        assert by_publisher(payloads(bridge.receive(30 * each))) == sent


def test_a_second_connection_of_a_client_ends_the_first_and_keeps_what_is_in_flight(port: int) -> None:
    with Wire(port) as older, Wire(port) as newer:
        older.connect("bridge", clean=False)
        older.subscribe("chat/+/+")
        send(port, numbered(50))
        older.receive(50, ack=False)
        assert newer.connect("bridge", clean=False).body == b"\x01\x00"
        assert older.closed_by_broker()
        assert payloads(newer.receive(50)) == numbered(50)
        send(port, [b"after"])
        assert payloads(newer.receive(1)) == [b"after"]


def test_a_clean_session_ends_the_older_connection_and_forgets_its_subscriptions(port: int) -> None:
    with Wire(port) as older, Wire(port) as newer:
        older.connect("someone")
        older.subscribe("chat/+/+")
        assert newer.connect("someone").body == b"\x00\x00"
        assert older.closed_by_broker()
        send(port, [b"for nobody"])
        assert newer.is_quiet()


def test_a_will_is_published_when_the_connection_is_lost(port: int) -> None:
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        with Wire(port) as device:
            device.send(connect("device", will=("status/aula1/lamp", b"offline")))
            device.next()
        assert payloads(watcher.receive(1)) == [b"offline"]


def test_no_will_is_published_after_a_disconnect(port: int) -> None:
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        with Wire(port) as device:
            device.send(connect("device", will=("status/aula1/lamp", b"offline")))
            device.next()
            device.send(b"\xe0\x00")
            assert device.closed_by_broker()
        assert watcher.is_quiet()


def test_a_status_is_retained_and_marked_so(port: int) -> None:
    with Wire(port) as device:
        device.connect("device")
        device.publish("status/aula1/lamp", b"online", retain=True)
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        came = watcher.receive(1)[0]
    assert (came.payload, came.retain) == (b"online", True)


def test_what_is_not_asked_to_be_retained_is_not(port: int) -> None:
    with Wire(port) as device:
        device.connect("device")
        device.publish("status/aula1/lamp", b"online")
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        assert watcher.is_quiet()


def test_an_empty_retained_message_clears_what_was_retained(port: int) -> None:
    with Wire(port) as device:
        device.connect("device")
        device.publish("status/aula1/lamp", b"online", retain=True)
        device.publish("status/aula1/lamp", b"", retain=True)
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        assert watcher.is_quiet()


def test_a_live_message_is_not_marked_as_retained(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge")
        bridge.subscribe("chat/+/+")
        send(port, [b"hello"], retain=True)
        assert not bridge.receive(1)[0].retain


def test_retained_messages_go_to_nobody_who_did_not_subscribe_to_them(port: int) -> None:
    with Wire(port) as watcher:
        watcher.connect("watcher")
        watcher.subscribe("status/+/+")
        with Wire(port) as device:
            device.connect("device")
            device.publish("status/aula1/lamp", b"online", retain=True)
        with Wire(port) as other:
            other.connect("other")
            assert other.is_quiet()


def test_a_message_comes_at_the_lower_qos_of_publisher_and_subscriber(port: int) -> None:
    with Wire(port) as bridge, Wire(port) as device:
        bridge.connect("bridge")
        bridge.subscribe("chat/+/+", 1)
        device.connect("device")
        device.send(publish(TOPIC, b"at most once"))
        assert bridge.receive(1)[0].qos == 0
        device.send(publish(TOPIC, b"exactly once", qos=2, mid=7) + acknowledgement(PUBREL, 7))
        assert bridge.receive(1)[0].qos == 1


def test_a_qos_2_message_that_is_sent_twice_is_delivered_once(port: int) -> None:
    with Wire(port) as bridge, Wire(port) as device:
        bridge.connect("bridge")
        bridge.subscribe("chat/+/+", 2)
        device.connect("device")
        for dup in (False, True):
            device.send(publish(TOPIC, b"once", qos=2, mid=7, dup=dup))
            assert device.expect(PUBREC).mid == 7
        device.send(acknowledgement(PUBREL, 7))
        assert device.expect(PUBCOMP).mid == 7
        came = bridge.expect(PUBLISH)
        bridge.send(acknowledgement(PUBREC, came.mid))
        assert bridge.expect(PUBREL).mid == came.mid
        bridge.send(acknowledgement(PUBCOMP, came.mid))
        assert bridge.is_quiet()


def test_a_released_qos_2_message_is_completed_after_a_reconnection(port: int) -> None:
    leave_a_session(port, qos=2)
    with Wire(port) as device:
        device.connect("device")
        device.send(publish(TOPIC, b"once", qos=2, mid=7))
        device.expect(PUBREC)
        device.send(acknowledgement(PUBREL, 7))
        device.expect(PUBCOMP)
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        came = bridge.expect(PUBLISH)
        bridge.send(acknowledgement(PUBREC, came.mid))
        bridge.expect(PUBREL)
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        assert bridge.expect(PUBREL).mid == came.mid


def test_nothing_comes_after_an_unsubscription(port: int) -> None:
    with Wire(port) as bridge:
        bridge.connect("bridge")
        bridge.subscribe("chat/+/+")
        send(port, [b"heard"])
        bridge.receive(1)
        bridge.unsubscribe("chat/+/+")
        send(port, [b"unheard"])
        assert bridge.is_quiet()


def test_a_session_that_is_asked_for_anew_without_clean_is_persistent(port: int) -> None:
    with Wire(port) as first:
        first.connect("bridge", clean=True)
    leave_a_session(port)
    send(port, [b"kept"])
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        assert payloads(bridge.receive(1)) == [b"kept"]


def test_four_publishers_each_keep_their_order(port: int) -> None:
    leave_a_session(port)
    writers = [Wire(port).__enter__() for _ in range(4)]
    for name, wire in enumerate(writers):
        wire.connect(f"writer-{name}")
    for number in range(50):
        for name, wire in enumerate(writers):
            wire.send(publish(f"chat/aula1/w{name}", b"%d" % number, qos=1, mid=number + 1))
    for wire in writers:
        for _ in range(50):
            wire.expect(PUBACK)
        wire.__exit__()
    with Wire(port) as bridge:
        bridge.connect("bridge", clean=False)
        came = bridge.receive(200)
    for name in range(4):
        mine = [packet.payload for packet in came if packet.topic == f"chat/aula1/w{name}"]
        assert mine == [b"%d" % number for number in range(50)]
