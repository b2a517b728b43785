"""Reads what is logged: any part of a session, across its files, while the bridge writes. Never writes, never locks.

Returns lines as they are on the disk, newline included: code that only passes them on need not decode them.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from chat import log_file
from chat.errors import SessionLogError, TopicError
from chat.session_state import STATE, SessionState
from chat.topic import check_session

ARCHIVE = ".archive"
"""The folder, below the logs, of archived sessions."""

REPLIES = "replies.json"
"""The file, in a session's folder, with its quick replies."""

LEAST = 2
"""Records that an answer has whatever their size. A page asks for the last one that it holds and what follows."""

_ARCHIVED = re.compile(r"([a-z0-9][a-z0-9_-]{0,47})_\d{8}-\d{6}(?:-\d{1,6})?")


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file of a session, and the first `seq` in it."""

    path: Path
    first_seq: int


class History:
    """The records of one session, read from its folder. A session without a folder is an empty history.

    Where a method takes `size`, it returns fewer records when they have more bytes together, but two at least.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The session's folder, which need not exist."""
        return self._folder

    @classmethod
    def of(cls, logs: Path, session: str) -> "History":
        """The history of a session by its name. Raises TopicError (`bad-session`)."""
        return cls(logs / check_session(session))

    @classmethod
    def archived(cls, logs: Path, name: str) -> "History":
        """The history of an archived session by the name of its folder. Raises SessionLogError (`no-session`)."""
        if not _ARCHIVED.fullmatch(name):
            raise SessionLogError("no-session", f"{name[:80]!r} names no archived session")
        return cls(logs / ARCHIVE / name)

    def replies(self) -> list[str]:
        """The session's quick replies; empty when there are none or they can't be read."""
        try:
            found = json.loads((self._folder / REPLIES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []

    def state(self) -> SessionState:
        """The session's state as the bridge keeps it; the empty one when there is none or it can't be read."""
        try:
            return SessionState.decode((self._folder / STATE).read_bytes())
        except OSError:
            return SessionState()

    def files(self) -> list[LogFile]:
        """The files that hold a record, in the order of their `seq`: names may be out of order after a clock change."""
        found = []
        for path in self.paths():
            with _opened(path) as opened:
                first = log_file.first_seq(opened)
            if first is not None:
                found.append(LogFile(path, first))
        return sorted(found, key=lambda file: file.first_seq)

    def paths(self) -> list[Path]:
        """Every log file of the session, in the order of names, also those without a record."""
        try:
            entries = [entry for entry in os.scandir(self._folder) if log_file.NAME.fullmatch(entry.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(Path(entry.path) for entry in entries if entry.is_file())

    def last_seq(self) -> int:
        """The `seq` of the last record; 0 when there is none."""
        last = self.last(1)
        return log_file.seq_or_none(last[0]) or 0 if last else 0

    def first(self) -> bytes | None:
        """The first record of the session."""
        return next(self.all(), None)

    def last(self, limit: int, size: int = sys.maxsize) -> list[bytes]:
        """The last `limit` records, ascending."""
        return _bounded(self.backwards(), limit, size)[::-1]

    def before(self, seq: int, limit: int, size: int = sys.maxsize) -> list[bytes]:
        """The last `limit` records whose `seq` is below `seq`, ascending."""
        return _bounded(self.backwards(seq), limit, size)[::-1]

    def after(self, seq: int, limit: int, size: int = sys.maxsize) -> list[bytes]:
        """The first `limit` records whose `seq` is above `seq`, ascending."""
        return _bounded(self.since(seq), limit, size)

    def since(self, seq: int) -> Iterator[bytes]:
        """Every record whose `seq` is above `seq`, ascending, also those that are written while this reads."""
        files = self.files()
        begin = max((n for n, file in enumerate(files) if file.first_seq <= seq + 1), default=0)
        for file in files[begin:]:
            with _opened(file.path) as opened:
                end = log_file.whole_end(opened)
                start = log_file.offset_of(opened, seq + 1, end) if file.first_seq <= seq else 0
                yield from log_file.lines_from(opened, start, end)

    def all(self) -> Iterator[bytes]:
        """Every record of the session, ascending."""
        return self.since(0)

    def backwards(self, below: int | None = None) -> Iterator[bytes]:
        """Every record of the session, or every one whose `seq` is below `below`, the newest first."""
        for file in reversed(self.files()):
            if below is not None and file.first_seq >= below:
                continue
            with _opened(file.path) as opened:
                end = log_file.whole_end(opened)
                if below is not None:
                    end = log_file.offset_of(opened, below, end)
                yield from log_file.lines_before(opened, end)

    def size(self) -> int:
        """Bytes on the disk."""
        return sum(size_of(path) for path in self.paths())


def size_of(path: Path) -> int:
    """Bytes of a log file; 0 when it was removed meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _opened(path: Path) -> BinaryIO:
    """A log file to read; an empty one when it was removed meanwhile, as when its session is archived or deleted."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        return BytesIO()


def _bounded(lines: Iterator[bytes], limit: int, size: int) -> list[bytes]:
    """The first `limit` lines, fewer when they have more than `size` bytes together, but two at least."""
    found: list[bytes] = []
    for line in islice(lines, limit):
        size -= len(line)
        if size < 0 and len(found) >= LEAST:
            break
        found.append(line)
    return found


def session_names(logs: Path) -> list[str]:
    """The sessions that have a folder, by name. Folders whose name no session may have are skipped."""
    try:
        entries = sorted(entry.name for entry in os.scandir(logs) if entry.is_dir())
    except FileNotFoundError:
        return []
    return [name for name in entries if _is_session(name)]


def archived_names(logs: Path) -> list[tuple[str, str]]:
    """The archived sessions: the name of the folder, and of the session that it was."""
    try:
        names = sorted(entry.name for entry in os.scandir(logs / ARCHIVE) if entry.is_dir())
    except FileNotFoundError:
        return []
    return [(name, match[1]) for name in names if (match := _ARCHIVED.fullmatch(name))]


def _is_session(name: str) -> bool:
    try:
        check_session(name)
    except TopicError:
        return False
    return True
