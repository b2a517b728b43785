"""bridge.recorder with its journal: what waits for a full one, and what becomes of sessions that are moved."""

import errno
import os
import threading
from pathlib import Path

import pytest

from bridge.delivery import Request
from bridge.journal_file import JournalFile
from chat.session_log import Written
from tests.bridge.support import Desk, said
from tests.support.waiting import wait_until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "logs")


def logs_of(desk: Desk, session: str = "aula1") -> list[Path]:
    return list((desk.logs / session).glob("chat_*.log"))


def test_a_journal_that_does_not_fit_on_the_disk_is_waited_for_and_nothing_is_acknowledged_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    is_full, real = threading.Event(), JournalFile.write
    is_full.set()

    def write(file: JournalFile, pieces: list[Written]) -> None:
        if is_full.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(file, pieces)

    monkeypatch.setattr(JournalFile, "write", write)
    thread = threading.Thread(target=desk.recorder.process, args=([said("a", mid=1)],))
    thread.start()
    wait_until(lambda: "No space left" in caplog.text)
    assert (desk.acknowledged, desk.output.lines) == ([], [])
    is_full.clear()
    thread.join(10)
    assert (desk.texts("aula1"), len(desk.acknowledged)) == (["a"], 1)


def test_a_file_that_is_removed_while_the_journal_waits_for_the_disk_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed, real = list[Path](), JournalFile.write

    def write(file: JournalFile, pieces: list[Written]) -> None:
        if not removed:
            removed.extend(logs_of(desk))
            removed[0].unlink()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(file, pieces)

    monkeypatch.setattr(JournalFile, "write", write)
    desk.recorder.process([said("a", mid=1), said("b", mid=2)])
    assert (desk.texts("aula1"), len(desk.acknowledged)) == (["a", "b"], 2)


def test_what_was_acknowledged_is_logged_after_a_stop_of_the_machine(desk: Desk) -> None:
    desk.recorder.process([said(str(n), mid=n + 1) for n in range(10)])
    os.truncate(logs_of(desk)[0], 25)
    again = Desk(desk.logs)
    again.recorder.process([said("9", mid=10, dup=True), said("new", mid=11)])
    assert again.texts("aula1") == [*map(str, range(10)), "new"]


@pytest.mark.parametrize("what", ["archive", "delete"])
def test_a_session_that_is_moved_or_removed_does_not_come_back(
    desk: Desk, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.recorder.process([said("a"), said("b", topic="chat/b2/x")])
    desk.recorder.process([Request(what, b'{"transaction":"t","session":"aula1"}')])
    again = Desk(desk.logs)
    assert (caplog.messages, (desk.logs / "aula1").exists()) == ([], False)
    again.recorder.log_event("aula1", "session-created", {})
    assert again.texts("aula1") == ["session-created"]


def test_a_clean_end_leaves_no_journal_and_one_that_waited_for_the_disk_leaves_it(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=1)])
    desk.inbox.close()
    assert desk.recorder.run()
    assert list(desk.logs.glob(".bridge.journal.*")) == []

    again = Desk(desk.logs)
    again.recorder.process([said("b", mid=2)])
    again.recorder.stop_waiting()
    again.inbox.put(said("c", mid=3))
    again.inbox.close()
    (desk.logs / "aula1").rename(desk.logs / "elsewhere")
    (desk.logs / "aula1").write_text("no folder")
    assert not again.recorder.run()
    assert len(list(desk.logs.glob(".bridge.journal.*"))) == 2
