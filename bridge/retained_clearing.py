"""Which retained messages the bridge itself has cleared: the empty payload that comes back is nobody's message."""

from collections import OrderedDict

MOST_EXPECTED = 4096
"""Clearings that are remembered; one whose payload never comes back is forgotten with the oldest."""


class ExpectedClearings:
    """The topics that the bridge has cleared, as hashes, so that long topics take no room."""

    def __init__(self) -> None:
        self._topics: OrderedDict[int, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._topics)

    def expect(self, topic: str) -> None:
        """The bridge clears what is retained on this topic."""
        self._topics[hash(topic)] = None
        if len(self._topics) > MOST_EXPECTED:
            self._topics.popitem(last=False)

    def is_own(self, topic: str, payload: bytes) -> bool:
        """Whether a delivery is a clearing that was expected. It is expected no longer."""
        if payload or hash(topic) not in self._topics:
            return False
        del self._topics[hash(topic)]
        return True
