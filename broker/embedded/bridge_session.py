"""The MQTT session of the bridge: what waits in it, waits to be logged.

It is there from the broker's start to its end, so that nothing is lost that comes before the bridge. It drops nothing
of QoS 1 and 2; publishers wait instead. No network here.
"""

from dataclasses import dataclass

from amqtt.session import Session

from broker.embedded.delivery import delivery_of
from broker.embedded.waiters import Waiters
from broker.limits import FLOODED_AT, MAX_INFLIGHT_BRIDGE, MAX_UNLOGGED_BYTES, MAX_UNLOGGED_MESSAGES

_FADING = 0.9
"""What is left of the largest number of messages that were acknowledged at once, after each time."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Messages that wait for the bridge, and how long the oldest of QoS 1 or 2 has waited, in seconds.

    `idle`: seconds since the bridge connected or acknowledged a message.
    """

    messages: int
    seconds: float
    idle: float


class BridgeSession:
    """The session of the client id under which the bridge connects."""

    def __init__(
        self,
        client_id: str,
        max_messages: int = MAX_UNLOGGED_MESSAGES,
        max_bytes: int = MAX_UNLOGGED_BYTES,
        flooded_at: int = FLOODED_AT,
    ) -> None:
        self.client_id = client_id
        self.session = Session()
        self.session.client_id, self.session.clean_session = client_id, False
        self._outbox = delivery_of(self.session).outbox
        self._outbox.window = MAX_INFLIGHT_BRIDGE
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._flooded_at = flooded_at
        self._burst = 0.0
        self._waiters, self._waiting_floods = Waiters(), Waiters()
        self._active_at = 0.0

    def is_full(self, *, is_flooding: bool) -> bool:
        """Whether the next message of QoS 1 or 2 has to wait, of a client that floods or of another one."""
        most = min(self._flood_limit(), self._max_messages) if is_flooding else self._max_messages
        return len(self._outbox) >= most or self._outbox.size >= self._max_bytes

    def waiters(self, *, is_flooding: bool) -> Waiters:
        """Those who wait for room."""
        return self._waiting_floods if is_flooding else self._waiters

    def connected(self, now: float) -> None:
        """The bridge has connected; it will need a moment."""
        self._active_at = now

    def acknowledged(self, now: float, messages: int) -> None:
        """The bridge has acknowledged so many messages at once: let publishers go on if there is room."""
        self._active_at = now
        self._burst = max(messages, self._burst * _FADING)
        if not self.is_full(is_flooding=False):
            self._waiters.call()
            # Not before, so that a flood does not wait for each message.
            if len(self._outbox) <= self._flood_limit() // 2:
                self._waiting_floods.call()

    def _flood_limit(self) -> int:
        """Messages that may wait before a flood has to: twice what the bridge syncs together, so that a slow disk has
        work, and no more, so that nobody's message waits for longer than it must."""
        return max(self._flooded_at, int(2 * self._burst))

    def backlog(self, now: float) -> Backlog:
        """What waits at `now`, in seconds on the broker's clock."""
        oldest = self._outbox.oldest()
        waited = now - oldest.receipt.at if oldest is not None and oldest.receipt is not None else 0.0
        return Backlog(len(self._outbox), waited, now - self._active_at)
