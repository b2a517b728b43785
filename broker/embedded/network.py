"""A client's network connection (MQTT 3.1.1, section 4.2), as the broker sees it: TCP, TLS or WebSocket."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable

from amqtt.adapters import WriterAdapter

from broker.embedded.framing import PacketBuffer

CLOSE_SECONDS = 1.0
"""How long a connection that is closed may take to send what waits."""


def _nobody() -> None:
    """Nobody waits for what comes."""


class NetworkConnection(WriterAdapter):
    """Bytes to a client, and packets from it.

    `on_received` is called when bytes have come, and at the end; `on_writable` when `is_writable` is true again. Both
    are called by the event loop, never from within a method of this class.
    """

    def __init__(self) -> None:
        self.packets = PacketBuffer()
        self.is_writable = True
        """Whether the client takes more; false at the end."""
        self.has_ended = False
        """Whether nothing more comes."""
        self.on_received: Callable[[], None] = _nobody
        self.on_writable: Callable[[], None] = _nobody

    async def more(self) -> None:
        """Wait until more has come, or the end."""
        if self.has_ended:
            return
        came = asyncio.Event()
        self.on_received = came.set
        await came.wait()
        self.on_received = _nobody

    @abstractmethod
    def pause_reading(self) -> None:
        """Leave what comes to the system, which makes the client wait when that is much."""

    @abstractmethod
    def resume_reading(self) -> None:
        """Read again."""

    @abstractmethod
    def abort(self) -> None:
        """End the connection now, whatever waits to be sent."""

    def ended(self) -> None:
        """Nothing more comes. For subclasses."""
        self.has_ended = True
        self.on_received()
