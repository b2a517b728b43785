"""Writes a session's log: append-only files, `seq` without a hole, nothing lost or doubled by a kill at any moment.

Lines are staged, flushed and made durable, in that order: by a sync of the file, or by a journal that holds `written`.
A flush that fails (disk full) keeps what is not yet written and continues exactly there the next time, so a `seq` never
stands for two records. Only one process may write a session's folder: the bridge's lock ensures that, not this class.
Never decides what is a duplicate.
"""

import errno
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from chat import log_file
from chat.errors import RecordError, SessionLogError
from chat.history import History
from chat.record import Record

Clock = Callable[[], datetime]

_KNOWS_NO_FOLDERS = (errno.EINVAL, errno.ENOTSUP)
"""How a file system says that it can't sync a folder, as some network folders."""


def local_now() -> datetime:
    """The time in the machine's own zone, by which files are named."""
    return datetime.now().astimezone()


class SyncError(Exception):
    """A sync failed: what is on the disk is unknown, and nothing may go on as if it were known."""


class Written(NamedTuple):
    """Lines that were written together. `file`: the session's folder and the file in it, as `aula1/chat_...log`."""

    file: str
    offset: int
    data: bytes


class SessionLog:
    """The log of one session, open for writing. Raises OSError where the disk does, and SyncError. One thread calls it;
    `sync` may be called from any.
    """

    def __init__(self, folder: Path, *, rotate_at: int, clock: Clock = local_now) -> None:
        self.folder = folder
        self.last_seq = 0
        self._rotate_at = rotate_at
        self._clock = clock
        self._path: Path | None = None
        self._size = 0
        self._descriptor = -1
        self._file_id = (0, 0)  # the device and the inode of the open file
        self._name = ""  # of the open file, as in `Written`
        self._durable_name: Path | None = None  # the file whose name is on the disk
        self._has_unsynced = False  # whether the open file has bytes that no sync of it covers
        self._lock = threading.Lock()  # held while the file is synced or closed
        self._staged: list[bytes] = []
        self._volatile: list[bytes] = []  # lines that are in the file and not durable yet
        self._flushed = 0  # bytes of what is staged that are in the file; not 0 after a flush that failed midway
        self.written: list[Written] = []
        """What was flushed and is not durable yet."""

    def open(self) -> None:
        """Find the end of the log and cut off a torn last line. A new session gets a folder, and no file yet."""
        make_durable_folder(self.folder)
        history = History(self.folder)
        files = history.files()
        self._path = files[-1].path if files else next(iter(history.paths()), None)
        if self._path is not None:
            self._size = cut_torn_end(self._path)
        self.last_seq = history.last_seq()

    @property
    def is_file_open(self) -> bool:
        """Whether it holds a file descriptor."""
        return self._descriptor >= 0

    @property
    def has_pending(self) -> bool:
        """Whether something is staged that is not yet written."""
        return bool(self._staged)

    def stage(self, line: bytes) -> None:
        """Take the line of the record `last_seq + 1`, to be written by the next flush."""
        self._staged.append(line)
        self.last_seq += 1

    def flush(self) -> None:
        """Write what is staged, and again what is not durable if its file is gone. Raises OSError; then what is not
        written stays staged, and the next call continues."""
        if not self._staged and not self._volatile:
            return
        self._leave_file_that_is_gone()
        if not self._staged:
            return
        if self._descriptor < 0:
            self._open_file()
        lines, begin = b"".join(self._staged), max(0, self._size - self._flushed)
        self._write(lines)
        self.written.append(Written(self._name, begin, lines))
        self._volatile += self._staged
        self._staged.clear()
        self._flushed = 0

    def mark_durable(self) -> None:
        """All that was flushed is on the disk, in its file or in a journal."""
        self._volatile.clear()
        self.written.clear()

    def sync(self) -> None:
        """Return when the open file is on the disk as it is. Raises SyncError."""
        with self._lock:
            self._sync()

    def rotate_if_large(self) -> None:
        """Let the next record begin a new file when this one is large. Call it when all is durable."""
        if self._size >= self._rotate_at and not self.has_pending:
            self.close_file()
            self._path = None

    def close_file(self) -> None:
        """Sync and close the file; the next flush opens it again. Raises SyncError."""
        with self._lock:
            if self._descriptor >= 0:
                self._sync()
                os.close(self._descriptor)
                self._descriptor = -1

    def _sync(self) -> None:
        if self._descriptor < 0 or not self._has_unsynced:
            return
        self._has_unsynced = False  # before the sync: what is written during it may not be covered
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise SyncError(error.strerror) from error

    def _write(self, lines: bytes) -> None:
        """Write what is not in the file yet."""
        rest = memoryview(lines)[self._flushed :]
        while rest:
            written = os.write(self._descriptor, rest)
            self._has_unsynced = True
            self._flushed += written
            self._size += written
            rest = rest[written:]

    def _leave_file_that_is_gone(self) -> None:
        """Lines that go into a file that was removed or replaced are lost: begin a new one."""
        if self._path is None or self._is_same_file(self._path):
            return
        self.close_file()
        self._path = None
        if self._flushed or self._volatile:
            self._restage()

    def _restage(self) -> None:
        """The file that is gone held what is not durable, and perhaps half a line: write again what is not in the
        session's files now. An editor's copy may have whole lines of it."""
        self._staged[:0] = self._volatile
        self._volatile.clear()
        self.written.clear()
        self._flushed = 0
        first = self.last_seq - len(self._staged) + 1
        there = History(self.folder).after(first - 1, len(self._staged))
        known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._staged, there, strict=False)))
        del self._staged[:known]

    def _is_same_file(self, path: Path) -> bool:
        try:
            there = path.stat()
        except FileNotFoundError:
            return False
        self._size = there.st_size  # somebody may have shortened it
        return self._descriptor < 0 or (there.st_dev, there.st_ino) == self._file_id

    def _open_file(self) -> None:
        make_durable_folder(self.folder)
        if self._path is None:
            self._path, self._size = self._new_path(), 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self._descriptor = os.open(self._path, flags, 0o644)
        opened = os.fstat(self._descriptor)
        self._file_id, self._size = (opened.st_dev, opened.st_ino), opened.st_size
        self._name = f"{self.folder.name}/{self._path.name}"
        if self._durable_name != self._path:  # the file is new, or whoever made it was killed before it came so far
            try:
                sync_folder(self.folder)
            except OSError:
                self.close_file()
                raise
            self._durable_name = self._path

    def _new_path(self) -> Path:
        """A name that is not taken: the moment, or as many seconds later as it needs."""
        moment = self._clock()
        while (path := self.folder / log_file.name_for(moment)).exists():
            moment += timedelta(seconds=1)
        return path


