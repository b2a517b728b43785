"""The outbox of one session: in order, again until acknowledged, bounded."""

from hypothesis import given
from hypothesis import strategies as st

from broker.embedded.message import Message
from broker.embedded.outbox import Outbox
from broker.limits import MAX_WAITING_QOS0
from mqtt.frames import PUBREL, Frame
from mqtt.packets import Publish, acknowledgement, decode_publish


def message(number: int, qos: int = 1) -> Message:
    """A message that can be told apart."""
    return Message("chat/a/b", b"%d" % number, qos)


def opened(packet: bytes | None) -> tuple[Publish, bool]:
    """A PUBLISH packet of less than 128 bytes, and its DUP flag."""
    assert packet is not None
    return decode_publish(Frame(packet[0] >> 4, packet[0] & 15, packet[2:])), bool(packet[0] & 8)


def take_all(outbox: Outbox) -> list[Publish]:
    """What may be sent now."""
    found = []
    while (packet := outbox.take()) is not None:
        found.append(opened(packet)[0])
    return found


def test_no_more_than_the_window_is_sent_before_an_acknowledgement() -> None:
    outbox = Outbox(window=2)
    for number in range(4):
        outbox.offer(message(number))
    first = take_all(outbox)
    outbox.complete(first[0].mid)
    assert [sent.payload for sent in first + take_all(outbox)] == [b"0", b"1", b"2"]


def test_an_acknowledgement_of_nothing_is_ignored() -> None:
    outbox = Outbox()
    outbox.offer(message(1))
    outbox.complete(77)
    assert [sent.payload for sent in take_all(outbox)] == [b"1"]


def test_messages_beyond_the_number_are_refused_and_counted() -> None:
    outbox = Outbox(max_messages=2)
    assert [outbox.offer(message(number)) for number in range(4)] == [True, True, False, False]
    assert outbox.dropped == 2


def test_messages_beyond_the_bytes_are_refused_until_others_are_acknowledged() -> None:
    outbox = Outbox(max_bytes=2 * message(0).size)
    assert [outbox.offer(message(number)) for number in range(3)] == [True, True, False]
    outbox.complete(take_all(outbox)[0].mid)
    assert outbox.offer(message(3))


def test_a_qos_0_message_costs_nothing_once_it_is_sent() -> None:
    outbox = Outbox(max_bytes=message(0).size)
    for number in range(3):
        assert outbox.offer(message(number, qos=0))
        assert [sent.payload for sent in take_all(outbox)] == [b"%d" % number]


def test_qos_0_messages_are_refused_long_before_those_that_were_promised() -> None:
    outbox = Outbox()
    taken = [outbox.offer(message(number, qos=0)) for number in range(MAX_WAITING_QOS0 + 1)]
    assert taken == [True] * MAX_WAITING_QOS0 + [False]
    assert outbox.offer(message(0, qos=1))


def test_a_packet_id_in_use_is_not_given_again() -> None:
    outbox = Outbox()
    outbox.offer(message(0))
    (held,) = take_all(outbox)
    for number in range(1, 65536):
        outbox.offer(message(number))
        (sent,) = take_all(outbox)
        assert sent.mid != held.mid
        outbox.complete(sent.mid)


def test_a_released_qos_2_message_is_released_again_not_sent_again() -> None:
    outbox = Outbox()
    outbox.offer(message(1, qos=2))
    (sent,) = take_all(outbox)
    assert outbox.release(sent.mid) == acknowledgement(PUBREL, sent.mid)
    outbox.resume()
    assert outbox.take() == acknowledgement(PUBREL, sent.mid)
    outbox.complete(sent.mid)
    outbox.resume()
    assert outbox.take() is None


@given(st.lists(st.sampled_from(["offer", "take", "complete", "resume"]), max_size=200), st.integers(1, 5))
def test_whatever_happens_messages_come_in_order_and_again_until_they_are_acknowledged(
    steps: list[str], window: int
) -> None:
    outbox = Outbox(window=window)
    offered, unacknowledged, expected_again = 0, dict[int, bytes](), list[int]()
    seen = 0
    for step in steps:
        match step:
            case "offer":
                outbox.offer(message(offered))
                offered += 1
            case "take" if (packet := outbox.take()) is not None:
                sent, dup = opened(packet)
                assert dup == bool(expected_again)
                if dup:
                    assert sent.mid == expected_again.pop(0)
                    assert sent.payload == unacknowledged[sent.mid]
                else:
                    assert sent.payload == b"%d" % seen
                    unacknowledged[sent.mid] = sent.payload
                    seen += 1
            case "complete" if unacknowledged:
                mid = next(iter(unacknowledged))
                outbox.complete(mid)
                del unacknowledged[mid]
                expected_again = [other for other in expected_again if other != mid]
            case "resume":
                outbox.resume()
                expected_again = list(unacknowledged)
    assert len(outbox) == offered - seen + len(unacknowledged)
    assert len(unacknowledged) <= window
