"""How far the bridge is behind: it publishes a probe to itself, which waits in the broker behind all that came before.

A probe comes back through the same queue as the messages, so its age is how long everybody waits. What lies between
two probes was published between the two times at which they were sent, whenever it is read. Pure; times are passed in,
in seconds of any clock that does not go back.
"""

import secrets
from collections import OrderedDict

EVERY = 0.5
"""Seconds between two probes, while there is work."""

WORTH = 100
"""Messages since the last probe before there is another: a quiet lab has none."""

_PREFIX = "pulse-"  # of the wire: docs/protocol.md
_REGULAR = 5.0
_MOST_AWAY = 200


def is_lag_probe(payload: bytes) -> bool:
    """Whether it is a probe, of this bridge or of one before it."""
    return payload.startswith(_PREFIX.encode())


class LagProbe:
    """The probes on their way. `passed`: the time at which the last probe that came back was sent; the messages that
    are read now were published after it."""

    def __init__(self) -> None:
        self.passed = 0.0
        self._name = f"{_PREFIX}{secrets.token_hex(4)}"
        self._away: OrderedDict[bytes, float] = OrderedDict()
        self._number = 0
        self._sent_at = float("-inf")
        self._messages = 0
        self._trusted_after = 0

    def due(self, messages: int, now: float) -> bytes | None:
        """The probe to publish after so many more messages; None when it is not yet time for one."""
        self._messages += messages
        if self._messages < WORTH or now - self._sent_at < EVERY or len(self._away) >= _MOST_AWAY:
            return None
        self._messages = 0
        self._number += 1
        if now - self._sent_at > _REGULAR:
            self._trusted_after = self._number  # what waits may have come in a long time without probes
        self._sent_at = now
        payload = f"{self._name}-{self._number}".encode()
        self._away[payload] = now
        return payload

    def came_back(self, payload: bytes) -> None:
        """A probe was read. Those sent before it are lost. One of another bridge is ignored."""
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
        """The broker has lost what waited: no probe comes back."""
        self._away.clear()
        self._sent_at = float("-inf")

    def lag(self, now: float) -> float:
        """Seconds that a message waits at least; 0 as long as that is not known."""
        if self._trusted_after or not self._away:
            return 0.0
        return now - next(iter(self._away.values()))
