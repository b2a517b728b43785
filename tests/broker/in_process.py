"""The embedded broker inside the test's own event loop, for what can't be brought about from outside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from broker.address import Address
from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.listeners import Listeners
from broker.embedded.origin import OwnNames
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from mqtt.frames import PUBLISH, Frame, take_frame
from mqtt.packets import Publish, decode_publish
from tests.support.ports import free_port


@dataclass
class Client:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    buffer: bytearray

    def send(self, *data: bytes) -> None:
        """Send packets as they are."""
        self.writer.write(b"".join(data))

    async def next(self) -> Frame:
        """The next packet. Raises TimeoutError after 5 seconds, ConnectionError when the broker has closed."""
        async with asyncio.timeout(5):
            while (frame := take_frame(self.buffer)) is None:
                if not (more := await self.reader.read(65536)):
                    raise ConnectionError("the broker closed the connection")
                self.buffer += more
        return frame

    async def publication(self) -> Publish:
        """The next PUBLISH; what comes before it is passed over."""
        while (frame := await self.next()).kind != PUBLISH:
            pass
        return decode_publish(frame)

    def abort(self) -> None:
        """Lose the connection."""
        self.writer.transport.abort()


@asynccontextmanager
async def serving(broker: LabBroker | None = None, limits: ConnectionLimits | None = None) -> AsyncIterator[int]:
    """The TCP port of a broker that runs while the context lasts. `limits`: those that `broker` was made with."""
    broker = broker or LabBroker(broker_config())
    address = Address("127.0.0.1", free_port(), free_port(), "127.0.0.1")
    await broker.start()
    listeners = await Listeners(address, broker.connected, OwnNames(), limits=limits).start()
    try:
        yield address.port
    finally:
        listeners.stop()
        await broker.shutdown()


async def client(port: int, *data: bytes) -> Client:
    """A connection over which these packets were sent, CONNECT first; their answers stand unread."""
    made = Client(*await asyncio.open_connection("127.0.0.1", port), bytearray())
    made.send(*data)
    return made
