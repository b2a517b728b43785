"""Records coming in from `log/<session>`, going out to the rooms: one `records` event a session and tick.

A lone record leaves at once; in a flood, what comes within a tick leaves together, because frames cost and not records.
Never asks the disk, never orders or drops: pages apply records by `seq` and pull what they miss.
"""

from collections.abc import Callable
from typing import Any

import orjson

from chat.topic import last_level

TICK = 0.015
"""Seconds between two events of a session in a flood."""

MAX_LINES = 1000
"""Records in one event; more are sent in several."""

Emit = Callable[[str, list[dict[str, Any]]], None]
Later = Callable[[float, Callable[[], None]], object]


class Feed:
    """Collects what comes for each session and emits it. `later(seconds, call)` calls back on the server's loop."""

    def __init__(
        self, *, emit: Emit, has_viewers: Callable[[str], bool], later: Later, clock: Callable[[], float]
    ) -> None:
        self._emit = emit
        self._has_viewers = has_viewers
        self._later = later
        self._clock = clock
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._emitted_at: dict[str, float] = {}

    def take(self, topic: str, payload: bytes) -> None:
        """A packet of record lines came on `log/<session>`."""
        session = last_level(topic)
        if not self._has_viewers(session):
            self._emitted_at.pop(session, None)
            return
        records = [orjson.loads(line) for line in payload.split(b"\n") if line]
        if session in self._waiting:
            self._waiting[session] += records
        else:
            self._waiting[session] = records
            due = self._emitted_at.get(session, 0.0) + TICK - self._clock()
            self._later(max(0.0, due), lambda: self._flush(session))

    def _flush(self, session: str) -> None:
        records = self._waiting.pop(session, [])
        self._emitted_at[session] = self._clock()
        for begin in range(0, len(records), MAX_LINES):
            self._emit(session, records[begin : begin + MAX_LINES])
