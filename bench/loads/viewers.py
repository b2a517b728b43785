"""Browsers that look on at one session over Socket.IO and note when they first see a text that begins with a word.

`python -m bench.loads.viewers <port> <session> <browsers> <late> <word> <seconds>` prints {"ready": browsers} once all
but the late ones have joined, waits for a line on standard input, and prints {"ready"} again when the late ones have
joined too; {"failed": why} instead, when the lab does not take one of them. After the second line it prints
{"seen", "cut_off", "last"} when every browser has seen the word or been cut off, or after so many seconds. `last` is
the moment, on the monotonic clock, at which the last one saw the word.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from system.file_limit import raise_file_limit

AT_ONCE = 50
"""Browsers that connect at the same time."""

A_CLASS = 40
"""Browsers behind one address: the lab limits what one address may do."""

PING, PONG = "2", "3"
"""Engine.IO 4: packet types `ping` and `pong`, each a text frame of its own."""


@dataclass(eq=False)
class Viewer:
    """One page that looks on. `seen_at` is on the monotonic clock, in seconds; None until the word came."""

    connection: ClientConnection
    seen_at: float | None = None

    @classmethod
    async def join(cls, number: int, port: int, session: str) -> "Viewer":
        """Connect and join as docs/protocol.md says. Raises OSError or ConnectionClosed when the lab refuses it."""
        url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        connection = await connect(url, compression=None, ping_interval=None, local_addr=_address(number))
        await _expect(connection, "0{")
        await connection.send("40")
        await _expect(connection, "40{")
        await connection.send("420" + json.dumps(["join", {"session": session, "role": "", "after": None}]))
        await _expect(connection, "430[")
        return cls(connection)

    async def watch(self, word: str) -> None:
        """Read on, answering pings, until a text begins with the word. Raises ConnectionClosed when it is cut off."""
        wanted = f'"text":"{word}'
        while self.seen_at is None:
            frame = str(await self.connection.recv())
            if frame == PING:
                await self.connection.send(PONG)
            elif wanted in frame:
                self.seen_at = time.monotonic()


async def _join_all(numbers: range, port: int, session: str) -> list[Viewer]:
    viewers: list[Viewer] = []
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        try:
            viewers += await asyncio.gather(*(Viewer.join(number, port, session) for number in part))
        except (OSError, WebSocketException) as error:
            print(json.dumps({"failed": f"of the browsers {part[0]} to {part[-1]} one could not join: {error!r}"}))
            raise SystemExit(1) from error
    return viewers


def _address(number: int) -> tuple[str, int] | None:
    """Where a browser comes from: on Linux all of 127.0.0.0/8 is this machine."""
    klass = number // A_CLASS
    return (f"127.1.{klass // 250}.{klass % 250 + 1}", 0) if sys.platform == "linux" else None


async def _expect(connection: ClientConnection, beginning: str) -> None:
    while not str(frame := await connection.recv()).startswith(beginning):
        if frame == PING:
            await connection.send(PONG)


async def run(port: int, session: str, numbers: tuple[range, range], word: str, seconds: float) -> None:
    """Join with the browsers of two ranges of numbers, the second one when told to, and tell what all of them saw."""
    watching: dict[Viewer, asyncio.Task[None]] = {}
    for part in numbers:
        for viewer in await _join_all(part, port, session):
            watching[viewer] = asyncio.ensure_future(viewer.watch(word))
        print(json.dumps({"ready": len(watching)}), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await asyncio.wait(watching.values(), timeout=seconds)
    moments = [viewer.seen_at for viewer in watching if viewer.seen_at is not None]
    cut_off = sum(one.done() and one.exception() is not None for one in watching.values())
    print(json.dumps({"seen": len(moments), "cut_off": cut_off, "last": max(moments, default=0.0)}), flush=True)


if __name__ == "__main__":
    port, session, browsers, late, word, seconds = sys.argv[1:]
    count, first = int(browsers), int(browsers) - int(late)
    raise_file_limit()
    asyncio.run(run(int(port), session, (range(first), range(first, count)), word, float(seconds)))
