"""web.history.session_list: the list, read from the files and remembered until they change."""

import json
import os
import time
from pathlib import Path

import pytest

from chat.record import Record
from tests.support.records import line, write
from web.history.session_list import LOOK_BACK, MAX_LAST, SLICE_SECONDS, SessionList


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


def age(folder: Path) -> None:
    """Let a folder look as if it had last changed a minute ago."""
    os.utime(folder, (time.time() - 60, time.time() - 60))


def test_a_session_that_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 6))
    age(tmp_path / "aula1")
    sessions = SessionList(tmp_path)
    first = sessions.all()
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("a file was read"))
    monkeypatch.setattr("web.history.session_list._paths", lambda *_: pytest.fail("a folder was read"))
    assert sessions.all() == first


def test_a_further_file_is_seen_at_the_next_look(tmp_path: Path) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 6))
    sessions = SessionList(tmp_path)
    sessions.all()
    write(tmp_path / "aula1", "chat_20261122-110000.log", range(6, 9))
    assert sessions.all()[0].last_seq == 8


def test_others_get_their_turn_while_many_sessions_are_read(tmp_path: Path) -> None:
    for number in range(300):
        write(tmp_path / f"s{number}", "chat_20261122-100000.log", range(1, 30))
    moments = [time.monotonic()]
    SessionList(tmp_path, breathe=lambda: moments.append(time.monotonic())).all()
    took = time.monotonic() - moments[0]
    assert len(moments) > took / SLICE_SECONDS / 10


def test_of_a_large_record_the_list_has_the_beginning(tmp_path: Path) -> None:
    path = write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 3))
    long = Record(seq=3, at="2026-11-22T16:49:00.123Z", role="maria", text="a" * MAX_LAST, data={"t": 1}).encode()
    path.write_bytes(path.read_bytes() + long)
    last = SessionList(tmp_path).all()[0].last
    assert last == {"seq": 3, "at": "2026-11-22T16:49:00.123Z", "role": "maria", "text": "a" * 500}


def test_a_session_tells_the_names_of_whom_it_shows(tmp_path: Path) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 3))
    named = {"ana": "Ana Á.", "beto": "Beto", "usuario": "Zé"}
    (tmp_path / "aula1" / "state.json").write_text(json.dumps({"seq": 2, "phase": "open", "names": named}))
    [summary] = SessionList(tmp_path).all()
    assert summary.document(["Ana", "caio"])["names"] == {"ana": "Ana Á.", summary.last["role"]: "Zé"}
