"""Connections over WebSocket (MQTT 3.1.1, section 6): one task reads, and one sends when it has to."""

import asyncio
import logging
import ssl
from contextlib import suppress
from typing import cast

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from broker.embedded.network import NetworkConnection

_log = logging.getLogger(__name__)


class WebSocketConnection(NetworkConnection):
    """One connection, over an open WebSocket."""

    def __init__(self, websocket: ServerConnection) -> None:
        super().__init__()
        self._websocket = websocket
        self._unsent: list[bytes] = []
        self._sending: asyncio.Task[None] | None = None
        self._may_read = asyncio.Event()
        self._may_read.set()

    async def read(self) -> None:
        """Take what comes until the end. A text frame is the end (section 6)."""
        with suppress(ConnectionClosed):
            while isinstance(data := await self._websocket.recv(), bytes):
                self.packets.feed(data)
                self.on_received()
                await self._may_read.wait()
        self.ended()

    def pause_reading(self) -> None:
        """Read no further message."""
        self._may_read.clear()

    def resume_reading(self) -> None:
        """Read again."""
        self._may_read.set()

    def write(self, data: bytes) -> None:
        """Send, after what was written before."""
        self._unsent.append(data)
        self.is_writable = False
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        try:
            while self._unsent:
                data, self._unsent = b"".join(self._unsent), []
                await self._websocket.send(data)
        except (ConnectionClosed, OSError):
            self.abort()
            return
        except Exception:  # noqa: BLE001 - the client would hear nothing any more
            _log.exception("sending to a client failed")
            self.abort()
            return
        finally:
            self._sending = None
        self.is_writable = True
        self.on_writable()

    async def drain(self) -> None:
        """Wait until what was written is sent."""
        if self._sending is not None:
            await asyncio.wait([self._sending])

    async def close(self) -> None:
        """Say goodbye (RFC 6455, section 7)."""
        with suppress(ConnectionClosed):
            await self._websocket.close()

    def abort(self) -> None:
        """End the connection now."""
        self.is_writable = False
        self._may_read.set()  # so that the end is noticed
        self._websocket.transport.abort()

    def get_peer_info(self) -> tuple[str, int] | None:
        """The client's address and port; None when it has left already."""
        peer = self._websocket.remote_address
        return (peer[0], peer[1]) if peer else None

    def get_ssl_info(self) -> ssl.SSLObject | None:
        """The TLS of the connection, if it has one."""
        return cast("ssl.SSLObject | None", self._websocket.transport.get_extra_info("ssl_object"))
