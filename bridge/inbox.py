"""What waits for the recorder: a bounded queue between the network's threads and the disk's.

While it is full the network thread waits, so that TCP makes the broker wait. Nothing is dropped here.
"""

import threading
import time
from queue import Empty, SimpleQueue

from bridge.delivery import Item, weight

_POLL_SECONDS = 0.05


class Inbox:
    """A queue bounded in items and in bytes. Many threads may put, one takes."""

    def __init__(self, *, max_items: int, max_bytes: int) -> None:
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._blocks: SimpleQueue[tuple[list[Item], int]] = SimpleQueue()
        self._left: tuple[list[Item], int] = ([], 0)
        self._lock = threading.Lock()
        self._count = 0
        self._bytes = 0
        self._closed = False

    def put(self, item: Item) -> bool:
        """Add an item, waiting while there is no room. False, and not added, once the inbox is closed."""
        return self.put_all([item])

    def put_all(self, items: list[Item]) -> bool:
        """Add items that came together, and check the bounds once: a block of items may exceed them.

        Waits while the inbox is full. False, and nothing added, once it is closed.
        """
        while not self._closed and self._is_full():
            time.sleep(_POLL_SECONDS)
        if self._closed:
            return False
        size = weight(items)
        self._count_change(len(items), size)
        self._blocks.put((items, size))
        return True

    def take(self, most: int, seconds: float) -> list[Item]:
        """At most `most` of the items that wait, in order; empty when none came within `seconds`."""
        taken, size = self._left
        try:
            block = self._blocks.get(timeout=0 if taken else seconds)
            while True:
                taken = taken + block[0] if taken else block[0]
                size += block[1]
                if len(taken) >= most:
                    break
                block = self._blocks.get_nowait()
        except Empty:
            pass
        taken, left = taken[:most], taken[most:]
        self._left = (left, weight(left))
        self._count_change(-len(taken), self._left[1] - size)
        return taken

    def close(self) -> None:
        """Accept nothing more. What waits can still be taken."""
        self._closed = True
        self._blocks.put(([], 0))  # wakes the taker

    @property
    def is_drained(self) -> bool:
        """Whether it is closed and empty."""
        return self._closed and not self._count and self._blocks.empty()

    @property
    def has_waiting(self) -> bool:
        """Whether something waits to be taken."""
        return self._count > 0

    def _is_full(self) -> bool:
        return self._count >= self._max_items or self._bytes >= self._max_bytes

    def _count_change(self, items: int, size: int) -> None:
        with self._lock:
            self._count += items
            self._bytes += size
