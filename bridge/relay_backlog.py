"""How many payload bytes the relay has handed to its connection and the broker has not acknowledged."""

import sys
import threading
from collections import deque

from mqtt.connection import Sent

MAX_BYTES = 32 * 1024 * 1024
"""Payload bytes that may wait for the broker."""


class RelayBacklog:
    """Messages that wait, oldest first. A broker acknowledges in the order of publication (MQTT 3.1.1, section 4.6)."""

    def __init__(self, max_bytes: int = MAX_BYTES, max_messages: int = sys.maxsize) -> None:
        self._max_bytes = max_bytes
        self._max_messages = max_messages
        self._waiting: deque[tuple[Sent, int]] = deque()
        self._bytes = 0
        self._lock = threading.Lock()  # records and answers are published by different threads

    def has_room(self, size: int) -> bool:
        """Whether one more payload, of `size` bytes, may wait as well. It always may when none waits."""
        with self._lock:
            while self._waiting and not self._waiting[0][0].is_waiting:
                self._bytes -= self._waiting.popleft()[1]
            is_within = self._bytes + size <= self._max_bytes and len(self._waiting) < self._max_messages
            return is_within or not self._waiting

    def last(self) -> Sent | None:
        """The newest message, if it may wait still: it is acknowledged after all others."""
        with self._lock:
            return self._waiting[-1][0] if self._waiting else None

    def add(self, sent: Sent, size: int) -> None:
        """Count a message that the connection has accepted."""
        with self._lock:
            self._waiting.append((sent, size))
            self._bytes += size
