"""bridge.journal: what was synced in it is in the log files after any end, and two files take turns."""

import errno
import os
import threading
from pathlib import Path

import pytest

from bridge.journal import CHECKPOINT_SECONDS, Journal
from chat.history import History
from chat.session_log import SessionLog, SyncError
from tests.support.records import line, seqs


class Desk:
    """A journal and the logs of some sessions."""

    def __init__(self, logs: Path, sessions: int = 2, checkpoint_bytes: int = 10**9, most_bytes: int = 10**9) -> None:
        logs.mkdir(exist_ok=True)
        self.now = 0.0
        self.logs = logs
        self.journal = Journal(logs, timer=lambda: self.now, checkpoint_bytes=checkpoint_bytes, most_bytes=most_bytes)
        self.journal.recover()
        self.sessions = [SessionLog(logs / f"s{number}", rotate_at=10**9) for number in range(sessions)]
        for session in self.sessions:
            session.open()

    def batch(self, count: int = 1) -> None:
        """So many records in each session."""
        for session in self.sessions:
            for _ in range(count):
                session.stage(line(session.last_seq + 1))
            session.flush()
        self.journal.write(self.sessions)
        self.journal.sync()
        for session in self.sessions:
            session.mark_durable()
        self.journal.tend()

    def files(self) -> list[Path]:
        return [next((self.logs / f"s{number}").glob("chat_*.log")) for number in range(len(self.sessions))]

    def logged(self) -> list[list[int]]:
        return [seqs(History(self.logs / f"s{number}").all()) for number in range(len(self.sessions))]

    def entries(self) -> list[int]:
        """How many pieces each journal file holds."""
        return [len(file.read().pieces) for file in (self.journal._active, self.journal._other)]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was synced, in order."""
    names: list[str] = []

    def note(real_name: str) -> None:
        real = getattr(os, real_name)

        def sync(descriptor: int) -> None:
            names.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
            real(descriptor)

        monkeypatch.setattr(os, real_name, sync)

    note("fsync")
    note("fdatasync")
    return names


def test_a_batch_of_many_sessions_is_one_sync(tmp_path: Path, synced: list[str]) -> None:
    desk = Desk(tmp_path, sessions=20)
    desk.batch()
    synced.clear()
    desk.batch()
    assert synced == [".bridge.journal.1"]


@pytest.mark.parametrize("left", range(0, 1000, 90))
def test_what_the_log_files_lost_is_restored_at_the_next_start(tmp_path: Path, left: int) -> None:
    desk = Desk(tmp_path)
    for _ in range(5):
        desk.batch(2)
    whole = [path.read_bytes() for path in desk.files()]
    for path in desk.files():
        os.truncate(path, min(left, path.stat().st_size))
    again = Desk(tmp_path)
    assert [path.read_bytes() for path in again.files()] == whole
    assert again.entries() == [0, 0]
    again.batch()
    assert again.logged() == [list(range(1, 12))] * 2


def test_a_start_that_is_cut_off_amid_the_replay_is_repeated_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    desk.batch(5)
    for path in desk.files():
        os.truncate(path, 0)

    def killed(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            Journal(tmp_path).recover()
    for path in desk.files():
        os.truncate(path, 100)
    assert Desk(tmp_path).logged() == [[1, 2, 3, 4, 5]] * 2


def test_a_full_journal_is_followed_by_the_other_and_its_log_files_are_synced(
    tmp_path: Path, synced: list[str]
) -> None:
    desk = Desk(tmp_path, checkpoint_bytes=1)
    desk.batch()
    desk.journal._finish()
    assert synced[-3:] == [*(path.name for path in desk.files()), ".bridge.journal.1"]
    for _ in range(10):
        assert desk.entries() == [0, 0]
        desk.batch()
        desk.journal._finish()
    assert desk.logged() == [list(range(1, 12))] * 2


def test_an_old_journal_is_followed_by_the_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.batch()
    first = desk.journal._active
    desk.now += CHECKPOINT_SECONDS - 0.1
    desk.journal.tend()
    assert desk.journal._active is first
    desk.now += 0.2
    desk.journal.tend()
    desk.journal._finish()
    assert (desk.journal._active is first, desk.entries()) == (False, [0, 0])


def test_while_a_checkpoint_is_underway_the_recorder_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.batch()
    may_sync, real = threading.Event(), os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: may_sync.wait(30) and real(descriptor))
        desk.journal._checkpoint_bytes = 1
        for _ in range(4):
            desk.batch()
        assert sorted(desk.entries()) == [4, 6]
        may_sync.set()
        desk.journal._finish()
    assert desk.entries() == [6, 0]


def test_both_files_are_replayed_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, checkpoint_bytes=1)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "_checkpoint", lambda *_: None)  # as when the machine stops before it is through
        for _ in range(6):
            desk.batch()
            desk.journal._checkpoint_bytes = 10**9
    assert sorted(desk.entries()) == [2, 10]
    for path in desk.files():
        os.truncate(path, 0)
    assert Desk(tmp_path).logged() == [[1, 2, 3, 4, 5, 6]] * 2


def test_the_recorder_waits_when_both_files_are_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, checkpoint_bytes=1, most_bytes=1)
    order: list[str] = []
    real = Journal._checkpoint

    def slow(journal: Journal, *arguments: object) -> None:
        threading.Event().wait(0.1)
        real(journal, *arguments)  # type: ignore[arg-type]
        order.append("checkpoint")

    monkeypatch.setattr(Journal, "_checkpoint", slow)
    for _ in range(3):
        desk.batch()
        order.append("batch")
    assert order == ["batch", "checkpoint", "batch", "checkpoint", "batch"]


def test_a_checkpoint_whose_sync_fails_ends_the_recorder_and_keeps_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, checkpoint_bytes=1)
    desk.journal._checkpoint_bytes = 10**9
    desk.batch()

    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        desk.journal._checkpoint_bytes = 1
        desk.journal.tend()
        with pytest.raises(SyncError, match="Input/output"):
            desk.journal._finish()
    assert sorted(desk.entries()) == [0, 2]


def test_a_checkpoint_at_once_syncs_all_and_empties_the_journal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for _ in range(3):
        desk.batch()
        desk.journal.checkpoint()
        assert desk.entries() == [0, 0]
        assert not any(session._has_unsynced for session in desk.sessions)
    desk.batch()
    assert Desk(tmp_path).logged() == [[1, 2, 3, 4]] * 2


def test_a_clean_end_leaves_no_journal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.batch()
    desk.journal.close()
    assert [path.name for path in tmp_path.glob(".bridge*")] == []


def test_a_damaged_journal_is_said_in_a_line_set_aside_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path)
    for _ in range(4):
        desk.batch()
    path = tmp_path / ".bridge.journal.1"
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    again = Desk(tmp_path)
    assert caplog.messages == [f"{path} is damaged: what is sound in it is used"]
    assert (tmp_path / ".bridge.journal.1.damaged").read_bytes() == damaged
    again.batch()
    assert again.logged() == [[1, 2, 3, 4, 5]] * 2


def test_lines_of_a_file_that_is_gone_are_said_in_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(tmp_path)
    desk.batch(3)
    gone = desk.files()[0]
    gone.unlink()
    Desk(tmp_path)
    name = f"s0/{gone.name}"
    assert caplog.messages == [f"the journal has what is not restored: 3 lines of {name} (there is no such file)"]
