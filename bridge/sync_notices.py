"""What `lab/synced` says: which records became durable, and how long that took; at most ten times a second."""

from collections.abc import Callable, Mapping

import orjson

from chat.record import utc_text

EVERY = 0.1
"""Seconds between two of them."""


class SyncedReports:
    """Turns batches into payloads, and leaves out what comes too soon. `clock` returns seconds since 1970."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = float("-inf")

    @property
    def is_due(self) -> bool:
        """Whether it is time for the next payload. If the clock was set back, it is."""
        return not 0 <= self._clock() - self._last < EVERY

    def payload(self, spans: Mapping[str, tuple[int, int]], seconds: float) -> bytes | None:
        """The payload about a batch: the first and last `seq` of each session, and the seconds that writing
        and syncing took. None when it is too soon, or nothing was logged."""
        if not spans or not self.is_due:
            return None
        self._last = self._clock()
        return orjson.dumps({"at": utc_text(self._last), "ms": round(seconds * 1000, 2), "sessions": spans})
