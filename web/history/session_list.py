"""The list of sessions, read from the log folder: when each began, what was said last, how large it is.

The summary of a session is kept until its folder or one of its files changes. An unchanged session costs two or three
calls of stat(2). Never writes.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from chat import log_file
from chat.history import History, session_names
from chat.record import Record, sound_records

LOOK_BACK = 100
"""Records from the end that are searched for a text: of a hundred bytes each they are one block of the file."""

SLICE_SECONDS = 0.005
"""Seconds after which other greenlets get their turn."""

SETTLED_NS = 1_000_000_000
"""Nanoseconds after which a folder's time of change is believed; file systems count in steps of milliseconds."""

MAX_LAST = 4096
"""Bytes of the line of `last`; of a longer one the list has the beginning of its text."""

MAX_TEXT = 500
"""Characters of that text."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the list. `last`: the last record with a text, or the last record when none of LOOK_BACK has one."""

    session: str
    started_at: str
    last_seq: int
    last_at: str
    size: int
    last: dict[str, Any]
    names: Mapping[str, str]
    """Display names, by roles in small letters."""

    def document(self, present: Iterable[str] = ()) -> dict[str, Any]:
        """The JSON object of the API, with the names of the roles that are `present`, and of the last one."""
        shown = {str(role).lower() for role in (*present, self.last.get("role", ""))}
        return {
            "names": {role: name for role, name in self.names.items() if role in shown},
            "session": self.session,
            "started_at": self.started_at,
            "last_seq": self.last_seq,
            "last_at": self.last_at,
            "size": self.size,
            "last": self.last,
        }


@dataclass(slots=True)
class _Known:
    """What is remembered of a session's folder: its log files, their newest change and size together, the summary."""

    folder_changed: int
    paths: list[str]
    stamp: tuple[int, int]
    summary: Summary | None


class SessionList:
    """The sessions under a log folder. `breathe` lets other greenlets work during a long read."""

    def __init__(
        self,
        logs: Path,
        names: Callable[[], list[str]] | None = None,
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        self._logs = logs
        self._names = names or (lambda: session_names(logs))
        self._breathe = breathe
        self._known: dict[str, _Known] = {}
        self._one_at_a_time = threading.Lock()

    def all(self) -> list[Summary]:
        """Every session that has a record, the one with the latest record first.

        Calls run one at a time: a second one waits for the first, and then has almost nothing left to read.
        """
        with self._one_at_a_time:
            names = self._names()
            found = [summary for name in self._in_slices(names) if (summary := self._summary(name)) is not None]
            self._known = {name: self._known[name] for name in names if name in self._known}
        return sorted(found, key=lambda summary: summary.last_at, reverse=True)

    def _in_slices(self, names: list[str]) -> Iterator[str]:
        end = time.monotonic() + SLICE_SECONDS
        for name in names:
            yield name
            if time.monotonic() >= end:
                self._breathe()
                end = time.monotonic() + SLICE_SECONDS

    def _summary(self, name: str) -> Summary | None:
        folder = f"{self._logs}{os.sep}{name}"
        try:
            changed = _folder_changed(folder)
            known = self._known.get(name)
            paths = known.paths if known and changed and known.folder_changed == changed else _paths(folder)
            stamp = _stamp(paths)
            if known is None or known.paths is not paths or known.stamp != stamp:
                known = self._known[name] = _Known(changed, paths, stamp, _read(name, History(Path(folder)), stamp[1]))
        except OSError:  # removed meanwhile
            self._known.pop(name, None)
            return None
        return known.summary


def _folder_changed(folder: str) -> int:
    """When files were last added or removed, in nanoseconds since 1970. Raises OSError.

    0 for a change within the last second, which compares equal to nothing: another one may get the same time.
    """
    changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 - a Path for each session costs more than the call
    return changed if time.time_ns() - changed > SETTLED_NS else 0


def _paths(folder: str) -> list[str]:
    """The log files in a folder. Raises OSError."""
    with os.scandir(folder) as entries:
        return [entry.path for entry in entries if log_file.NAME.fullmatch(entry.name) and entry.is_file()]


def _stamp(paths: list[str]) -> tuple[int, int]:
    """When the files changed last, in nanoseconds, and their size together. Raises OSError."""
    found = [os.stat(path) for path in paths]  # noqa: PTH116 - as above
    return max((one.st_mtime_ns for one in found), default=0), sum(one.st_size for one in found)


def _read(name: str, history: History, size: int) -> Summary | None:
    first, latest = history.first(), history.last(LOOK_BACK)
    if first is None:
        return None
    begun, ended = next(sound_records([first]), None), next(sound_records(latest[-1:]), None)
    if begun is None or ended is None:
        return None
    state = history.state()
    last = _shortened(_last_word(latest, state.removed))
    return Summary(name, begun.at, ended.seq, ended.at, size, last, state.names)


def _last_word(lines: list[bytes], removed: frozenset[int]) -> bytes:
    """The last line with a text, which later readings would hide. The last line when there is none.

    What the teacher removed is not shown. The event that removed it stands behind it, so it is never the last line.
    """
    backwards = (line for line in reversed(lines) if b'"text":' in line)
    words = (line for line in backwards for record in sound_records([line]) if _is_word(record, removed))
    return next(words, lines[-1])


def _is_word(record: Record, removed: frozenset[int]) -> bool:
    return bool(record.text) and not record.event and record.seq not in removed


def _shortened(line: bytes) -> dict[str, Any]:
    """A record for the list. Of one that is large only the beginning of its text, so that a long list stays bounded."""
    document: dict[str, Any] = orjson.loads(line)
    if len(line) <= MAX_LAST:
        return document
    short: dict[str, Any] = {key: document[key] for key in ("seq", "at", "role", "event", "to") if key in document}
    return {**short, "text": str(document.get("text", ""))[:MAX_TEXT]}
