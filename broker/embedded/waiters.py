"""Those who wait until there is room, in the order in which they came."""

import asyncio
from collections.abc import Callable


class Waiters:
    """Functions to call when there may be room. Each is called once, and adds itself again if it has to wait on."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: dict[Callable[[], None], None] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, go_on: Callable[[], None]) -> None:
        """Have a function called. Nothing changes when it waits already."""
        self._waiting[go_on] = None

    def discard(self, go_on: Callable[[], None]) -> None:
        """Call a function no more."""
        self._waiting.pop(go_on, None)

    def call(self) -> None:
        """There may be room. Calls all that wait in the next turn of the event loop, so the caller finishes first."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, {}
        loop = asyncio.get_running_loop()
        for go_on in waiting:
            loop.call_soon(go_on)
