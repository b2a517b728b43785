"""The sockets of the embedded broker, handed to it through amqtt's interface for external listeners.

amqtt's own listeners wait for ever for a client that does not read when they close a connection, and take WebSocket
messages of any kind.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any, Self

from amqtt.adapters import WriterAdapter
from websockets import Subprotocol
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from broker.address import Address
from broker.embedded.amqtt_private import AbortableStream, AbortableWebSocket
from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.framing import PacketReader
from broker.embedded.origin import OwnNames
from broker.limits import CONNECT_SECONDS, MAX_PACKET

_CHUNK = 65536
_BACKLOG = 1024
_CLOSE_SECONDS = 1.0
_SUBPROTOCOLS = (Subprotocol("mqtt"), Subprotocol("mqttv3.1"))
"""The name of MQTT over WebSocket (section 6), and the one that libraries used before it had one."""


class TcpWriter(AbortableStream):
    """The writer of a TCP connection."""

    async def close(self) -> None:
        """Send what waits, but not longer than a second."""
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await super().close()
        except (TimeoutError, OSError):
            self.abort()


def _acknowledge_now(writer: asyncio.StreamWriter) -> None:
    """Have the system acknowledge what has come, on Linux, instead of 40 ms later.

    A client that writes a packet in parts, as umqtt.simple does, has its system hold back the second part until the
    first one is acknowledged (Nagle's algorithm, RFC 896).
    """
    if hasattr(socket, "TCP_QUICKACK"):
        with suppress(OSError):
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


Connected = Callable[[PacketReader, WriterAdapter], Awaitable[None]]


class Listeners:
    """MQTT over TCP, TLS and WebSocket. `connected` is called for each connection.

    `names`: those under which the lab's own pages may connect. `tls`: how the address's TLS port is served, if there
    is one, and then WebSocket too.
    """

    def __init__(
        self, address: Address, connected: Connected, names: OwnNames, tls: ssl.SSLContext | None = None
    ) -> None:
        self._address = address
        self._connected = connected
        self._names = names
        self._tls = tls
        self._limits = ConnectionLimits()
        self._servers: list[asyncio.Server | Server] = []

    async def start(self) -> Self:
        """Listen. Raises OSError."""
        address = self._address
        self._servers.append(await self._serve_tcp(address.plain_host, address.port))
        if address.tls_port is not None and self._tls is not None:
            self._servers.append(await self._serve_tcp(address.host, address.tls_port, **self._tls_options()))
        self._servers.append(await self._serve_ws(address.host, address.ws_port))
        return self

    def _tls_options(self) -> dict[str, Any]:
        """asyncio waits a minute for the handshake, and half a minute for the goodbye, unless it is told otherwise."""
        if self._tls is None:
            return {}
        return {"ssl": self._tls, "ssl_handshake_timeout": CONNECT_SECONDS, "ssl_shutdown_timeout": _CLOSE_SECONDS}

    async def _serve_tcp(self, host: str, port: int, **tls: Any) -> asyncio.Server:
        return await asyncio.start_server(self._tcp_connected, host, port, limit=_CHUNK, backlog=_BACKLOG, **tls)

    async def _serve_ws(self, host: str, port: int) -> Server:
        return await serve(
            self._ws_connected,
            host,
            port,
            subprotocols=_SUBPROTOCOLS,
            compression=None,
            max_size=MAX_PACKET,
            process_request=self._check_origin,
            open_timeout=CONNECT_SECONDS,
            close_timeout=_CLOSE_SECONDS,
            **self._tls_options(),
        )

    def stop(self) -> None:
        """Take no more connections and cut those that are open."""
        for server in self._servers:
            server.close()
        self._limits.cut_all()

    def _check_origin(self, connection: ServerConnection, request: Request) -> Response | None:
        """None: go on with the handshake."""
        hosts = request.headers.get_all("Host")
        if self._names.admit(request.headers.get_all("Origin"), hosts[0] if hosts else ""):
            return None
        return connection.respond(HTTPStatus.FORBIDDEN, "Pages of other sites may not connect.\n")

    async def _tcp_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def chunk() -> bytes:
            with suppress(OSError):
                return await reader.read(_CHUNK)
            return b""

        reader_of_packets = PacketReader(chunk, waits_for_rest=partial(_acknowledge_now, writer))
        await self._serve(reader_of_packets, TcpWriter(writer))

    async def _ws_connected(self, websocket: ServerConnection) -> None:
        async def chunk() -> bytes:
            with suppress(ConnectionClosed):
                while not (data := await websocket.recv()):
                    pass
                return data if isinstance(data, bytes) else b""  # section 6: a text frame ends the connection
            return b""

        await self._serve(PacketReader(chunk), AbortableWebSocket(websocket))

    async def _serve(self, reader: PacketReader, writer: TcpWriter | AbortableWebSocket) -> None:
        if not self._limits.add(writer, reader):
            writer.abort()
            return
        try:
            await self._connected(reader, writer)
        finally:
            self._limits.remove(writer)
            with suppress(ConnectionClosed):
                await writer.close()
