"""web.history.session_list: the list, read from the files and remembered until they change."""

from pathlib import Path

from chat.record import Record
from tests.support.records import line, write
from web.history.session_list import LOOK_BACK, SessionList


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


def reading(seq: int) -> bytes:
    return Record(seq=seq, at="2026-11-22T16:49:00.123Z", role="sensor-1", data={"temperature": 23.5}).encode()


def with_readings(folder: Path, count: int) -> SessionList:
    """Five words, and then so many readings."""
    path = write(folder / "aula1", "chat_20261122-100000.log", range(1, 6))
    with path.open("ab") as file:
        file.writelines(reading(6 + number) for number in range(count))
    return SessionList(folder)


def test_a_word_is_shown_rather_than_the_readings_after_it(tmp_path: Path) -> None:
    [summary] = with_readings(tmp_path, 20).all()
    assert summary.last["text"] == "message 5"
    assert (summary.last_seq, summary.last_at) == (25, "2026-11-22T16:49:00.123Z")


def test_a_word_too_far_back_is_not_looked_for(tmp_path: Path) -> None:
    [near] = with_readings(tmp_path / "near", LOOK_BACK - 1).all()
    [far] = with_readings(tmp_path / "far", LOOK_BACK).all()
    assert (near.last["seq"], far.last["seq"]) == (5, 5 + LOOK_BACK)


def test_an_event_of_the_lab_is_no_word(tmp_path: Path) -> None:
    path = write(tmp_path / "aula1", "chat_20261122-100000.log", [])
    event = Record(seq=1, at="2026-11-22T16:48:00.123Z", role="lab", event="note", text="text").encode()
    path.write_bytes(event + reading(2))
    assert SessionList(tmp_path).all()[0].last["seq"] == 2


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    sessions = with_readings(tmp_path, 1)
    [path] = (tmp_path / "aula1").iterdir()
    path.write_bytes(path.read_bytes().replace(b'"message 5"', b'"mess'))
    assert sessions.all()[0].last["text"] == "message 4"
