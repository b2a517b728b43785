"""web.sessions: the list, read from the files and remembered until they change."""

from pathlib import Path

from tests.support.records import line, write
from web.sessions import SessionList


def test_a_session_tells_its_beginning_its_end_and_its_size(tmp_path: Path) -> None:
    path = write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 6))
    [summary] = SessionList(tmp_path).all()
    assert (summary.session, summary.last_seq, summary.last["text"]) == ("aula1", 5, "message 5")
    assert summary.size == path.stat().st_size


def test_a_new_record_is_seen_at_the_next_look(tmp_path: Path) -> None:
    path = write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 6))
    sessions = SessionList(tmp_path)
    sessions.all()
    with path.open("ab") as file:
        file.write(line(6))
    assert sessions.all()[0].last_seq == 6


def test_a_session_that_is_gone_is_gone_from_the_list(tmp_path: Path) -> None:
    path = write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 6))
    sessions = SessionList(tmp_path)
    sessions.all()
    path.unlink()
    assert sessions.all() == []


def test_a_folder_without_a_record_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "torn", "chat_20261122-100000.log", [])
    assert SessionList(tmp_path).all() == []
