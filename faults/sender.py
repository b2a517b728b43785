"""The fault lab's own client: carries out a run through a line, and reconnects as a client on a bad network would."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from faults.experiment import Run
from faults.link import PacketCutter
from mqtt import packets
from mqtt.frames import CONNACK, Frame, PacketError

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Connection]]

LONGEST = 25.0
"""Seconds of a run; then it gives up."""

LONGEST_MESSAGE = 8.0
"""Seconds of a single message: less than a board waits."""

_PACE = 0.05
_PATIENCE = 1.5
"""Seconds without a packet, while one is due, after which it connects again."""

_PAUSE = 0.3
"""Seconds before it connects again."""


@dataclass(frozen=True, slots=True)
class Login:
    """Client id, user name and password; an empty user name: anonymous."""

    client_id: str
    user: str = ""
    password: str = ""

    def connect(self, *, clean: bool) -> bytes:
        """The CONNECT packet."""
        return packets.connect(self.client_id, clean=clean, user=self.user, password=self.password, keep_alive=30)


class Sender:
    """Carries out one run. `through`: connects by the line; `direct`: to the broker, to forget the MQTT session."""

    def __init__(self, run: Run, login: Login, through: Connect, direct: Connect, *, longest: float = LONGEST) -> None:
        self._run = run
        self._login = login
        self._through = through
        self._direct = direct
        self._longest = longest

    async def carry_out(self) -> None:
        """Until all is acknowledged, or the time is over. Never raises OSError."""
        run = self._run
        run.phase = "sending"
        try:
            async with asyncio.timeout(self._longest):
                await self._forget()
                while not await self._connected():
                    await asyncio.sleep(_PAUSE)
            run.phase = "done"
        except TimeoutError:
            run.phase = "gave-up"
        await self._forget()

    async def _connected(self) -> bool:
        """One connection. Returns whether the run is complete."""
        try:
            reader, writer = await self._through()
        except OSError:
            return False
        try:
            stream = _Stream(reader)
            writer.write(self._login.connect(clean=False))
            if (await stream.next(_PATIENCE)).kind != CONNACK:
                return False
            writer.write(self._run.resend())
            await self._publish(stream, writer)
            await self._await_answers(stream, writer)
            writer.write(packets.DISCONNECT_PACKET)
            await writer.drain()
        except (OSError, EOFError, PacketError, TimeoutError):
            pass
        finally:
            writer.close()
        return self._run.is_complete

    async def _publish(self, stream: "_Stream", writer: asyncio.StreamWriter) -> None:
        """Publish what is left, one message after the other, and take answers meanwhile."""
        while packet := self._run.next():
            writer.write(packet)
            await writer.drain()
            for frame in await stream.within(_PACE):
                writer.write(self._run.take(frame))

    async def _await_answers(self, stream: "_Stream", writer: asyncio.StreamWriter) -> None:
        while not self._run.is_complete:
            writer.write(self._run.take(await stream.next(_PATIENCE)))

    async def _forget(self) -> None:
        """Let the broker forget the MQTT session (section 3.1.2.4), past the line and its faults."""
        try:
            reader, writer = await self._direct()
            writer.write(self._login.connect(clean=True))
            await _Stream(reader).next(_PATIENCE)
            writer.write(packets.DISCONNECT_PACKET)
            writer.close()
        except (OSError, EOFError, PacketError, TimeoutError):
            pass


class _Stream:
    """The packets that come on a connection."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._cutter = PacketCutter()
        self._frames: list[Frame] = []

    async def next(self, seconds: float) -> Frame:
        """The next packet. Raises TimeoutError, EOFError, OSError, PacketError."""
        async with asyncio.timeout(seconds):
            while not self._frames:
                await self._read()
        return self._frames.pop(0)

    async def within(self, seconds: float) -> list[Frame]:
        """What comes within a time, which passes whole. Raises EOFError, OSError, PacketError."""
        end = time.monotonic() + seconds
        try:
            while (rest := end - time.monotonic()) > 0:
                async with asyncio.timeout(rest):
                    await self._read()
        except TimeoutError:
            pass
        found, self._frames = self._frames, []
        return found

    async def _read(self) -> None:
        data = await self._reader.read(65536)
        if not data:
            raise EOFError
        self._frames += [frame for _raw, frame in self._cutter.feed(data)]
