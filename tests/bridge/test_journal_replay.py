"""bridge.journal_replay: log files get back what they lost, and nothing that people did to them is undone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.journal_replay import is_older_state, plan, replay
from chat.session_log import Written

FILE = "aula1/chat_20261122-120000.log"
LINES = [b"one\n", b"two\n", b"three\n"]
WHOLE = b"".join(LINES)


def pieces(lines: list[bytes] = LINES, begin: int = 0, file: str = FILE) -> list[Written]:
    """Each line as a batch of its own."""
    made = []
    for line in lines:
        made.append(Written(file, begin, line))
        begin += len(line)
    return made


def log_file(logs: Path, data: bytes) -> Path:
    path = logs / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", range(len(WHOLE) + 1))
def test_a_file_that_was_cut_off_anywhere_is_whole_again(tmp_path: Path, size: int) -> None:
    path = log_file(tmp_path, WHOLE[:size])
    replayed = replay(tmp_path, pieces())
    assert path.read_bytes() == WHOLE
    assert (replayed.restored, replayed.unplaced) == (len(WHOLE) - size, [])


@pytest.mark.parametrize("size", range(len(WHOLE) + 1))
def test_where_a_file_has_zeros_instead_of_its_bytes_it_is_whole_again(tmp_path: Path, size: int) -> None:
    path = log_file(tmp_path, WHOLE[:size] + bytes(len(WHOLE) - size))
    assert replay(tmp_path, pieces()).unplaced == []
    assert path.read_bytes() == WHOLE


def test_what_was_synced_before_and_what_was_written_after_stays(tmp_path: Path) -> None:
    path = log_file(tmp_path, b"before\n" + WHOLE[:5] + bytes(9) + b"after\n")
    replay(tmp_path, pieces(begin=7))
    assert path.read_bytes() == b"before\n" + WHOLE + b"after\n"


def test_to_replay_twice_changes_nothing(tmp_path: Path) -> None:
    path = log_file(tmp_path, b"o")
    replay(tmp_path, pieces())
    assert replay(tmp_path, pieces()).restored == 0
    assert path.read_bytes() == WHOLE


def test_a_file_that_was_removed_stays_away_and_its_lines_are_reported(tmp_path: Path) -> None:
    replayed = replay(tmp_path, pieces())
    assert [str(one) for one in replayed.unplaced] == [f"3 lines of {FILE} (there is no such file)"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_shorter_than_what_was_synced_is_left_as_it_is(tmp_path: Path) -> None:
    path = log_file(tmp_path, b"bef")
    [one] = replay(tmp_path, pieces(begin=7)).unplaced
    assert (one.lines, one.why, path.read_bytes()) == (3, "the file was shortened", b"bef")


def test_a_file_that_was_edited_is_left_as_it_is(tmp_path: Path) -> None:
    path = log_file(tmp_path, b"one\nsomebody was here\n")
    [one] = replay(tmp_path, pieces()).unplaced
    assert (one.lines, one.why, path.read_bytes()) == (3, "the file was edited", b"one\nsomebody was here\n")


@pytest.mark.parametrize("file", ["../x/chat_20261122-120000.log", "aula1/notes.txt", "aula1", "/etc/passwd", ""])
def test_only_log_files_are_written(tmp_path: Path, file: str) -> None:
    (tmp_path / "aula1").mkdir()
    (tmp_path / "aula1" / "notes.txt").touch()
    assert len(replay(tmp_path, pieces(file=file)).unplaced) == 1
    assert (tmp_path / "aula1" / "notes.txt").read_bytes() == b""


def test_pieces_that_follow_one_another_are_one_run() -> None:
    assert plan(pieces()) == {FILE: [Written(FILE, 0, WHOLE)]}


def test_a_file_that_was_emptied_in_between_holds_what_came_after() -> None:
    assert plan([*pieces(), *pieces([b"new\n"])]) == {FILE: [Written(FILE, 0, b"new\n")]}


def test_what_somebody_appended_in_between_is_between_two_runs() -> None:
    found = plan([*pieces([b"one\n"]), *pieces([b"two\n"], begin=10)])
    assert found == {FILE: [Written(FILE, 0, b"one\n"), Written(FILE, 10, b"two\n")]}


actions = st.lists(
    st.one_of(st.binary(min_size=1, max_size=9), st.integers(0, 40).map(lambda size: ("shorten", size))), max_size=12
)


@given(actions, st.integers(0, 60))
def test_a_file_that_was_written_and_shortened_in_turn_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, actions: list[bytes | tuple[str, int]], left: int
) -> None:
    there, written = b"", []
    for action in actions:
        if isinstance(action, bytes):
            written.append(Written(FILE, len(there), action))
            there += action
        else:
            there = there[: action[1]]
    logs = tmp_path_factory.mktemp("logs")
    runs = plan(written).get(FILE, [])
    path = log_file(logs, there[:left])  # what a stop of the machine left of it
    replayed = replay(logs, written)
    # What was cut off and not written again is restored: the journal can't know that it went.
    assert path.read_bytes()[: len(there)] == there
    assert (replayed.unplaced, len(runs)) == ([], 1 if written else 0)


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_an_older_state_is_the_same_or_zero_at_each_byte(there: bytes, data: bytes) -> None:
    pairs = zip(there, data, strict=False)
    assert is_older_state(there[: len(data)], data) == all(one in (other, 0) for one, other in pairs)


def test_a_difference_in_a_late_block_is_seen() -> None:
    data = bytes(range(1, 251)) * 100
    assert is_older_state(data[:20_000] + bytes(5000), data)
    assert not is_older_state(data[:20_000] + b"\x01\x01" + data[20_002:], data)
