"""When a message that is to be logged is acknowledged, and which later one is taken for it."""

from broker.embedded.acknowledgements import AcknowledgementQueue
from broker.embedded.receipts import UnacknowledgedMessages
from mqtt.packets import Publish


def message(payload: bytes = b"x", *, mid: int = 7, dup: bool = False) -> Publish:
    """A message of QoS 1."""
    return Publish("chat/aula1/lamp", payload, 1, mid, retain=False, dup=dup)


def test_its_acknowledgement_is_settled_with_it() -> None:
    sent: list[bytes] = []
    receipt = UnacknowledgedMessages().open(message(), at=0)
    receipt.add(AcknowledgementQueue(sent.append).owe(b"ack", 1))
    assert sent == []
    receipt.settle()
    assert sent == [b"ack"]


def test_a_message_that_is_logged_already_is_acknowledged_at_once() -> None:
    sent: list[bytes] = []
    receipt = UnacknowledgedMessages().open(message(), at=0)
    receipt.settle()
    receipt.add(AcknowledgementQueue(sent.append).owe(b"ack", 1))
    assert sent == [b"ack"]


def test_a_resend_has_packet_id_topic_and_content_of_what_is_not_acknowledged() -> None:
    unacknowledged = UnacknowledgedMessages()
    receipt = unacknowledged.open(message(), at=0)
    assert unacknowledged.find(message(dup=True)) is receipt
    assert unacknowledged.find(message(dup=False)) is None
    assert unacknowledged.find(message(b"other", dup=True)) is None
    assert unacknowledged.find(message(mid=8, dup=True)) is None


def test_a_message_whose_acknowledgement_was_sent_is_forgotten() -> None:
    unacknowledged = UnacknowledgedMessages()
    receipt = unacknowledged.open(message(), at=0)
    receipt.add(AcknowledgementQueue(lambda _packet: None).owe(b"ack", 1))
    receipt.settle()
    assert len(unacknowledged) == 0
    assert unacknowledged.find(message(dup=True)) is None


def test_a_message_whose_connection_ended_first_is_remembered() -> None:
    unacknowledged = UnacknowledgedMessages()
    receipt = unacknowledged.open(message(), at=0)
    queue = AcknowledgementQueue(lambda _packet: None)
    receipt.add(queue.owe(b"ack", 1))
    queue.close()
    receipt.settle()
    assert unacknowledged.find(message(dup=True)) is receipt


def test_a_packet_id_that_is_used_again_means_the_newer_message() -> None:
    unacknowledged = UnacknowledgedMessages()
    older = unacknowledged.open(message(b"older"), at=0)
    newer = unacknowledged.open(message(b"newer"), at=1)
    older.add(AcknowledgementQueue(lambda _packet: None).owe(b"ack", 1))
    older.settle()
    assert unacknowledged.find(message(b"newer", dup=True)) is newer


def test_a_session_whose_client_never_waits_for_acknowledgements_is_bounded() -> None:
    unacknowledged = UnacknowledgedMessages(most=3)
    for mid in range(1, 6):
        unacknowledged.open(message(mid=mid), at=0)
    assert [unacknowledged.get(mid) is not None for mid in range(1, 6)] == [False, False, True, True, True]
