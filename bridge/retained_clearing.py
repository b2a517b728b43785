"""Clears retained messages on the broker, a few at a time, and knows the empty payload of each that comes back.

A broker may send thousands of retained messages at once, more than may wait on their way to it. So the next one is
cleared when one before it has come back.
"""

from collections.abc import Callable

MOST_UNDERWAY = 50
"""Clearings at once whose empty payload has not come back; fewer than the packets that may wait for the broker."""

MOST_WAITING_CHARACTERS = 4_194_304
"""Characters of the topics that wait to be cleared. Others stay retained, and come again at the next connection."""

PATIENCE = 30.0
"""Seconds after which clearings that have not come back are taken for lost, with their connection."""


class RetainedClearings:
    """The topics that wait to be cleared, in order, and those underway, as hashes. Times are in seconds of any clock
    that does not go back."""

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._waiting_characters = 0
        self._underway: set[int] = set()
        self._changed_at = 0.0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._underway)

    def request(self, topic: str) -> bool:
        """Have a topic cleared. False: too much waits already."""
        if topic in self._waiting:
            return True
        if self._waiting_characters + len(topic) > MOST_WAITING_CHARACTERS:
            return False
        self._waiting[topic] = None
        self._waiting_characters += len(topic)
        return True

    def send(self, clear: Callable[[str], bool], now: float) -> None:
        """Clear what waits, as far as there is room. `clear` returns whether the broker's client took the packet."""
        if now - self._changed_at > PATIENCE:
            self._underway.clear()
        while self._waiting and len(self._underway) < MOST_UNDERWAY:
            topic = next(iter(self._waiting))
            if not clear(topic):
                return
            del self._waiting[topic]
            self._waiting_characters -= len(topic)
            self._underway.add(hash(topic))
            self._changed_at = now

    def is_own(self, topic: str, payload: bytes) -> bool:
        """Whether a delivery is the empty payload of a clearing that is underway. It is underway no longer."""
        if payload or hash(topic) not in self._underway:
            return False
        self._underway.remove(hash(topic))
        return True
