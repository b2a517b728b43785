"""faults.trace: what is told of each packet, in bounded memory."""

from faults.decision import Decision
from faults.rules import Direction
from faults.trace import MOST_TEXT, Trace
from mqtt import packets
from mqtt.frames import Frame, take_frame


def frame(packet: bytes) -> Frame:
    """A packet as a frame."""
    found = take_frame(bytearray(packet))
    assert found is not None
    return found


def test_a_publish_is_told_with_all_that_a_lesson_needs() -> None:
    publish = packets.publish("chat/aula1/ana", b"hello", qos=1, mid=7, dup=True)
    event = Trace().add(1.5, 2, Direction.UP, frame(publish), Decision(copies=0, rules=("lose-publish",)))
    assert event.document() == {
        "number": 1,
        "at": 1.5,
        "connection": 2,
        "direction": "up",
        "packet": "PUBLISH",
        "fate": "lost",
        "rules": ["lose-publish"],
        "mid": 7,
        "qos": 1,
        "dup": True,
        "topic": "chat/aula1/ana",
        "text": "hello",
    }


def test_an_acknowledgement_is_told_with_its_packet_id() -> None:
    event = Trace().add(0, 1, Direction.DOWN, frame(packets.acknowledgement(4, 513)), Decision())
    assert (event.packet, event.mid, event.fate) == ("PUBACK", 513, "passed")


def test_what_cannot_be_read_is_told_by_its_kind_alone() -> None:
    event = Trace().add(0, 1, Direction.UP, Frame(3, 0, b"\xff"), Decision())
    assert (event.packet, event.topic) == ("PUBLISH", "")


def test_the_oldest_events_make_room_and_the_counts_stay_right() -> None:
    trace = Trace(most=3)
    for _ in range(10):
        trace.add(0, 1, Direction.DOWN, frame(packets.acknowledgement(4, 1)), Decision(copies=0))
    assert [event.number for event in trace.after(0)] == [8, 9, 10]
    assert [event.number for event in trace.after(9)] == [10]
    assert trace.counts == {"down PUBACK lost": 10}


def test_of_a_large_payload_the_beginning_is_kept() -> None:
    publish = packets.publish("t", ("é" * 100_000).encode())
    event = Trace().add(0, 1, Direction.UP, frame(publish), Decision())
    assert event.text == "é" * MOST_TEXT
