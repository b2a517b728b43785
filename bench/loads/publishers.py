"""Participants that only write: whole blocks of frames that were made before, or one frame at each moment that is due.

`python -m bench.loads.publishers <port> <session,session...> <messages> <qos> <size> <rate, 0: as fast as it goes>`
prints {"ready"}, waits for a line on standard input, publishes, and prints {"seconds"} once all are acknowledged.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass

from bench.loads.texts import text
from mqtt.packets import connect, publish

BLOCK = 65536
"""Bytes that are handed to the system at once."""

STEP = 0.005
"""Seconds between two blocks of a fast load that has a rate."""

WINDOW = 2000
"""Messages of one publisher that may be unacknowledged, so that none is far ahead of the others."""


@dataclass(frozen=True, slots=True)
class Load:
    """What to publish: how many messages in all, at which QoS, of how many bytes; `rate` 0 is as fast as it goes."""

    messages: int
    qos: int
    size: int
    rate: float = 0.0


class Publisher(asyncio.Protocol):
    """One connection to the broker."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.transport: asyncio.WriteTransport
        self.came = 0
        self._wake = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say who we are."""
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(connect(self._name))

    def data_received(self, data: bytes) -> None:
        """A CONNACK or PUBACKs: four bytes each, so counting bytes is enough."""
        self.came += len(data)
        self._wake.set()

    async def reach(self, packets: int) -> None:
        """Wait for as many packets, the CONNACK among them."""
        while self.came < 4 * packets:
            self._wake.clear()
            await self._wake.wait()

    async def flood(self, blocks: list[tuple[int, bytes]], qos: int) -> None:
        """Send all blocks, each with the number of messages in it."""
        sent = 0
        for count, block in blocks:
            self.transport.write(block)
            sent += count
            if qos:
                await self.reach(1 + max(0, sent - WINDOW))
            while self.transport.get_write_buffer_size() > BLOCK:
                await asyncio.sleep(0)
        if qos:
            await self.reach(1 + sent)
        while self.transport.get_write_buffer_size():
            await asyncio.sleep(0)


def blocks_of(topic: str, messages: int, load: Load) -> list[tuple[int, bytes]]:
    """All frames of one publisher, in blocks."""
    made: list[tuple[int, bytes]] = []
    held, count = bytearray(), 0
    for number in range(messages):
        held += publish(topic, text(load.size), qos=load.qos, mid=number % 65535 + 1)
        count += 1
        if len(held) >= BLOCK or number == messages - 1:
            made.append((count, bytes(held)))
            held, count = bytearray(), 0
    return made


async def run(port: int, sessions: list[str], load: Load) -> None:
    """Connect, wait for the word, publish, and tell."""
    loop = asyncio.get_running_loop()
    made = [
        (await loop.create_connection(lambda name=session: Publisher(f"load-{name}"), "127.0.0.1", port))[1]  # type: ignore[misc]
        for session in sessions
    ]
    for publisher in made:
        await publisher.reach(1)
    whole, rest = divmod(load.messages, len(made))
    topics = [f"chat/{session}/load" for session in sessions]
    blocks = [blocks_of(topic, whole + (place < rest), load) for place, topic in enumerate(topics) if not load.rate]
    print(json.dumps({"ready": True}), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    begun = time.monotonic()
    if load.rate:
        await _pace(made, topics, load)
    else:
        await asyncio.gather(*(one.flood(part, load.qos) for one, part in zip(made, blocks, strict=True)))
    print(json.dumps({"begun": begun, "seconds": time.monotonic() - begun}), flush=True)


async def _pace(publishers: list[Publisher], topics: list[str], load: Load) -> None:
    """Publish what is due, over all connections in turn; then again when the next is due, but not within STEP."""
    begun, sent = time.monotonic(), 0
    while sent < load.messages:
        due = min(load.messages, int((time.monotonic() - begun) * load.rate) + 1)
        payload = text(load.size)
        for place, (publisher, topic) in enumerate(zip(publishers, topics, strict=True)):
            numbers = range(sent + (place - sent) % len(topics), due, len(topics))
            if numbers:
                publisher.transport.write(
                    b"".join([publish(topic, payload, qos=load.qos, mid=number % 65535 + 1) for number in numbers])
                )
        sent = due
        await asyncio.sleep(max(STEP if load.rate * STEP > 1 else 0.0, begun + sent / load.rate - time.monotonic()))
    if load.qos:
        for place, publisher in enumerate(publishers):
            await publisher.reach(1 + len(range(place, load.messages, len(publishers))))


if __name__ == "__main__":
    port, sessions, messages, qos, size, rate = sys.argv[1:]
    asyncio.run(run(int(port), sessions.split(","), Load(int(messages), int(qos), int(size), float(rate))))
