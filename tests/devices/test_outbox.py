"""The outbox: in order, bounded, patient."""

import pytest

from devices.outbox import MAX_RESEND_SECONDS, Outbox, OutboxFullError


class Unacknowledged:
    """A publish that the broker has not answered."""

    def is_published(self) -> bool:
        """Never."""
        return False


def test_it_keeps_the_order_in_which_things_were_said() -> None:
    outbox = Outbox(10)
    for name in "cab":
        outbox.add(name, b"")
    outbox.remove("a")
    assert [entry.id for entry in outbox.all()] == ["c", "b"]


def test_a_full_outbox_refuses_and_changes_nothing() -> None:
    outbox = Outbox(1)
    outbox.add("a", b"")
    with pytest.raises(OutboxFullError):
        outbox.add("b", b"")
    assert [entry.id for entry in outbox.all()] == ["a"]


def test_it_waits_twice_as_long_after_each_time_up_to_a_bound() -> None:
    outbox = Outbox(1)
    entry = outbox.add("a", b"")
    pauses = []
    for times in range(1, 8):
        entry.times, entry.sent = times, 0.0
        pauses.append(next(second for second in range(100) if outbox.due(second, after=3.0)))
    assert pauses == [3, 6, 12, 24, 30, 30, 30]
    assert MAX_RESEND_SECONDS == 30


def test_what_the_broker_has_not_acknowledged_is_not_sent_again() -> None:
    outbox = Outbox(1)
    entry = outbox.add("a", b"")
    entry.sent, entry.times, entry.receipt = 0.0, 1, Unacknowledged()
    assert outbox.due(1000.0, after=3.0) == []


def test_it_finds_the_message_that_the_beginning_of_a_payload_belongs_to() -> None:
    outbox = Outbox(20)
    for number in range(1, 12):
        outbox.add(f"k3-{number}", b"")
    assert outbox.named_in('{"id":"k3-11","text":"a long te') == "k3-11"
    assert outbox.named_in('{"id":"k3-99","text":"not ours') == ""
