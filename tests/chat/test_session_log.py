"""chat.session_log: append-only, no hole in seq, nothing lost or doubled wherever it is cut."""

import errno
import os
import shutil
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.errors import SessionLogError
from chat.history import History
from chat.session_log import SessionLog, SyncError, Written, cut_torn_end, sync_folder
from tests.support.records import line, seqs

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=timezone.utc)  # noqa: UP017 - also how a user may write it


def opened(folder: Path, rotate_at: int = 10**9) -> SessionLog:
    log = SessionLog(folder, rotate_at=rotate_at, clock=lambda: NOON)
    log.open()
    return log


def append(log: SessionLog, count: int) -> None:
    for _ in range(count):
        log.stage(line(log.last_seq + 1))
    log.flush()
    log.sync()
    log.mark_durable()
    log.rotate_if_large()


def test_the_first_file_is_named_for_the_moment_it_begins(tmp_path: Path) -> None:
    append(opened(tmp_path), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["chat_20261122-120000.log"]


def test_a_session_that_says_nothing_has_no_file(tmp_path: Path) -> None:
    opened(tmp_path / "a")
    assert list((tmp_path / "a").iterdir()) == []


def test_opened_again_it_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for _ in range(3):
        log = opened(tmp_path)
        append(log, 4)
        log.close_file()
    assert len(list(tmp_path.iterdir())) == 1
    assert seqs(History(tmp_path).all()) == list(range(1, 13))


def test_a_large_file_is_followed_by_the_next_with_seq_running_on(tmp_path: Path) -> None:
    log = opened(tmp_path, rotate_at=200)
    for _ in range(6):
        append(log, 2)
    assert sorted(path.name for path in tmp_path.iterdir())[:2] == [
        "chat_20261122-120000.log",
        "chat_20261122-120001.log",
    ]
    assert seqs(History(tmp_path).all()) == list(range(1, 13))


@settings(max_examples=80)
@given(cut=st.integers(0, 400))
def test_cut_at_any_byte_it_recovers_to_the_last_whole_line(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("session")
    append(opened(folder), 5)
    path = next(folder.iterdir())
    os.truncate(path, min(cut, path.stat().st_size))
    whole = path.read_bytes().count(b"\n")
    log = opened(folder)
    assert log.last_seq == whole
    append(log, 2)
    assert seqs(History(folder).all()) == list(range(1, whole + 3))


@pytest.mark.parametrize("tail", [b"\x00" * 9000, b'{"seq":6,"at":"2026', b"\xff\xfe", b"{"])
def test_a_torn_end_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    append(opened(tmp_path), 5)
    path = next(tmp_path.iterdir())
    sound = path.read_bytes()
    path.write_bytes(sound + tail)
    assert opened(tmp_path).last_seq == 5
    assert path.read_bytes() == sound


def test_whole_lines_that_are_no_records_are_set_aside_and_not_destroyed(tmp_path: Path) -> None:
    append(opened(tmp_path), 2)
    path = next(tmp_path.iterdir())
    with path.open("ab") as file:
        file.write(b"a note of the teacher\n")
    append(opened(tmp_path), 1)
    assert path.with_suffix(".damaged").read_bytes() == b"a note of the teacher\n"
    assert seqs(History(tmp_path).all()) == [1, 2, 3]


def test_a_damaged_line_in_the_middle_stays_and_costs_no_other(tmp_path: Path) -> None:
    append(opened(tmp_path), 3)
    path = next(tmp_path.iterdir())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"???\n" + lines[2])
    append(opened(tmp_path), 1)
    assert seqs(History(tmp_path).all()) == [1, 3, 4]


def test_an_empty_file_left_by_a_kill_is_used(tmp_path: Path) -> None:
    (tmp_path / "chat_20261122-110000.log").touch()
    append(opened(tmp_path), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["chat_20261122-110000.log"]


def test_a_full_disk_loses_nothing_and_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = opened(tmp_path)
    room = [30, 40, 0]  # bytes that fit before the disk is full, write by write
    real_write = os.write

    def write(descriptor: int, data: bytearray) -> int:
        fits = room.pop(0) if room else len(data)
        if fits == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(descriptor, bytes(data[:fits]))

    monkeypatch.setattr(os, "write", write)
    log.stage(line(1))
    log.stage(line(2))
    with pytest.raises(OSError, match="No space left"):
        log.flush()
    assert log.has_pending
    log.stage(line(3))
    log.flush()
    assert seqs(History(tmp_path).all()) == [1, 2, 3]


def write_short(monkeypatch: pytest.MonkeyPatch, room: list[int]) -> None:
    """Let so many bytes into the file, write by write, then nothing once, then all."""
    real_write = os.write

    def write(descriptor: int, data: memoryview) -> int:
        fits = room.pop(0) if room else len(data)
        if fits == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(descriptor, bytes(data[:fits]))

    monkeypatch.setattr(os, "write", write)


def test_half_a_line_in_a_file_that_is_removed_is_written_whole_into_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = opened(tmp_path)
    append(log, 1)
    write_short(monkeypatch, [len(line(2)) + 10, 0])
    for seq in (2, 3, 4):
        log.stage(line(seq))
    with pytest.raises(OSError, match="No space left"):
        log.flush()
    next(tmp_path.iterdir()).unlink()
    log.flush()
    assert next(tmp_path.iterdir()).read_bytes() == line(2) + line(3) + line(4)


def test_lines_that_are_not_synced_are_written_again_when_their_file_is_removed(tmp_path: Path) -> None:
    log = opened(tmp_path)
    append(log, 1)
    for seq in (2, 3):
        log.stage(line(seq))
    log.flush()
    next(tmp_path.iterdir()).unlink()
    log.flush()
    assert next(tmp_path.iterdir()).read_bytes() == line(2) + line(3)


def test_lines_that_are_synced_are_not_written_again_when_their_file_is_removed(tmp_path: Path) -> None:
    log = opened(tmp_path)
    append(log, 2)
    next(tmp_path.iterdir()).unlink()
    append(log, 1)
    assert next(tmp_path.iterdir()).read_bytes() == line(3)


def test_half_a_line_in_a_file_that_an_editor_replaced_is_written_whole_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = opened(tmp_path)
    append(log, 1)
    write_short(monkeypatch, [len(line(2)) + 10, 0])
    for seq in (2, 3, 4):
        log.stage(line(seq))
    with pytest.raises(OSError, match="No space left"):
        log.flush()
    path, copy = next(tmp_path.iterdir()), tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    log.flush()
    assert list(History(tmp_path).all()) == [line(1), line(2), line(3), line(4)]


def test_a_closed_file_is_opened_again_by_the_next_record(tmp_path: Path) -> None:
    log = opened(tmp_path)
    append(log, 1)
    log.close_file()
    assert not log.is_file_open
    append(log, 1)
    assert seqs(History(tmp_path).all()) == [1, 2]


def test_a_folder_with_the_name_of_a_log_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "chat_20261122-120000.log").mkdir()
    append(opened(tmp_path), 1)
    assert (tmp_path / "chat_20261122-120001.log").is_file()


def test_a_log_that_can_not_be_opened_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(opened(tmp_path), 1)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SessionLogError, match="Permission denied"):
        cut_torn_end(next(tmp_path.iterdir()))


