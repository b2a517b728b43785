"""The sockets of the embedded broker, handed to it through amqtt's interface for external listeners.

amqtt's own listeners wait for ever for a client that does not read when they close a connection, and take WebSocket
messages of any kind.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Self

from amqtt.adapters import StreamWriterAdapter, WebSocketsWriter, WriterAdapter
from websockets import Subprotocol
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from broker.address import Address
from broker.embedded.framing import PacketReader
from broker.embedded.origin import OwnNames
from broker.embedded.places import Places
from broker.limits import CONNECT_SECONDS, MAX_PACKET

_CHUNK = 65536
_BACKLOG = 1024
_CLOSE_SECONDS = 1.0


class TcpWriter(StreamWriterAdapter):
    """A TCP connection's way out."""

    def abort(self) -> None:
        """End the connection now."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Send what waits, but not longer than a second."""
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await super().close()
        except (TimeoutError, OSError):
            self.abort()


class WebSocketWriter(WebSocketsWriter):
    """A WebSocket's way out."""

    def abort(self) -> None:
        """End the connection now."""
        self._protocol.transport.abort()


Connected = Callable[[PacketReader, WriterAdapter, str], Awaitable[None]]


class Listeners:
    """MQTT over TCP and over WebSocket on one address. `connected` is called for each connection, with its listener.

    `names`: those under which the lab's own pages may connect.
    """

    NAMES = ("tcp", "ws")

    def __init__(self, address: Address, connected: Connected, names: OwnNames) -> None:
        self._address = address
        self._connected = connected
        self._names = names
        self._places = Places()
        self._tcp: asyncio.Server | None = None
        self._ws: Server | None = None

    async def start(self) -> Self:
        """Listen. Raises OSError."""
        host = self._address.host
        self._tcp = await asyncio.start_server(
            self._tcp_connected, host, self._address.port, limit=_CHUNK, backlog=_BACKLOG
        )
        self._ws = await serve(
            self._ws_connected,
            host,
            self._address.ws_port,
            subprotocols=[Subprotocol("mqtt")],
            compression=None,
            max_size=MAX_PACKET,
            process_request=self._check_origin,
            open_timeout=CONNECT_SECONDS,
            close_timeout=_CLOSE_SECONDS,
        )
        return self

    def stop(self) -> None:
        """Take no more connections and cut those that are open."""
        for server in (self._tcp, self._ws):
            if server is not None:
                server.close()
        self._places.cut_all()

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

        await self._serve(PacketReader(chunk), TcpWriter(writer), "tcp")

    async def _ws_connected(self, websocket: ServerConnection) -> None:
        async def chunk() -> bytes:
            with suppress(ConnectionClosed):
                while not (data := await websocket.recv()):
                    pass
                return data if isinstance(data, bytes) else b""  # section 6: a text frame ends the connection
            return b""

        await self._serve(PacketReader(chunk), WebSocketWriter(websocket), "ws")

    async def _serve(self, reader: PacketReader, writer: TcpWriter | WebSocketWriter, name: str) -> None:
        if not self._places.take(writer, reader):
            writer.abort()
            return
        try:
            await self._connected(reader, writer, name)
        finally:
            self._places.leave(writer)
            with suppress(ConnectionClosed):
                await writer.close()
