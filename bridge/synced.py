"""What `lab/synced` says: which records have just become durable, and how long that took; at most ten a second."""

from collections.abc import Callable, Mapping

import orjson

from chat.record import utc_text

EVERY = 0.1
"""Seconds between two of them."""


class SyncNotes:
    """Turns batches into payloads, leaving out what comes too soon. `clock` is the time in seconds since 1970."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = float("-inf")

    def payload(self, spans: Mapping[str, tuple[int, int]], seconds: float) -> bytes | None:
        """What to publish about a batch: the first and last `seq` of each session; None when it is too soon."""
        now = self._clock()
        # A clock that was set back must not silence this for an hour.
        if not spans or 0 <= now - self._last < EVERY:
            return None
        self._last = now
        return orjson.dumps({"at": utc_text(now), "ms": round(seconds * 1000, 2), "sessions": spans})