def test_what_was_written_is_told_with_its_place_until_it_is_durable(tmp_path: Path) -> None:
    log = opened(tmp_path / "aula1")
    append(log, 1)
    path = next((tmp_path / "aula1").iterdir())
    for seq in (2, 3):
        log.stage(line(seq))
        log.flush()
    name = f"aula1/{path.name}"
    assert log.written == [
        Written(name, len(line(1)), line(2)),
        Written(name, len(line(1) + line(2)), line(3)),
    ]
    log.mark_durable()
    assert log.written == []


def test_in_a_file_that_was_shortened_the_place_is_where_the_line_is(tmp_path: Path) -> None:
    log = opened(tmp_path)
    append(log, 3)
    path = next(tmp_path.iterdir())
    os.truncate(path, len(line(1)))
    log.stage(line(4))
    log.flush()
    assert path.read_bytes()[log.written[0].offset :] == line(4)


def test_a_file_is_synced_before_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, synced = opened(tmp_path), list[int]()
    append(log, 1)
    monkeypatch.setattr(os, "fsync", synced.append)
    log.close_file()
    assert synced == []  # it was synced already
    log.stage(line(2))
    log.flush()
    synced.clear()
    log.close_file()
    assert len(synced) == 1


def test_a_sync_that_fails_is_no_error_that_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    log = opened(tmp_path)
    append(log, 1)
    log.stage(line(2))
    log.flush()
    monkeypatch.setattr(os, "fsync", fail)
    for act in (log.sync, log.close_file):
        log._has_unsynced = True
        with pytest.raises(SyncError, match="Input/output"):
            act()


def test_a_folder_that_no_file_system_can_sync_is_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuse)
    sync_folder(tmp_path)


def test_a_file_whose_maker_was_killed_before_its_name_was_synced_has_a_name_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chat_20261122-110000.log").touch()
    log, synced, real = opened(tmp_path), list[str](), os.fsync

    def sync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    log.stage(line(1))
    log.flush()
    assert synced == [tmp_path.name]


@pytest.mark.parametrize("is_open", [True, False])
def test_a_folder_that_is_removed_is_made_again_and_seq_runs_on(tmp_path: Path, is_open: bool) -> None:
    log = opened(tmp_path / "a")
    append(log, 2)
    if not is_open:
        log.close_file()
    shutil.rmtree(tmp_path / "a")
    append(log, 1)
    assert seqs(History(tmp_path / "a").all()) == [3]


def test_a_file_that_an_editor_replaced_is_left_and_nothing_new_is_lost(tmp_path: Path) -> None:
    log = opened(tmp_path)
    append(log, 2)
    path = next(tmp_path.iterdir())
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    append(log, 1)
    assert seqs(History(tmp_path).all()) == [1, 2, 3]
