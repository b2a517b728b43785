"""The list of sessions, read from the log folder: when each began, what was said last, how large it is.

Remembers what it read of a session until its newest file changes. Never writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from chat.history import History, session_names
from chat.record import Record, sound_records

LOOK_BACK = 100
"""Records from the end among which a word is looked for: readings of a hundred bytes make one block of the file."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list shows of a session. `last`: the last word in it or, when none was said lately, the last record."""

    session: str
    started_at: str
    last_seq: int
    last_at: str
    size: int
    last: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """As the API tells it."""
        return {
            "session": self.session,
            "started_at": self.started_at,
            "last_seq": self.last_seq,
            "last_at": self.last_at,
            "size": self.size,
            "last": self.last,
        }


class SessionList:
    """The sessions under a log folder."""

    def __init__(self, logs: Path, names: Callable[[], list[str]] | None = None) -> None:
        self._logs = logs
        self._names = names or (lambda: session_names(logs))
        self._known: dict[str, tuple[tuple[int, int, str], Summary | None]] = {}

    def all(self) -> list[Summary]:
        """Every session that has a record, the one with the latest word first."""
        names = self._names()
        self._known = {name: self._known[name] for name in names if name in self._known}
        found = [summary for name in names if (summary := self._summary(name)) is not None]
        return sorted(found, key=lambda summary: summary.last_at, reverse=True)

    def _summary(self, name: str) -> Summary | None:
        history = History(self._logs / name)
        stamp = _stamp(history)
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            known = self._known[name] = (stamp, _read(name, history))
        return known[1]


def _stamp(history: History) -> tuple[int, int, str]:
    paths = history.paths()
    if not paths:
        return 0, 0, ""
    newest = max(path.stat().st_mtime_ns for path in paths)
    return newest, history.size(), paths[-1].name


def _read(name: str, history: History) -> Summary | None:
    first, latest = history.first(), history.last(LOOK_BACK)
    if first is None:
        return None
    begun, ended = next(sound_records([first]), None), next(sound_records(latest[-1:]), None)
    if begun is None or ended is None:
        return None
    return Summary(name, begun.at, ended.seq, ended.at, history.size(), orjson.loads(_last_word(latest)))


def _last_word(lines: list[bytes]) -> bytes:
    """The last line with a word that somebody said: readings would hide it. The last line when there is none."""
    backwards = (line for line in reversed(lines) if b'"text":' in line)
    return next((line for line in backwards if any(map(_is_word, sound_records([line])))), lines[-1])


def _is_word(record: Record) -> bool:
    return bool(record.text) and not record.event
