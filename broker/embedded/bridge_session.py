"""The MQTT session of the bridge: what waits in it, waits to be logged.

It is there from the broker's start to its end, so that nothing is lost that comes before the bridge. It drops nothing
of QoS 1 and 2; publishers wait instead. No network here.
"""

import asyncio
from dataclasses import dataclass

from amqtt.session import Session

from broker.embedded.delivery import delivery_of
from broker.limits import MAX_UNLOGGED_BYTES, MAX_UNLOGGED_MESSAGES


@dataclass(frozen=True, slots=True)
class Backlog:
    """Messages that wait for the bridge, and how long the oldest of QoS 1 or 2 has waited, in seconds."""

    messages: int
    seconds: float


class BridgeSession:
    """The session of the client id under which the bridge connects."""

    def __init__(
        self, client_id: str, max_messages: int = MAX_UNLOGGED_MESSAGES, max_bytes: int = MAX_UNLOGGED_BYTES
    ) -> None:
        self.client_id = client_id
        self.session = Session()
        self.session.client_id, self.session.clean_session = client_id, False
        self._outbox = delivery_of(self.session).outbox
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._room = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """Whether the next message of QoS 1 or 2 has to wait."""
        return len(self._outbox) >= self._max_messages or self._outbox.size >= self._max_bytes

    async def room(self) -> None:
        """Wait until there is room for one more message."""
        while self.is_full:
            self._room.clear()
            await self._room.wait()

    def acknowledged(self) -> None:
        """The bridge has acknowledged something: let publishers go on if there is room."""
        if not self.is_full:
            self._room.set()

    def backlog(self, now: float) -> Backlog:
        """What waits at `now`, in seconds on the broker's clock."""
        oldest = self._outbox.oldest()
        waited = now - oldest.receipt.at if oldest is not None and oldest.receipt is not None else 0.0
        return Backlog(len(self._outbox), waited)
