"""Participants that only publish: as fast as their windows let them, or one message at each moment that is due.

`python -m bench.loads.publishers '<the fields of Load, as JSON>'` prints {"ready"}, waits for a line on standard input,
publishes, and prints {"begun", "seconds", "acknowledged", "latencies"} once all are acknowledged. `begun` is on the
monotonic clock. `latencies` are the microseconds from each PUBLISH to its PUBACK, when the load is `timed`.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bench.loads.texts import text
from mqtt.packets import connect, publish

STEP = 0.005
"""Seconds between two blocks of a fast load that has a rate."""

RING = 1000
"""Frames of one publisher that are made in advance and sent again and again; more if its window is larger."""

BUFFERED = 65536
"""Bytes that may wait in this process before a publisher at QoS 0, which has no window, pauses."""

_ACKNOWLEDGEMENT = 4
"""Bytes of a CONNACK and of a PUBACK (MQTT 3.1.1, sections 3.2 and 3.4): so to count bytes is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What to publish: one connection for each topic, `messages` in all, each of `size` bytes.

    `window`: messages of a connection that may be unacknowledged; QoS 0 has none. `rate`: messages a second of all
    connections together, 0: as fast as it goes. `seconds`: begin no message after so many, 0: no limit.
    """

    port: int
    topics: list[str]
    messages: int
    qos: int = 1
    size: int = 64
    window: int = 1000
    rate: float = 0.0
    seconds: float = 0.0
    timed: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if not self.topics or self.window < 1 or self.qos not in (0, 1):
            raise ValueError(f"a load needs topics, a window, and QoS 0 or 1: {self}")

    def share(self, place: int) -> int:
        """How many of the messages the connection at `place` publishes."""
        whole, rest = divmod(self.messages, len(self.topics))
        return whole + (place < rest)


class Ring:
    """Frames of one publisher, all of one length, with packet ids from 1 on.

    An id is used again after a whole turn. The window is no larger, and a broker acknowledges in order (MQTT 3.1.1,
    section 4.6), so the id is free again by then.
    """

    def __init__(self, topic: str, load: Load) -> None:
        self._count = max(RING, load.window)
        frames = [publish(topic, text(load.size), qos=load.qos, mid=number + 1) for number in range(self._count)]
        self._length = len(frames[0])
        self._bytes = b"".join(frames)

    def frames(self, first: int, count: int) -> bytes:
        """`count` frames, beginning with the frame number `first`, both counted over all turns."""
        parts, end = list[bytes](), first + count
        while first < end:
            at = first % self._count
            part = min(end - first, self._count - at)
            parts.append(self._bytes[at * self._length : (at + part) * self._length])
            first += part
        return parts[0] if len(parts) == 1 else b"".join(parts)


class Publisher(asyncio.Protocol):
    """One connection to the broker."""

    def __init__(self, topic: str, load: Load) -> None:
        self.latencies: list[int] = []
        self._load = load
        self._name = topic.replace("/", "-")
        self._ring = Ring(topic, load)
        self._transport: asyncio.WriteTransport
        self._received = 0  # bytes
        self._sent = 0
        self._allowed = 0  # messages to send in all
        self._stop_at = float("inf")
        self._paused = False
        self._waiting = deque[list[int]]()  # messages that are unacknowledged, and the microsecond of their sending
        self._changed = asyncio.Event()

    @property
    def acknowledged(self) -> int:
        """Messages with a PUBACK."""
        return max(0, self._received // _ACKNOWLEDGEMENT - 1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connect to the broker."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        transport.set_write_buffer_limits(BUFFERED)
        transport.write(connect(self._name))

    def data_received(self, data: bytes) -> None:
        """A CONNACK or PUBACKs."""
        before = self.acknowledged
        self._received += len(data)
        if self._load.timed:
            self._note(self.acknowledged - before)
        if self._sent < self._allowed:
            self._fill()
        self._changed.set()

    def pause_writing(self) -> None:
        """The system takes no more for now."""
        self._paused = True

    def resume_writing(self) -> None:
        """The system takes more."""
        self._paused = False
        self._fill()
        self._changed.set()

    async def connected(self) -> None:
        """Wait for the CONNACK."""
        await self._until(lambda: self._received >= _ACKNOWLEDGEMENT)

    async def flood(self, messages: int, stop_at: float = float("inf")) -> None:
        """Send so many, as fast as the window allows, and wait until all are acknowledged. None begins after
        `stop_at`, on the monotonic clock."""
        self._allowed, self._stop_at = self._sent + messages, stop_at
        self._fill()
        await self._until(self._is_done)

    def send_now(self, payload: bytes, topic: str, count: int) -> None:
        """Send a text `count` times at once, whatever the window."""
        numbers = range(self._sent, self._sent + count)
        frames = [publish(topic, payload, qos=self._load.qos, mid=number % 65535 + 1) for number in numbers]
        self._write(b"".join(frames), count)

    async def settled(self) -> None:
        """Wait until all that was sent is acknowledged; at QoS 0, until it has left this process."""
        self._allowed = self._sent
        await self._until(self._is_done)

    def _is_done(self) -> bool:
        if self._sent < self._allowed:
            return False
        if self._load.qos == 0:
            return self._transport.get_write_buffer_size() == 0
        return self.acknowledged >= self._sent

    def _fill(self) -> None:
        """Send what the window has room for, once a quarter of it is free: fewer and larger blocks cost less."""
        if time.monotonic() > self._stop_at:
            self._allowed = self._sent
        if self._load.qos == 0:
            while self._sent < self._allowed and not self._paused:
                self._send(min(RING, self._allowed - self._sent))
            return
        left = self._allowed - self._sent
        free = self._load.window - (self._sent - self.acknowledged)
        if left and free >= min(max(1, self._load.window // 4), left):
            self._send(min(free, left))

    def _send(self, count: int) -> None:
        self._write(self._ring.frames(self._sent, count), count)

    def _write(self, frames: bytes, count: int) -> None:
        if self._load.timed:
            self._waiting.append([count, time.monotonic_ns() // 1000])
        self._transport.write(frames)
        self._sent += count

    def _note(self, count: int) -> None:
        """The next `count` of the messages that wait were acknowledged now."""
        now = time.monotonic_ns() // 1000
        while count and self._waiting:
            block = self._waiting[0]
            part = min(count, block[0])
            self.latencies += [now - block[1]] * part
            count -= part
            block[0] -= part
            if not block[0]:
                self._waiting.popleft()

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            if self._load.qos == 0 and self._sent >= self._allowed:
                await asyncio.sleep(0.001)  # nothing tells that the last bytes have left
            else:
                await self._changed.wait()


async def run(load: Load) -> None:
    """Connect, wait for the word, publish, and tell."""
    loop = asyncio.get_running_loop()
    made = [
        (await loop.create_connection(lambda topic=topic: Publisher(topic, load), "127.0.0.1", load.port))[1]  # type: ignore[misc]
        for topic in load.topics
    ]
    for publisher in made:
        await publisher.connected()
    print(json.dumps({"ready": True}), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    begun = time.monotonic()
    if load.rate:
        await _pace(made, load)
    else:
        stop_at = begun + load.seconds if load.seconds else float("inf")
        await asyncio.gather(*(one.flood(load.share(place), stop_at) for place, one in enumerate(made)))
    told = {
        "begun": begun,
        "seconds": time.monotonic() - begun,
        "acknowledged": sum(one.acknowledged for one in made),
        "latencies": [latency for one in made for latency in one.latencies],
    }
    print(json.dumps(told), flush=True)


async def _pace(publishers: list[Publisher], load: Load) -> None:
    """Publish what is due, over all connections in turn; then again when the next is due, but not within STEP."""
    begun, sent = time.monotonic(), 0
    while sent < load.messages:
        due = min(load.messages, int((time.monotonic() - begun) * load.rate) + 1)
        payload = text(load.size)
        for place, (publisher, topic) in enumerate(zip(publishers, load.topics, strict=True)):
            count = len(range(sent + (place - sent) % len(publishers), due, len(publishers)))
            if count:
                publisher.send_now(payload, topic, count)
        sent = due
        await asyncio.sleep(max(STEP if load.rate * STEP > 1 else 0.0, begun + sent / load.rate - time.monotonic()))
    for publisher in publishers:
        await publisher.settled()


if __name__ == "__main__":
    asyncio.run(run(Load(**json.loads(sys.argv[1]))))
