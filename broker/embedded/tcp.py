"""Connections over TCP and TLS. The event loop calls the methods of the protocol; no task waits for what comes."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from broker.embedded.network import CLOSE_SECONDS, NetworkConnection

CHUNK = 65536
"""Bytes that are read at once."""


class TcpConnection(NetworkConnection, asyncio.BufferedProtocol):
    """One connection. `space`: where bytes arrive, used for a moment, so all connections may share it; `begin` is
    called when the connection is there."""

    def __init__(self, space: memoryview, begin: Callable[["TcpConnection"], object]) -> None:
        super().__init__()
        self._space = space
        self._begin = begin
        self._transport: asyncio.Transport
        self._is_reading = True
        self._closed = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The client is there; over TLS after the handshake."""
        self._transport = cast("asyncio.Transport", transport)
        self._begin(self)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next bytes go."""
        del sizehint
        return self._space

    def buffer_updated(self, nbytes: int) -> None:
        """So many bytes have come."""
        self.packets.feed(self._space[:nbytes])
        self.on_received()
        if len(self.packets) and self._is_reading:
            self._acknowledge_now()

    def _acknowledge_now(self) -> None:
        """Have the system acknowledge what has come, on Linux, instead of 40 ms later.

        A client that writes a packet in parts, as umqtt.simple does, has its system hold back the second part until
        the first one is acknowledged (Nagle's algorithm, RFC 896).
        """
        if hasattr(socket, "TCP_QUICKACK"):
            with suppress(OSError):
                self._transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def eof_received(self) -> bool:
        """The client sends no more. TLS has no half of a connection."""
        self.ended()
        return self.get_ssl_info() is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left of the connection."""
        del exc
        self.is_writable = False
        self._closed.set()
        self.ended()

    def pause_writing(self) -> None:
        """Much waits for the client to read."""
        self.is_writable = False

    def resume_writing(self) -> None:
        """The client has read."""
        self.is_writable = True
        self.on_writable()

    def pause_reading(self) -> None:
        """Leave what comes to the system."""
        self._is_reading = False
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._is_reading = True
        self._transport.resume_reading()

    def write(self, data: bytes) -> None:
        """Send, at once if the system takes it."""
        self._transport.write(data)

    async def drain(self) -> None:
        """Nothing to wait for: `close` does."""

    async def close(self) -> None:
        """Send what waits, but not longer than a second."""
        self._transport.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._closed.wait()
        except TimeoutError:
            self.abort()

    def abort(self) -> None:
        """End the connection now."""
        self.is_writable = False
        self._transport.abort()

    def get_peer_info(self) -> tuple[str, int] | None:
        """The client's address and port; None when it has left already."""
        peer = self._transport.get_extra_info("peername")
        return (peer[0], peer[1]) if peer and len(peer) > 1 else None

    def get_ssl_info(self) -> ssl.SSLObject | None:
        """The TLS of the connection, if it has one."""
        return cast("ssl.SSLObject | None", self._transport.get_extra_info("ssl_object"))
