"""Statuses on their way to the broker: the newest of each topic, and only so many in a second.

With LAB_MOSQUITTO_SAVE=always mosquitto writes its whole state to the disk for each retained message, in 1 to 50 ms. So
health checks and messages would wait behind a crowd that joins and leaves again.
"""

from collections.abc import Callable

from web.live.coalescer import Later

BURST = 50
"""Statuses that are published at once; more wait. A class that joins at once waits for none."""

PER_SECOND = 25
"""Statuses that are published in a second after that."""


class StatusPublisher:
    """Publishes statuses with `publish(topic, status)`. `later(seconds, call)` calls back on the server's loop."""

    def __init__(
        self, publish: Callable[[str, str], None], later: Later, burst: int = BURST, per_second: int = PER_SECOND
    ) -> None:
        self._publish = publish
        self._later = later
        self._burst = burst
        self._per_second = per_second
        self._left = burst
        self._is_counting = False
        self._pending: dict[str, str] = {}

    def publish(self, topic: str, status: str) -> None:
        """Publish a status now or, after many, later; a newer one takes its place."""
        self._pending[topic] = status
        self._flush()

    def flush_all(self) -> None:
        """Publish at once all that waits."""
        while self._pending:
            self._publish_first()

    def _flush(self) -> None:
        while self._pending and self._left > 0:
            self._left -= 1
            self._publish_first()
        if not self._is_counting and self._left < self._burst:
            self._is_counting = True
            self._later(1.0, self._begin_second)

    def _begin_second(self) -> None:
        self._is_counting, self._left = False, min(self._burst, self._left + self._per_second)
        self._flush()

    def _publish_first(self) -> None:
        topic = next(iter(self._pending))
        self._publish(topic, self._pending.pop(topic))
