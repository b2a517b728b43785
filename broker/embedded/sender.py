"""What is sent to the clients: answers first, then what the outbox holds, in packets joined to large writes.

What becomes due in one turn of the event loop is written at its end, once for each connection: many messages for the
bridge, or many acknowledgements of one publisher, are one call of the system. A client that does not read fills its
own outbox, which is bounded, and nothing else.
"""

import asyncio
import logging
from collections.abc import Callable

from broker.embedded.network import NetworkConnection
from broker.embedded.outbox import Outbox

_log = logging.getLogger(__name__)
_BATCH_BYTES = 65536
_MOST_ANSWERS = 10_000


class Turn:
    """The senders that have something to send since the event loop's last turn."""

    def __init__(self) -> None:
        self._due: list[Sender] = []

    def add(self, sender: "Sender") -> None:
        """Have it send at the end of this turn."""
        if not self._due:
            asyncio.get_running_loop().call_soon(self._flush)
        self._due.append(sender)

    def _flush(self) -> None:
        due, self._due = self._due, []
        for sender in due:
            sender.flush()


class Sender:
    """Sends to one client, as much as it takes. An error ends its connection."""

    __slots__ = ("_answers", "_is_due", "_network", "_outbox", "_turn", "_when_room")

    def __init__(self, network: NetworkConnection, outbox: Outbox, turn: Turn) -> None:
        self._network = network
        self._outbox = outbox
        self._turn = turn
        self._answers: list[bytes] = []
        self._is_due = False
        self._when_room: Callable[[], None] | None = None

    def answer(self, packet: bytes) -> None:
        """Send a packet that answers one of the client's."""
        self._answers.append(packet)
        if not self._is_due:
            self._is_due = True
            self._turn.add(self)

    def wake(self) -> None:
        """Check the outbox again: it has changed."""
        if not self._is_due:
            self._is_due = True
            self._turn.add(self)

    @property
    def is_full(self) -> bool:
        """Whether too many answers wait for a client that does not read them."""
        return len(self._answers) > _MOST_ANSWERS

    def call_when_room(self, go_on: Callable[[], None]) -> None:
        """Call once when the client has read the answers."""
        self._when_room = go_on

    def flush(self) -> None:
        """Send what waits, as far as the client takes it."""
        self._is_due = False
        try:
            while self._network.is_writable:
                batch = self._batch()
                if batch:
                    self._network.write(batch)
                if len(batch) < _BATCH_BYTES:
                    break  # that was all
        except Exception:  # noqa: BLE001 - the others are sent to
            _log.exception("sending to a client failed")
            self._network.abort()
        if self._when_room is not None and not self.is_full:
            go_on, self._when_room = self._when_room, None
            go_on()

    def _batch(self) -> bytes:
        parts, self._answers = self._answers, []
        size = 0
        while size < _BATCH_BYTES and (packet := self._outbox.take()) is not None:
            parts.append(packet)
            size += len(packet)
        return b"".join(parts)
