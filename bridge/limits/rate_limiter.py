"""Limits each sender's rate while messages wait, so that one that floods does not make the others wait. Pure; times
are passed in, in seconds of any clock that does not go back.

As long as the bridge keeps up, a sender may be as fast as it likes. When messages wait for too long, those of a sender
that is faster than `rate` are refused, which costs far less than logging them, until the wait is short again.
What counts is when messages were published, not when they are read: what waited in the broker while the bridge
was away, or while its disk was full, is never refused for coming all at once.
"""

from bridge.limits.lag_probe import LagProbe
from chat.errors import Refused
from chat.token_buckets import TokenBuckets

PATIENCE = 1.0
"""Seconds that messages may wait before those of fast senders are refused."""

PATIENCE_ALONE = 5.0
"""The same while there is only one sender: a bulk load hurts nobody until the broker's queue is in danger. Also with
the embedded broker: it lets a flood wait, so messages wait for longer only on a disk that is slow for everybody."""

COUNT_FROM = 0.5
"""Seconds of waiting from which on senders are counted: not counting saves 2 us a message."""

BURST_SECONDS = 5
"""A sender may be this many seconds ahead of its rate."""

_ALONE_AFTER = 10.0


class RateLimiter:
    """Which messages are refused. A sender is known by its topic. `rate` is in messages a second, `patience` the
    seconds that messages may wait while there are several senders."""

    def __init__(self, *, rate: int, patience: float = PATIENCE) -> None:
        self._rate = rate
        self._patience = patience
        self._buckets = TokenBuckets(rate=rate, burst=rate * BURST_SECONDS)
        self._lag_probe = LagProbe()
        self._last_sender = ""
        self._changed_at = float("-inf")  # when a message of another sender than the one before came

    def counts(self, now: float) -> bool:
        """Whether messages wait, so that each must be counted with `refusal`."""
        return self._lag_probe.lag(now) >= COUNT_FROM

    def refusal(self, sender: str, now: float, *, is_repeat: bool = False) -> Refused | None:
        """The refusal of one more message; None when it may pass. A possible repeat (`is_repeat`) passes."""
        if sender != self._last_sender:
            self._changed_at, self._last_sender = (now if self._last_sender else self._changed_at), sender
        if self._buckets.take(sender, self._lag_probe.passed) or is_repeat:
            return None
        lag = self._lag_probe.lag(now)
        if lag < (PATIENCE_ALONE if now - self._changed_at > _ALONE_AFTER else self._patience):
            return None
        return Refused("flood", f"more than {self._rate} messages a second, while all wait for {lag:.1f} s")

    def probe_due(self, messages: int, now: float) -> bytes | None:
        """The lag probe to publish after so many more messages; None when it is not yet time for one."""
        return self._lag_probe.due(messages, now)

    def probe_received(self, payload: bytes) -> None:
        """A lag probe came back from the broker."""
        self._lag_probe.came_back(payload)

    def forget_probes(self) -> None:
        """The broker has lost what waited: no lag probe comes back."""
        self._lag_probe.forget()
