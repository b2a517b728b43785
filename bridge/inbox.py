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
        self._blocks: SimpleQueue[list[Item]] = SimpleQueue()
        self._left: list[Item] = []
        self._lock = threading.Lock()
        self._count = 0
        self._bytes = 0
        self._closed = False

    def put(self, item: Item) -> bool:
        """Add an item, waiting while there is no room. False, and not added, once the inbox is closed."""
        return self.put_all([item])

    def put_all(self, items: list[Item]) -> bool:
        """Add items that came together, with one look at the room: the bound may be passed by what came at once."""
        while not self._closed and self._is_full():
            time.sleep(_LOOK_AGAIN)
        if self._closed:
            return False
        self._note(len(items), sum(map(weight, items)))
        self._blocks.put(items)
        return True

    def take(self, most: int, seconds: float) -> list[Item]:
        """Everything that waits, at most `most`, in order; empty when nothing came within `seconds`."""
        taken, self._left = self._left, []
        try:
            taken += self._blocks.get(timeout=0 if taken else seconds)
            while len(taken) < most:
                taken += self._blocks.get_nowait()
        except Empty:
            pass
        taken, self._left = taken[:most], taken[most:]
        self._note(-len(taken), -sum(map(weight, taken)))
        return taken

    def close(self) -> None:
        """Take nothing more in. What waits can still be taken."""
        self._closed = True
        self._blocks.put([])  # wakes the taker

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

    def _note(self, items: int, size: int) -> None:
        with self._lock:
            self._count += items
            self._bytes += size
