"""Records coming in from `log/<session>`, going out to the rooms: one `records` event a session and tick.

A lone record leaves at once. In a flood, the records of a moment leave together: a frame costs more than a record.
This module does not read the disk, order or drop: pages apply records by `seq` and pull what they miss.
"""

from collections.abc import Callable

import orjson

from chat.topic import last_level

VIEWER_SECONDS = 20e-6
"""Seconds for which a session rests after an event, for each of its viewers: somewhat longer than writing to one takes,
so that the server has time for all else. Measured at 200 messages a second to 100 viewers: p50 1.6 ms instead of 11.7
with a rest of 15 ms for all."""

LEAST_SECONDS, MOST_SECONDS = 0.003, 0.015
"""Seconds of the shortest rest, because an event costs the page time too, and of the longest, which nobody notices."""

MAX_LINES = 1000
"""Records in one event; more are sent in several."""

Emit = Callable[[str, list[bytes]], None]
Later = Callable[[float, Callable[[], None]], object]


class Feed:
    """Collects the records of each session and emits them.

    `viewers(session)` is the number of clients that look at it; `later(seconds, call)` calls back on the server's loop.
    """

    def __init__(self, *, emit: Emit, viewers: Callable[[str], int], later: Later, clock: Callable[[], float]) -> None:
        self._emit = emit
        self._viewers = viewers
        self._later = later
        self._clock = clock
        self._waiting: dict[str, list[bytes]] = {}
        self._emitted_at: dict[str, float] = {}

    def take(self, topic: str, payload: bytes) -> None:
        """A packet of record lines came on `log/<session>`. Raises orjson.JSONDecodeError when it is none."""
        session = last_level(topic)
        viewers = self._viewers(session)
        if not viewers:
            self._emitted_at.pop(session, None)
            return
        lines = [line for line in payload.split(b"\n") if line]
        for line in lines:  # in an open lab anybody may publish here
            orjson.loads(line)
        if session in self._waiting:
            self._waiting[session] += lines
            return
        self._waiting[session] = lines
        rest = min(MOST_SECONDS, max(LEAST_SECONDS, viewers * VIEWER_SECONDS))
        due = self._emitted_at.get(session, 0.0) + rest - self._clock()
        if due > 0:
            self._later(due, lambda: self._flush(session))
        else:
            self._flush(session)

    def _flush(self, session: str) -> None:
        lines = self._waiting.pop(session, [])
        for begin in range(0, len(lines), MAX_LINES):
            self._emit(session, lines[begin : begin + MAX_LINES])
        self._emitted_at[session] = self._clock()
