"""Messages that are logged and not acknowledged yet: those that address a role wait until the broker has their records.

A bridge that is killed before it acknowledges gets the messages again, and publishes their records again.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bridge.delivery import Delivery
from bridge.relay_interface import Receipt

PATIENCE = 1.0
"""Seconds for which a message waits at most, as when the broker takes nothing."""


@dataclass(frozen=True, slots=True)
class _Held:
    deliveries: list[Delivery]
    receipt: Receipt | None
    until: float


class Acknowledgements:
    """Acknowledges in the order of receipt. One thread, the recorder's, calls it."""

    def __init__(
        self, acknowledge: Callable[[Iterable[Delivery]], None], timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._acknowledge = acknowledge
        self._timer = timer
        self._held: deque[_Held] = deque()

    def add(self, deliveries: list[Delivery], receipt: Receipt | None) -> None:
        """Hold a batch until the broker has acknowledged what `receipt` stands for; None: nothing is waited for."""
        self._held.append(_Held(deliveries, receipt, self._timer() + PATIENCE))

    def flush(self, *, may_wait: bool) -> None:
        """Acknowledge what need not be held any longer. `may_wait`: nothing else is to be done, so wait for it."""
        while self._held and not self._is_waited_for(self._held[0], may_wait=may_wait):
            self._acknowledge(self._held.popleft().deliveries)

    def _is_waited_for(self, held: _Held, *, may_wait: bool) -> bool:
        left = held.until - self._timer()
        if held.receipt is None or left <= 0:
            return False
        return not held.receipt.wait(left if may_wait else 0)
