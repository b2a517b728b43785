"""faults.experiment: what a run publishes, and what it sends again."""

import json

import pytest

from faults.experiment import MOST_MESSAGES, Plan, Run
from faults.link import PacketCutter
from mqtt import frames, packets
from mqtt.frames import Frame


def run(qos: int, count: int = 2, *, with_id: bool = False) -> Run:
    """A run of a few messages."""
    return Run(Plan("r1", "chat/aula1/ana", qos, with_id, count), 0.0)


def publishes(data: bytes) -> list[packets.Publish]:
    """The PUBLISH packets in some bytes."""
    return [packets.decode_publish(frame) for _raw, frame in PacketCutter().feed(data) if frame.kind == frames.PUBLISH]


def answer(kind: int, mid: int) -> Frame:
    """A packet of the broker's."""
    return PacketCutter().feed(packets.acknowledgement(kind, mid))[0][1]


def test_a_message_says_its_run_and_its_number() -> None:
    message = publishes(run(1, with_id=True).next())[0]
    assert json.loads(message.payload) == {"run": "r1", "n": 1, "of": 2, "qos": 1, "id": "r1-1"}
    assert (message.topic, message.qos, message.mid, message.dup) == ("chat/aula1/ana", 1, 1, False)


def test_at_qos_0_it_is_complete_when_all_is_sent() -> None:
    made = run(0)
    assert made.next()
    assert not made.is_complete
    assert made.next()
    assert made.is_complete
    assert made.next() == b""


def test_what_is_not_acknowledged_is_sent_again_with_dup() -> None:
    made = run(1)
    made.next()
    made.next()
    made.take(answer(frames.PUBACK, 1))
    assert [(one.mid, one.dup) for one in publishes(made.resend())] == [(2, True)]
    assert made.again == 1
    made.take(answer(frames.PUBACK, 2))
    assert made.is_complete


def test_at_qos_2_a_received_message_is_released_and_not_sent_again() -> None:
    made = run(2, 1)
    made.next()
    assert made.take(answer(frames.PUBREC, 1)) == packets.acknowledgement(frames.PUBREL, 1)
    assert made.resend() == packets.acknowledgement(frames.PUBREL, 1)
    assert made.again == 0
    made.take(answer(frames.PUBCOMP, 1))
    assert made.is_complete


@pytest.mark.parametrize(("qos", "count"), [(3, 1), (1, 0), (1, MOST_MESSAGES + 1)])
def test_a_run_has_bounds(qos: int, count: int) -> None:
    with pytest.raises(ValueError, match="a run has"):
        Plan("r1", "chat/a/b", qos, count=count)
