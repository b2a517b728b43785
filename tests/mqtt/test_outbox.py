"""mqtt.outbox: messages are sent in order, a window at a time, and again after a connection that was lost."""

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqtt.frames import take_frame
from mqtt.outbox import FIRST_ID, LAST_ID, Outbox


class Sender:
    """An outbox with a broker that takes it apart."""

    def __init__(self, max_inflight: int = 100, max_queued: int = 1000) -> None:
        self.wakes = 0
        self.outbox = Outbox(max_inflight=max_inflight, max_queued=max_queued, wake=self.wake)
        self.outbox.open()

    def wake(self) -> None:
        self.wakes += 1

    def sent(self) -> list[tuple[int, str]]:
        """The packet id (0 at QoS 0) and the payload of each message that it sends now."""
        return list(_messages(self.outbox.take()))

    def texts(self) -> list[str]:
        return [payload for _, payload in self.sent()]

    def publish(self, *texts: str, qos: int = 1) -> None:
        for text in texts:
            self.outbox.publish("t", text.encode(), qos=qos, retain=False)


def _messages(data: bytes) -> Iterator[tuple[int, str]]:
    buffer = bytearray(data)
    while (frame := take_frame(buffer)) is not None:
        qos = frame.flags >> 1 & 3
        body = bytes(frame.body[3:])
        assert frame.body[:3] == b"\0\x01t"
        yield (int.from_bytes(body[:2]), body[2:].decode()) if qos else (0, body.decode())


def test_messages_are_sent_together_and_in_order() -> None:
    sender = Sender()
    sender.publish("a", "b")
    sender.publish("c", qos=0)
    sender.publish("d")
    assert sender.sent() == [(FIRST_ID, "a"), (FIRST_ID + 1, "b"), (0, "c"), (FIRST_ID + 2, "d")]
    assert sender.sent() == []


def test_no_more_than_the_window_are_in_flight() -> None:
    sender = Sender(max_inflight=2)
    sender.publish("a", "b", "c", "d")
    assert sender.texts() == ["a", "b"]
    sender.outbox.acknowledge([FIRST_ID])
    assert sender.texts() == ["c"]


def test_a_message_waits_until_it_is_acknowledged() -> None:
    sender = Sender()
    message = sender.outbox.publish("t", b"a", qos=1, retain=False)
    assert (message.is_accepted, message.is_waiting, message.wait(0)) == (True, True, False)
    sender.sent()
    sender.outbox.acknowledge([FIRST_ID + 7, FIRST_ID])
    assert (message.is_waiting, message.wait(0)) == (False, True)


def test_whoever_waits_is_told_of_the_acknowledgement() -> None:
    sender, waited = Sender(), list[bool]()
    message = sender.outbox.publish("t", b"a", qos=1, retain=False)
    thread = threading.Thread(target=lambda: waited.append(message.wait(30)))
    thread.start()
    sender.sent()
    sender.outbox.acknowledge([FIRST_ID])
    thread.join(10)
    assert waited == [True]


def test_a_message_of_qos_0_waits_until_it_is_sent() -> None:
    sender = Sender()
    message = sender.outbox.publish("t", b"a", qos=0, retain=False)
    assert message.is_waiting
    sender.sent()
    assert message.wait(0)


def test_what_was_not_acknowledged_is_sent_first_on_the_next_connection() -> None:
    sender = Sender(max_inflight=2)
    sender.publish("a", "b", "c")
    sender.sent()
    sender.outbox.acknowledge([FIRST_ID])
    sender.outbox.close()
    assert sender.sent() == []
    sender.outbox.open()
    assert sender.texts() == ["b", "c"]


def test_without_a_connection_qos_1_waits_for_the_next_and_is_not_accepted_and_qos_0_is_dropped() -> None:
    sender = Sender()
    sender.outbox.close()
    messages = [sender.outbox.publish("t", b"%d" % qos, qos=qos, retain=False) for qos in (0, 1)]
    assert [(message.is_accepted, message.wait(0)) for message in messages] == [(False, False)] * 2
    sender.outbox.open()
    assert sender.texts() == ["1"]


def test_more_than_may_be_queued_are_not_accepted() -> None:
    sender = Sender(max_inflight=1, max_queued=3)
    accepted = [sender.outbox.publish("t", b"a", qos=1, retain=False).is_accepted for _ in range(5)]
    assert accepted == [True, True, True, False, False]


@pytest.mark.parametrize("topic", ["", "a/+", "#", "é" * 40_000])
def test_a_topic_that_no_packet_can_have_is_an_error(topic: str) -> None:
    with pytest.raises(ValueError, match="no topic"):
        Sender().outbox.publish(topic, b"", qos=1, retain=False)


def test_what_is_published_together_wakes_once() -> None:
    sender = Sender()
    sender.publish("a", "b")
    assert sender.wakes == 2
    with sender.outbox.together():
        sender.publish("c", "d", "e")
        assert sender.wakes == 2
    assert sender.wakes == 3


@given(st.lists(st.one_of(st.integers(1, 60), st.just(0)), max_size=60))
def test_no_packet_id_is_in_use_twice(steps: list[int]) -> None:
    """A step publishes so many messages; 0: the broker acknowledges every second of what is in flight."""
    sender, in_flight, number = Sender(max_inflight=50), list[int](), 0
    sender.outbox._last_id = LAST_ID - 60
    for step in steps:
        if step == 0:
            sender.outbox.acknowledge(in_flight[::2])
            in_flight = in_flight[1::2]
        sender.publish(*(str(number + n) for n in range(step)))
        number += step
        in_flight += [packet_id for packet_id, _ in sender.sent()]
        assert len(set(in_flight)) == len(in_flight) <= 50
        assert all(FIRST_ID <= packet_id <= LAST_ID for packet_id in in_flight)
