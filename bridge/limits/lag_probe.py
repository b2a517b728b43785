"""How far the bridge is behind: it publishes a pulse to itself, which waits in the broker behind all that came before.

A pulse comes back through the same queue as the messages, so its age is how long everybody waits. And what lies between
two pulses was published between the two times at which they were sent, whenever it is read. Pure; the time is given.
"""

import secrets
from collections import OrderedDict

EVERY = 0.5
"""Seconds between two pulses, while there is work."""

WORTH = 100
"""Messages since the last pulse before there is another: a quiet lab has none."""

_PREFIX = "pulse-"
_REGULAR = 5.0
_MOST_AWAY = 200


def is_lag_probe(payload: bytes) -> bool:
    """Whether it is a pulse, of this bridge or of one before it."""
    return payload.startswith(_PREFIX.encode())


class LagProbe:
    """The pulses on their way. `passed` is when the last one that came back had been sent: the time of the messages."""

    def __init__(self) -> None:
        self.passed = 0.0
        self._mark = f"{_PREFIX}{secrets.token_hex(4)}"
        self._away: OrderedDict[bytes, float] = OrderedDict()
        self._number = 0
        self._sent_at = float("-inf")
        self._messages = 0
        self._trusted_after = 0

    def due(self, messages: int, now: float) -> bytes | None:
        """The pulse to publish after so many more messages; None when it is not yet time for one."""
        self._messages += messages
        if self._messages < WORTH or now - self._sent_at < EVERY or len(self._away) >= _MOST_AWAY:
            return None
        self._messages = 0
        self._number += 1
        if now - self._sent_at > _REGULAR:
            self._trusted_after = self._number  # what waits may have come in a long time without pulses
        self._sent_at = now
        payload = f"{self._mark}-{self._number}".encode()
        self._away[payload] = now
        return payload

    def came_back(self, payload: bytes) -> None:
        """A pulse was read. Those before it are lost; what is not ours is nobody's."""
        if payload not in self._away:
            return
        at = 0.0
        for known in list(self._away):
            at = self._away.pop(known)
            if known == payload:
                break
        self.passed = at
        if int(payload.rpartition(b"-")[2]) >= self._trusted_after:
            self._trusted_after = 0

    def forget(self) -> None:
        """The broker has lost what waited: no pulse comes back."""
        self._away.clear()
        self._sent_at = float("-inf")

    def lag(self, now: float) -> float:
        """Seconds that a message waits at least; 0 as long as that can't be told."""
        if self._trusted_after or not self._away:
            return 0.0
        return now - next(iter(self._away.values()))
