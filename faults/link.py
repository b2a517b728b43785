"""One client's connection through the proxy: two directions, each packet judged, handed on in order."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from faults.decision import Decision
from faults.rules import Direction
from mqtt.frames import Frame, PacketError, measure

MAX_PACKET_BODY = 1024 * 1024
"""Bytes, as many as the lab's brokers take."""

_BLOCK = 65536
_MOST_WAITING = 200
"""Packets of one direction that wait for their time; then its side is not read."""

_CLOSE_SECONDS = 1.0

_MOST_PIECES = 40
"""Of a packet that is handed on slowly."""

Judge = Callable[[Direction, Frame], Decision]


class Reader(Protocol):
    """The side of a connection from which bytes come, as asyncio.StreamReader is one."""

    async def read(self, n: int = -1) -> bytes:
        """Some bytes; none at the end. Raises OSError."""


class Writer(Protocol):
    """The side of a connection to which bytes go, as asyncio.StreamWriter is one."""

    @property
    def transport(self) -> asyncio.WriteTransport:
        """What ends at once with `abort`."""

    def write(self, data: bytes) -> None:
        """Send after what was written before."""

    async def drain(self) -> None:
        """Wait until there is room. Raises OSError."""

    def close(self) -> None:
        """Close after what was written is sent."""

    async def wait_closed(self) -> None:
        """Wait for that. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be handed on. `due`: when, on the link's clock; `slow`: seconds that it takes; `is_last`: the end
    follows."""

    due: float
    data: bytes
    slow: float = 0.0
    is_last: bool = False


Waiting = asyncio.Queue[Item | None]
"""None: the end."""


@dataclass(slots=True)
class Ends:
    """The two connections of a link."""

    client: tuple[Reader, Writer]
    broker: tuple[Reader, Writer]


@dataclass(slots=True, eq=False)
class Link:
    """Hands packets on between two ends until one is closed, or a rule cuts. `judge` says what becomes of each."""

    ends: Ends
    judge: Judge
    clock: Callable[[], float] = time.monotonic
    _is_hung: bool = False
    _gone: set[Direction] = field(default_factory=set)
    _is_over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until the end. Both connections are closed then."""
        up = self._direction(Direction.UP, self.ends.client[0], self.ends.broker[1])
        down = self._direction(Direction.DOWN, self.ends.broker[0], self.ends.client[1])
        tasks = [asyncio.ensure_future(part) for part in (*up, *down)]
        try:
            await self._is_over.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(_close(self.ends.client[1]), _close(self.ends.broker[1]))

    def cut(self) -> None:
        """End both connections now, without a word of MQTT."""
        self._is_over.set()

    def _direction(
        self, direction: Direction, reader: Reader, writer: Writer
    ) -> tuple[Coroutine[Any, Any, None], Coroutine[Any, Any, None]]:
        queue: Waiting = asyncio.Queue(_MOST_WAITING)
        return self._take(direction, reader, queue), self._hand_on(queue, writer)

    async def _take(
        self,
        direction: Direction,
        reader: Reader,
        queue: Waiting,
    ) -> None:
        """Read packets, and queue what is to be handed on: when, what, and whether the end follows."""
        packets = PacketCutter()
        with contextlib.suppress(OSError, PacketError):
            while data := await reader.read(_BLOCK):
                for raw, frame in packets.feed(data):
                    if self._is_hung:
                        continue  # read, so that the sender believes that all is well
                    decision = self.judge(direction, frame)
                    self._is_hung = self._is_hung or decision.hangs
                    if decision.copies or decision.cuts:
                        due = self.clock() + decision.delay
                        await queue.put(Item(due, raw * decision.copies, decision.slow, decision.cuts))
        self._gone.add(direction)
        # In a half-open connection the other side is not told: it finds out by its keep-alive.
        if not self._is_hung:
            await queue.put(None)
        elif len(self._gone) == len(Direction):
            self._is_over.set()

    async def _hand_on(self, queue: Waiting, writer: Writer) -> None:
        try:
            while (item := await queue.get()) is not None:
                if (rest := item.due - self.clock()) > 0:
                    await asyncio.sleep(rest)
                for piece in pieces(item.data) if item.slow else [item.data]:
                    writer.write(piece)
                    await writer.drain()
                    if item.slow:
                        await asyncio.sleep(item.slow * len(piece) / len(item.data))
                if item.is_last:
                    break
        except OSError:
            pass  # that side is gone
        self._is_over.set()


def pieces(data: bytes) -> list[bytes]:
    """What is sent one after the other of bytes that travel slowly: single bytes, or a few in each of many pieces."""
    size = -(-len(data) // _MOST_PIECES)
    return [data[at : at + size] for at in range(0, len(data), size or 1)]


async def _close(writer: Writer) -> None:
    """Close, after what was written has been sent, but do not wait for a side that reads nothing."""
    writer.close()
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()


class PacketCutter:
    """Cuts a stream into MQTT packets, none larger than the broker takes."""

    def __init__(self, limit: int = MAX_PACKET_BODY) -> None:
        self._held = bytearray()
        self._limit = limit

    def feed(self, data: bytes) -> list[tuple[bytes, Frame]]:
        """Every packet that is complete now: its bytes, and the same as a frame. Raises PacketError."""
        self._held += data
        found = []
        while (size := measure(self._held)) is not None:
            header, body = size
            if body > self._limit:
                raise PacketError(f"a packet of {body} bytes; the limit is {self._limit}")
            if header + body > len(self._held):
                break
            raw = bytes(self._held[: header + body])
            del self._held[: header + body]
            found.append((raw, Frame(raw[0] >> 4, raw[0] & 0x0F, raw[header:])))
        return found
