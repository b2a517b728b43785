"""Complete MQTT packets out of a stream of bytes, none larger than the limit.

amqtt reads field by field from the network, believes the lengths inside a packet, and allocates what a packet claims.
Here a packet is read completely first, by its own length, and refused by its header alone when it is too large.
"""

import asyncio
from collections.abc import Awaitable, Callable

from amqtt.adapters import ReaderAdapter

from broker.limits import MAX_PACKET, MAX_READ_AHEAD
from mqtt.frames import Frame, PacketError, measure, take_frame
from mqtt.packets import take_pingreqs, take_pubacks


class PacketReader(ReaderAdapter):
    """Cuts packets out of chunks. `source` gives the next chunk of bytes, or b"" at the end.

    `waits_for_rest` is called when only a part of a packet has come."""

    def __init__(
        self,
        source: Callable[[], Awaitable[bytes]],
        limit: int = MAX_PACKET,
        waits_for_rest: Callable[[], object] = lambda: None,
    ) -> None:
        self._source = source
        self._waits_for_rest = waits_for_rest
        self._limit = limit
        self._patience: float | None = None
        self._buffer = bytearray()
        self._ended = False
        self.has_begun = False
        """Whether a whole packet has come."""

    async def next_kind(self) -> int | None:
        """Return the type of the next packet, known from its first byte; None when the stream has ended."""
        if not self._buffer and not await self._fill():
            return None
        return self._buffer[0] >> 4

    async def next_frame(self) -> Frame | None:
        """Return the next packet; None when the stream has ended. Raises PacketError, TimeoutError."""
        while True:
            self._check_size()
            if (frame := take_frame(self._buffer)) is not None:
                self.has_begun = True
                return frame
            if not await self._fill():
                return None

    def take_pubacks(self) -> tuple[int, ...]:
        """The packet ids of the PUBACK packets that have come, up to the first packet of another kind; empty if it is
        the next. Raises PacketError."""
        mids = take_pubacks(self._buffer)
        self.has_begun = self.has_begun or bool(mids)
        return mids

    @property
    def is_far_ahead(self) -> bool:
        """Whether so much has come that no more is read ahead."""
        return len(self._buffer) >= MAX_READ_AHEAD

    async def read_ahead(self) -> bool:
        """Take what comes next behind packets that must wait. False: the stream has ended."""
        chunk = await self._source()
        self._buffer += chunk
        self._ended = not chunk
        return not self._ended

    def take_pingreqs(self) -> int:
        """Remove the PINGREQ packets that have come, from among the others. Returns how many."""
        return take_pingreqs(self._buffer)

    def wait_at_most(self, seconds: float | None) -> None:
        """Have `next_frame` raise TimeoutError when nothing comes for this long; None: never."""
        self._patience = seconds

    def _check_size(self) -> None:
        """Refuse a packet that is too large, as soon as its header is here. Raises PacketError."""
        size = measure(self._buffer)
        if size is not None and size[1] > self._limit:
            raise PacketError(f"a packet of {size[1]} bytes; the limit is {self._limit}")

    async def _fill(self) -> bool:
        if self._ended:
            return False
        if self._buffer:
            self._waits_for_rest()
        async with asyncio.timeout(self._patience):
            chunk = await self._source()
        self._buffer += chunk
        self._ended = not chunk
        return not self._ended

    async def read(self, n: int = -1) -> bytes:
        """Return `n` bytes, fewer at the end of the stream, for code that knows only amqtt's interface."""
        while (n < 0 or len(self._buffer) < n) and await self._fill():
            pass
        taken = bytes(self._buffer if n < 0 else self._buffer[:n])
        del self._buffer[: len(taken)]
        return taken

    def feed_eof(self) -> None:
        """Nothing to do: the source knows its end."""
