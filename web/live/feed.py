"""Records coming in from `log/<session>`, going out to the rooms: one `records` event a session and tick.

A lone record leaves at once; in a flood, what comes within a tick leaves together, because frames cost and not records.
Never asks the disk, never orders or drops: pages apply records by `seq` and pull what they miss.
"""

from collections.abc import Callable

import orjson

from chat.topic import last_level

VIEWER_SECONDS = 20e-6
"""How long a session rests after an event, for each of its viewers: somewhat longer than it takes to write to one, so
that the server has time for all else. Measured at 200 messages a second to 100 viewers: p50 1.6 ms instead of 11.7
with a rest of 15 ms for all."""

LEAST_SECONDS, MOST_SECONDS = 0.003, 0.015
"""The shortest rest, because an event costs the page something too; and the longest, which nobody sees."""

MAX_LINES = 1000
"""Records in one event; more are sent in several."""

Emit = Callable[[str, list[bytes]], None]
Later = Callable[[float, Callable[[], None]], object]


class Feed:
    """Collects what comes for each session and emits it. `viewers(session)` says how many look at it, and
    `later(seconds, call)` calls back on the server's loop."""

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
        for line in lines:  # where anybody may publish, nothing else may reach a page
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
