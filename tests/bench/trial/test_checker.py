"""bench.trial.checker: it notices everything that can go wrong. One that notices nothing would pass every trial."""

from collections.abc import Sequence
from pathlib import Path

from bench.trial.checker import Seen, Tally, check, records
from bench.trial.senders import Sender
from chat.record import Record


def write(logs: Path, texts: Sequence[str], seqs: Sequence[int] = ()) -> None:
    """A session `s0` in which `p0` said these."""
    (logs / "s0").mkdir(parents=True)
    lines = [
        Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="p0", text=said).encode()
        for seq, said in zip(seqs or range(1, len(texts) + 1), texts, strict=True)
    ]
    (logs / "s0" / "chat_20261122-164800.log").write_bytes(b"".join(lines))


def tally(logs: Path, sender: Sender, seen: list[Seen] | None = None) -> Tally:
    """The count for one sender and one viewer."""
    return check(logs, [sender], [("s0", list(records(logs / "s0")) if seen is None else seen)])


def sender(acknowledged: int, *, has_id: bool = False, sent_again: Sequence[int] = ()) -> Sender:
    return Sender("s0", "p0", has_id, 1, acknowledged, set(range(acknowledged)), set(sent_again))


def test_all_is_well_when_all_is_well(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1", "2"])
    assert tally(tmp_path, sender(3)) == Tally(sent=3, acknowledged=3, logged=3)


def test_an_acknowledged_message_that_is_not_logged_is_lost(tmp_path: Path) -> None:
    write(tmp_path, ["0", "2"])
    assert (tally(tmp_path, sender(3)).lost, tally(tmp_path, sender(3, has_id=True)).lost_with_id) == (1, 1)


def test_a_message_that_was_sent_once_and_logged_twice_is_doubled(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1", "1"])
    assert tally(tmp_path, sender(2)).doubled == 1


def test_a_sender_without_an_id_that_sent_twice_is_its_own_double(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1", "1"])
    counted = tally(tmp_path, sender(2, sent_again=[1]))
    assert (counted.doubled, counted.twice) == (0, 1)


def test_with_an_id_nothing_is_doubled_however_often_it_was_sent(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1", "1"])
    assert tally(tmp_path, sender(2, has_id=True, sent_again=[1])).doubled == 1


def test_the_order_of_a_sender_is_held(tmp_path: Path) -> None:
    write(tmp_path, ["0", "2", "1"])
    assert tally(tmp_path, sender(3)).reordered == 1


def test_a_hole_in_seq_is_seen(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1"], seqs=[1, 3])
    assert tally(tmp_path, sender(2)).holes == 1


def test_a_viewer_that_lacks_a_record_has_diverged(tmp_path: Path) -> None:
    write(tmp_path, ["0", "1"])
    assert tally(tmp_path, sender(2), [Seen(1, "p0", "0")]).diverged == 1
