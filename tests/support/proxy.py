"""A bad network between two parts: a TCP proxy on this machine whose conditions a test changes while it runs."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from mqtt.frames import PUBACK, measure
from tests.support.ports import free_port

_BLOCK = 65536
_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the network does to both directions, unless one is named. `up` is towards the server."""

    latency: float = 0.0
    """Seconds that each piece takes longer."""
    refuses: bool = False
    """Every new connection is ended at once."""
    silent_up: bool = False
    silent_down: bool = False
    """Connections are accepted, and no byte passes."""
    piece: int = _BLOCK
    """Bytes that are handed on at a time."""
    per_second: int = 0
    """Bytes a second; 0 is no limit."""
    loses_pubacks_up: bool = False
    loses_pubacks_down: bool = False


GOOD = Conditions()


class Proxy:
    """Listens on `port`, hands on to `target`. With `knows_mqtt` it keeps MQTT's packets whole and can lose some."""

    def __init__(self, target: int, *, knows_mqtt: bool = False) -> None:
        self.port = free_port()
        self.conditions = GOOD
        self.accepted = 0
        """Connections that came, whether they were handed on or not."""
        self.lost_packets = 0
        self._target = target
        self._knows_mqtt = knows_mqtt
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._servers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-{self.port}", daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", self.port), self._loop).result(
            5
        )

    def stop(self) -> None:
        """End every connection, and the thread."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def change(self, conditions: Conditions) -> None:
        """Let the network be like this from now on."""
        self.conditions = conditions

    def break_all(self) -> None:
        """Lose every connection, as when a router restarts."""
        asyncio.run_coroutine_threadsafe(self._abort(), self._loop).result(5)

    def inject_up(self, packet: bytes) -> None:
        """Send a packet to the server as if the client had sent it, between two of its own packets."""
        assert self._knows_mqtt, "without MQTT's packets known, it would fall into the middle of one"
        self._loop.call_soon_threadsafe(self._write_up, packet)

    def _write_up(self, packet: bytes) -> None:
        for writer in self._servers:
            if not writer.is_closing():
                writer.write(packet)

    async def _abort(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _end(self) -> None:
        await self._abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self.conditions.refuses:
            writer.transport.abort()
            return
        try:
            there, on = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._servers.append(on)
        both = {writer, on}
        self._writers |= both
        for source, sink, is_up in ((reader, on, True), (there, writer, False)):
            task = asyncio.ensure_future(self._hand_on(source, sink, both, is_up=is_up))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _hand_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, both: set[asyncio.StreamWriter], *, is_up: bool
    ) -> None:
        packets = Packets()
        with contextlib.suppress(OSError):
            while data := await source.read(_BLOCK):
                while self._is_silent(is_up=is_up):
                    await asyncio.sleep(_LOOK)
                kept = b"".join(self._survivors(packets.feed(data), is_up=is_up)) if self._knows_mqtt else data
                await self._deliver(kept, sink)
        for writer in both:
            writer.transport.abort()
        self._writers -= both

    def _is_silent(self, *, is_up: bool) -> bool:
        return self.conditions.silent_up if is_up else self.conditions.silent_down

    def _survivors(self, packets: Iterator[bytes], *, is_up: bool) -> Iterator[bytes]:
        loses = self.conditions.loses_pubacks_up if is_up else self.conditions.loses_pubacks_down
        for packet in packets:
            if loses and packet[0] >> 4 == PUBACK:
                self.lost_packets += 1
            else:
                yield packet

    async def _deliver(self, data: bytes, sink: asyncio.StreamWriter) -> None:
        conditions = self.conditions
        if conditions.latency:
            await asyncio.sleep(conditions.latency)
        piece = (
            min(conditions.piece, max(1, conditions.per_second // 20)) if conditions.per_second else conditions.piece
        )
        for start in range(0, len(data), piece):
            sink.write(data[start : start + piece])
            await sink.drain()
            if conditions.per_second:
                await asyncio.sleep(piece / conditions.per_second)
            elif piece == 1:
                await asyncio.sleep(0)


@dataclass
class Packets:
    """Cuts a stream into MQTT packets (MQTT 3.1.1, section 2.2)."""

    _held: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield every packet that is complete now, unchanged. Raises PacketError."""
        self._held += data
        while (size := measure(self._held)) and sum(size) <= len(self._held):
            yield bytes(self._held[: sum(size)])
            del self._held[: sum(size)]
