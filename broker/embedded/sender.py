"""The one writer of a connection: answers first, then what the outbox holds, in packets joined to large writes.

One writer, because amqtt's WebSocket adapter loses what is written while it sends. A client that does not read fills
its own outbox, which is bounded, and nothing else.
"""

import asyncio

from amqtt.adapters import WriterAdapter
from websockets.exceptions import ConnectionClosed

from broker.embedded.outbox import Outbox

_BATCH_BYTES = 65536
_MOST_ANSWERS = 10_000


class Sender:
    """Sends to one client until it is cancelled or the connection breaks."""

    def __init__(self, writer: WriterAdapter, outbox: Outbox) -> None:
        self._writer = writer
        self._outbox = outbox
        self._answers: list[bytes] = []
        self._wanted = asyncio.Event()
        self._room = asyncio.Event()
        self._broken = False

    def answer(self, packet: bytes) -> None:
        """Send a packet that answers one of the client's."""
        self._answers.append(packet)
        self._wanted.set()

    def wake(self) -> None:
        """Check the outbox again: it has changed."""
        self._wanted.set()

    @property
    def is_full(self) -> bool:
        """Whether too many answers wait for a client that does not read them."""
        return len(self._answers) > _MOST_ANSWERS and not self._broken

    async def room(self) -> None:
        """Wait while too many answers wait."""
        while self.is_full:
            self._room.clear()
            await self._room.wait()

    async def run(self) -> None:
        """Send until the connection is broken."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                while batch := self._batch():
                    self._writer.write(batch)
                    await self._writer.drain()
        except (OSError, ConnectionClosed):
            return
        finally:
            self._broken = True
            self._room.set()

    def _batch(self) -> bytes:
        parts, self._answers = self._answers, []
        self._room.set()
        size = 0
        while size < _BATCH_BYTES and (packet := self._outbox.take()) is not None:
            parts.append(packet)
            size += len(packet)
        return b"".join(parts)
