"""Whole MQTT packets out of a stream of bytes, none larger than the limit.

amqtt reads field by field from the network, believes the lengths inside a packet, and allocates what a packet claims.
Here a packet is cut out whole first, by its own length, and refused by its header alone when it is too large.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from amqtt.adapters import ReaderAdapter
from amqtt.errors import MQTTError

from broker.limits import MAX_PACKET


class PacketError(MQTTError):
    """Bytes that are no MQTT 3.1.1 packet, or one that may not be sent. It ends the connection (section 4.8)."""


def encode_length(value: int) -> bytes:
    """A remaining length (section 2.2.3)."""
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


class Frame(NamedTuple):
    """One packet, not yet decoded: its type and flags (section 2.2), and what follows its length."""

    kind: int
    flags: int
    body: bytes

    def encode(self) -> bytes:
        """The packet as it came."""
        return bytes([self.kind << 4 | self.flags]) + encode_length(len(self.body)) + self.body


class PacketReader(ReaderAdapter):
    """Cuts packets out of chunks. `source` gives the next chunk of bytes, or b"" at the end."""

    def __init__(self, source: Callable[[], Awaitable[bytes]], limit: int = MAX_PACKET) -> None:
        self._source = source
        self._limit = limit
        self._patience: float | None = None
        self._buffer = bytearray()
        self._ended = False
        self.has_begun = False
        """Whether a whole packet has come."""

    async def next_kind(self) -> int | None:
        """The type of the next packet, known from its first byte, or None when the stream has ended."""
        if not self._buffer and not await self._fill():
            return None
        return self._buffer[0] >> 4

    async def next_frame(self) -> Frame | None:
        """The next packet, or None when the stream has ended. Raises PacketError, TimeoutError."""
        while True:
            size = self._measure()
            if size is not None and len(self._buffer) >= sum(size):
                return self._cut(*size)
            if not await self._fill():
                return None

    def wait_at_most(self, seconds: float | None) -> None:
        """From now on, `next_frame` raises TimeoutError when nothing at all comes for this long."""
        self._patience = seconds

    def _measure(self) -> tuple[int, int] | None:
        """The sizes of the next packet's header and body, when its header is here (section 2.2.3)."""
        length = 0
        for index, digit in enumerate(self._buffer[1:5], start=1):
            length |= (digit & 0x7F) << 7 * (index - 1)
            if digit < 0x80:
                return index + 1, self._checked(length)
        if len(self._buffer) >= 5:
            raise PacketError("a remaining length of more than 4 bytes")
        return None

    def _checked(self, length: int) -> int:
        if length > self._limit:
            raise PacketError(f"a packet of {length} bytes; the limit is {self._limit}")
        return length

    def _cut(self, header: int, body: int) -> Frame:
        first = self._buffer[0]
        content = bytes(self._buffer[header : header + body])
        del self._buffer[: header + body]
        self.has_begun = True
        return Frame(first >> 4, first & 0x0F, content)

    async def _fill(self) -> bool:
        if self._ended:
            return False
        async with asyncio.timeout(self._patience):
            chunk = await self._source()
        self._buffer += chunk
        self._ended = not chunk
        return not self._ended

    async def read(self, n: int = -1) -> bytes:
        """Bytes as they come, for code that knows only amqtt's interface: n of them, fewer at the end."""
        while (n < 0 or len(self._buffer) < n) and await self._fill():
            pass
        taken = bytes(self._buffer if n < 0 else self._buffer[:n])
        del self._buffer[: len(taken)]
        return taken

    def feed_eof(self) -> None:
        """Nothing to do: the source knows its end."""
