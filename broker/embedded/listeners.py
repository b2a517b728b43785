"""The sockets of the embedded broker, instead of amqtt's own listeners.

These wait for ever for a client that does not read when they close a connection, and take WebSocket messages of any
kind.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Self

from websockets import Subprotocol
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from broker.address import Address
from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.network import CLOSE_SECONDS, NetworkConnection
from broker.embedded.origin import OwnNames
from broker.embedded.tcp import CHUNK, TcpConnection
from broker.embedded.websocket import WebSocketConnection
from broker.limits import CONNECT_SECONDS, MAX_PACKET

_BACKLOG = 1024
_SUBPROTOCOLS = (Subprotocol("mqtt"), Subprotocol("mqttv3.1"))
"""The name of MQTT over WebSocket (section 6), and the one that libraries used before it had one."""

Connected = Callable[[NetworkConnection], Awaitable[None]]


class Listeners:
    """MQTT over TCP, TLS and WebSocket. `connected` is called for each connection.

    `names`: those under which the lab's own pages may connect. `tls`: how the address's TLS port is served, if there
    is one, and then WebSocket too.
    """

    def __init__(
        self,
        address: Address,
        connected: Connected,
        names: OwnNames,
        *,
        tls: ssl.SSLContext | None = None,
        limits: ConnectionLimits | None = None,
    ) -> None:
        self._address = address
        self._connected = connected
        self._names = names
        self._tls = tls
        self._limits = ConnectionLimits() if limits is None else limits
        self._servers: list[asyncio.Server | Server] = []
        self._serving: set[asyncio.Task[None]] = set()
        self._space = memoryview(bytearray(CHUNK))

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
        return {"ssl": self._tls, "ssl_handshake_timeout": CONNECT_SECONDS, "ssl_shutdown_timeout": CLOSE_SECONDS}

    async def _serve_tcp(self, host: str, port: int, **tls: Any) -> asyncio.Server:
        made = partial(TcpConnection, self._space, self._tcp_connected)
        return await asyncio.get_running_loop().create_server(made, host, port, backlog=_BACKLOG, **tls)

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
            close_timeout=CLOSE_SECONDS,
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

    def _tcp_connected(self, network: TcpConnection) -> None:
        task = asyncio.create_task(self._serve(network))
        self._serving.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._serving.discard)

    async def _ws_connected(self, websocket: ServerConnection) -> None:
        network = WebSocketConnection(websocket)
        reading = asyncio.create_task(network.read())
        try:
            await self._serve(network)
        finally:
            reading.cancel()

    async def _serve(self, network: NetworkConnection) -> None:
        if not self._limits.add(network):
            network.abort()
            return
        try:
            await self._connected(network)
        finally:
            self._limits.remove(network)
            await network.close()
