"""chat.history: any part of a session, across its files, while somebody writes."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.errors import SessionLogError, TopicError
from chat.history import History, LogFile, archived_names, session_names
from tests.support.records import line, seqs, write


@pytest.fixture
def three_files(tmp_path: Path) -> History:
    """Records 1 to 30 in three files; the clock was set back before the third, so names are out of order."""
    folder = tmp_path / "aula1"
    write(folder, "chat_20261122-100000.log", range(1, 11))
    write(folder, "chat_20261122-110000.log", range(11, 21))
    write(folder, "chat_20261122-090000.log", range(21, 31))
    return History(folder)


def test_the_last_records_come_from_the_end(three_files: History) -> None:
    assert seqs(three_files.last(5)) == [26, 27, 28, 29, 30]


def test_the_last_records_reach_back_over_files(three_files: History) -> None:
    assert seqs(three_files.last(25)) == list(range(6, 31))


def test_after_begins_behind_the_seq_and_crosses_files(three_files: History) -> None:
    assert seqs(three_files.after(8, 5)) == [9, 10, 11, 12, 13]


def test_before_ends_ahead_of_the_seq_and_crosses_files(three_files: History) -> None:
    assert seqs(three_files.before(22, 4)) == [18, 19, 20, 21]


def test_after_the_end_there_is_nothing(three_files: History) -> None:
    assert three_files.after(30, 5) == []


def test_before_the_beginning_there_is_nothing(three_files: History) -> None:
    assert three_files.before(1, 5) == []


def test_files_follow_their_seq_and_not_their_name(three_files: History) -> None:
    assert [file.first_seq for file in three_files.files()] == [1, 11, 21]


def test_all_is_every_record_in_order(three_files: History) -> None:
    assert seqs(three_files.all()) == list(range(1, 31))


def test_the_last_seq_is_read_from_the_end(three_files: History) -> None:
    assert three_files.last_seq() == 30


@settings(max_examples=60)
@given(cuts=st.sets(st.integers(1, 40)), seq=st.integers(0, 45), limit=st.integers(1, 45))
def test_every_window_is_right_however_the_records_lie_in_files(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int], seq: int, limit: int
) -> None:
    folder = tmp_path_factory.mktemp("session")
    bounds = [1, *sorted(cuts - {1}), 41]
    for n, (begin, end) in enumerate(itertools.pairwise(bounds)):
        write(folder, f"chat_20261122-1000{n:02d}.log", range(begin, end))
    history = History(folder)
    assert seqs(history.after(seq, limit)) == list(range(1, 41))[seq:][:limit]
    assert seqs(history.before(seq, limit)) == [n for n in range(1, 41) if n < seq][-limit:]


def test_a_half_written_line_is_not_seen_yet(tmp_path: Path) -> None:
    path = write(tmp_path / "a", "chat_20261122-100000.log", [1, 2])
    with path.open("ab") as file:
        file.write(line(3)[:-5])
    assert History(tmp_path / "a").last_seq() == 2


def test_a_session_without_a_folder_is_empty(tmp_path: Path) -> None:
    history = History.of(tmp_path, "aula1")
    assert (history.last(10), history.last_seq(), history.first(), history.size()) == ([], 0, None, 0)


@pytest.mark.parametrize("name", ["..", "../etc", ".archive", "a/b", "/etc"])
def test_a_history_never_leaves_the_log_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(TopicError, match="bad-session"):
        History.of(tmp_path, name)


def test_only_folders_that_name_a_session_are_listed(tmp_path: Path) -> None:
    for name in ("aula1", ".archive", "Not One", "b2"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    assert session_names(tmp_path) == ["aula1", "b2"]


def test_without_a_log_folder_there_are_no_sessions(tmp_path: Path) -> None:
    assert session_names(tmp_path / "none") == []


def test_an_archived_session_is_read_by_the_name_of_its_folder(tmp_path: Path) -> None:
    write(tmp_path / ".archive" / "aula1_20261122-164800", "chat_20261122-100000.log", [1, 2])
    assert History.archived(tmp_path, "aula1_20261122-164800").last_seq() == 2
    assert archived_names(tmp_path) == [("aula1_20261122-164800", "aula1")]


@pytest.mark.parametrize("name", ["..", "aula1", "../aula1_20261122-164800", "A_20261122-164800", ""])
def test_an_archive_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(SessionLogError, match="no-session"):
        History.archived(tmp_path, name)


@pytest.mark.parametrize("text", ["", "{", "5", '{"a":1}'])
def test_broken_quick_replies_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "replies.json").write_text(text)
    assert History(tmp_path).replies() == []


def test_records_of_more_bytes_than_are_wanted_are_fewer(three_files: History) -> None:
    size = 5 * len(next(three_files.since(10)))
    assert seqs(three_files.last(20, size)) == [26, 27, 28, 29, 30]
    assert seqs(three_files.before(23, 20, size)) == [18, 19, 20, 21, 22]
    assert seqs(three_files.after(10, 20, size)) == [11, 12, 13, 14, 15]


def test_two_records_are_returned_whatever_their_size(three_files: History) -> None:
    assert seqs(three_files.after(10, 20, 1)) == [11, 12]


def test_a_session_that_is_removed_while_it_is_read_has_no_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "aula1" / "chat_20261122-100000.log"
    history = History(tmp_path / "aula1")
    monkeypatch.setattr(History, "paths", lambda _self: [gone])
    assert (history.last_seq(), list(history.all()), history.size()) == (0, [], 0)
    monkeypatch.setattr(History, "files", lambda _self: [LogFile(gone, 1)])
    assert (list(history.all()), history.last(5), history.before(9, 5)) == ([], [], [])
