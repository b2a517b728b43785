"""Doing something at once, and then only so often however often it is requested."""

from collections.abc import Callable

Later = Callable[[float, Callable[[], None]], object]


class Coalescer:
    """Calls `act(key)` at once for a key, and then at most every `rest` seconds. The last request is never lost.

    `later(seconds, call)` calls back on the server's loop.
    """

    def __init__(self, act: Callable[[str], None], later: Later, rest: float) -> None:
        self._act = act
        self._later = later
        self._rest = rest
        self._requested_again: dict[str, bool] = {}

    def request(self, key: str) -> None:
        """Call `act` now, or when the rest is over."""
        if key in self._requested_again:
            self._requested_again[key] = True
            return
        self._requested_again[key] = False
        self._later(self._rest, lambda: self._end_rest(key))
        self._act(key)

    def _end_rest(self, key: str) -> None:
        if self._requested_again.pop(key):
            self.request(key)