def cut_torn_end(path: Path) -> int:
    """Cut what follows the last sound record, so that the next one begins a line of its own. Returns the size left.

    A torn line was never acknowledged. Whole lines that are no records may be somebody's notes: they are kept in a file
    beside it, `.damaged`. Raises SessionLogError (`log-unreadable`) when the file can't be opened for writing.
    """
    try:
        with path.open("r+b") as file:
            end = _sound_end(file)
            file.seek(end)
            cut = file.read()
            if cut:
                if b"\n" in cut:
                    _set_aside(path, cut)
                file.truncate(end)
                os.fsync(file.fileno())
    except OSError as error:
        raise SessionLogError("log-unreadable", f"{path}: {error.strerror}") from error
    return end


def _sound_end(file: BinaryIO) -> int:
    """Offset just behind the last sound record."""
    end = log_file.whole_end(file)
    while end > 0:
        start = _start_of_line(file, end)
        file.seek(start)
        if _is_record(file.read(end - start)):
            return end
        end = start
    return 0


def _is_record(line: bytes) -> bool:
    try:
        Record.decode(line)
    except RecordError:
        return False
    return True


def _start_of_line(file: BinaryIO, end: int) -> int:
    """Offset at which the line that ends at `end` begins."""
    position = end - 1
    while position > 0:
        start = max(0, position - 65536)
        file.seek(start)
        newline = file.read(position - start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        position = start
    return 0


def _set_aside(path: Path, cut: bytes) -> None:
    with path.with_suffix(".damaged").open("ab") as beside:
        beside.write(cut)


def make_durable_folder(folder: Path) -> None:
    """Make a folder, with the folders above it, that is still there after a power cut."""
    missing = [folder, *folder.parents]
    missing = missing[: next((n for n, path in enumerate(missing) if path.exists()), len(missing))]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows has no such call, and needs none. Raises OSError when the folder
    can't be opened, and SyncError."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _KNOWS_NO_FOLDERS:
                raise SyncError(error.strerror) from error
        finally:
            os.close(descriptor)
