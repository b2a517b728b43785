"""bridge.journal_file: blocks that are on the disk, in a file that does not grow."""

import errno
import os
from pathlib import Path

import pytest

from bridge.journal_file import JournalFile
from chat.session_log import SyncError, Written


def piece(number: int, size: int = 10) -> Written:
    return Written("aula1/chat_20261122-120000.log", number * size, b"%010d" % number * (size // 10))


def made(path: Path, generation: int = 1) -> JournalFile:
    file = JournalFile(path)
    file.empty(generation)
    return file


def add(file: JournalFile, number: int, size: int = 10) -> None:
    file.write([piece(number, size)])
    file.sync()


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    contents = JournalFile(tmp_path / "journal").read()
    assert (contents.pieces, contents.is_damaged) == ((), False)


def test_it_holds_what_was_synced_in_order(tmp_path: Path) -> None:
    file = made(tmp_path / "journal")
    for number in range(3):
        add(file, number)
    assert JournalFile(file.path).read().pieces == tuple(map(piece, range(3)))


def test_a_block_that_is_written_again_before_its_sync_takes_the_place_of_the_first(tmp_path: Path) -> None:
    file = made(tmp_path / "journal")
    add(file, 0)
    file.write([piece(1), piece(2)])
    file.write([piece(3)])
    file.sync()
    add(file, 4)
    assert JournalFile(file.path).read().pieces == (piece(0), piece(3), piece(4))


def test_a_disk_that_is_full_amid_a_block_gets_it_whole_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(tmp_path / "journal")
    real_write, room = os.write, [20, 0]

    def write(descriptor: int, data: memoryview) -> int:
        fits = room.pop(0) if room else len(data)
        if not fits:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(descriptor, data[:fits])

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OSError, match="No space left"):
        file.write([piece(0)])
    add(file, 0)
    assert JournalFile(file.path).read().pieces == (piece(0),)


def test_an_emptied_file_keeps_its_length_and_holds_only_what_came_after(tmp_path: Path) -> None:
    file = made(tmp_path / "journal")
    for number in range(100):
        add(file, number)
    size = file.path.stat().st_size
    file.empty(2)
    assert JournalFile(file.path).read().pieces == ()
    add(file, 7)
    contents = JournalFile(file.path).read()
    assert (contents.generation, contents.pieces, contents.is_damaged) == (2, (piece(7),), False)
    assert file.path.stat().st_size == size


def test_an_emptied_file_gives_back_what_is_beyond_the_usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.journal_file.KEPT_BYTES", 1000)
    file = made(tmp_path / "journal")
    add(file, 0, size=5000)
    file.empty(2)
    assert file.path.stat().st_size == 1000


def test_a_sync_that_fails_is_no_error_that_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    file = made(tmp_path / "journal")
    monkeypatch.setattr(os, "fdatasync", fail)
    file.write([piece(0)])
    with pytest.raises(SyncError, match="Input/output"):
        file.sync()


def test_a_folder_in_its_place_is_damage_and_can_be_set_aside(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    file = JournalFile(tmp_path / "journal")
    assert file.read().is_damaged
    assert file.set_aside() == tmp_path / "journal.damaged"
    file.empty(1)
    assert file.path.is_file()
