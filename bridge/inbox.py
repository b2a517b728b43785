"""What waits for the recorder: a bounded queue between the network's threads and the disk's.

Full means that the network thread waits, so that TCP tells the broker to wait; nothing is thrown away here.
"""

import threading
import time
from queue import Empty, SimpleQueue

from bridge.delivery import Item, weight

_LOOK_AGAIN = 0.05


class Inbox:
    """A queue bounded in items and in bytes. Many may put, one takes."""

    def __init__(self, *, max_items: int, max_bytes: int) -> None:
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._items: SimpleQueue[Item | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._bytes = 0
        self._closed = False

    def put(self, item: Item) -> bool:
        """Add an item, waiting while there is no room. False, and not added, once the inbox is closed."""
        while not self._closed and self._is_full():
            time.sleep(_LOOK_AGAIN)
        if self._closed:
            return False
        with self._lock:
            self._bytes += weight(item)
        self._items.put(item)
        return True

    def take(self, most: int, seconds: float) -> list[Item]:
        """Everything that waits, at most `most`, in order; empty when nothing came within `seconds`."""
        taken: list[Item] = []
        try:
            item = self._items.get(timeout=seconds)
            while True:
                if item is not None:
                    taken.append(item)
                if len(taken) >= most:
                    break
                item = self._items.get_nowait()
        except Empty:
            pass
        with self._lock:
            self._bytes -= sum(map(weight, taken))
        return taken

    def close(self) -> None:
        """Take nothing more in. What waits can still be taken."""
        self._closed = True
        self._items.put(None)  # wakes the taker

    @property
    def is_drained(self) -> bool:
        """Whether it is closed and empty."""
        return self._closed and self._items.empty()

    @property
    def has_waiting(self) -> bool:
        """Whether something waits to be taken."""
        return not self._items.empty()

    def _is_full(self) -> bool:
        return self._items.qsize() >= self._max_items or self._bytes >= self._max_bytes
