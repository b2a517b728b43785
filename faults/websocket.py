"""A client's connection over WebSocket (MQTT 3.1.1, section 6), with the two sides that a link needs."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from faults.link import MAX_PACKET_BODY

_SUBPROTOCOLS = [Subprotocol("mqtt"), Subprotocol("mqttv3.1")]
_HEADER_ROOM = 8
"""Bytes of a fixed header and more."""

_SECONDS = 10.0


class WebSocketEnd:
    """Reader and writer of one open WebSocket."""

    def __init__(self, websocket: ServerConnection) -> None:
        self._websocket = websocket
        self._unsent = bytearray()

    @property
    def transport(self) -> asyncio.WriteTransport:
        """What ends at once with `abort`."""
        return self._websocket.transport

    async def read(self, n: int = -1) -> bytes:  # noqa: ARG002 - a message is taken whole
        """The next message; nothing at the end. A text frame is the end (section 6)."""
        try:
            while not (data := await self._websocket.recv()):
                pass
        except ConnectionClosed:
            return b""
        return data if isinstance(data, bytes) else b""

    def write(self, data: bytes) -> None:
        """Send at the next `drain`."""
        self._unsent += data

    async def drain(self) -> None:
        """Send what was written. Raises OSError."""
        data, self._unsent = bytes(self._unsent), bytearray()
        try:
            await self._websocket.send(data)
        except ConnectionClosed as error:
            raise ConnectionResetError from error

    def close(self) -> None:
        """Nothing: `wait_closed` says goodbye."""

    async def wait_closed(self) -> None:
        """Close (RFC 6455, section 7)."""
        await self._websocket.close()


Entrance = Callable[[str, WebSocketEnd], Awaitable[None]]
"""Serves the client that a path names, until its connection ends."""


async def listen(host: str, port: int, entrance: Entrance, is_known: Callable[[str], bool], **more: object) -> Server:
    """Listen for WebSockets at `/<line>`. `is_known`: whether there is a line of this name. Raises OSError."""

    def check(connection: ServerConnection, request: Request) -> Response | None:
        if not is_own_page(request.headers.get("Origin"), request.headers.get("Host", "")):
            return connection.respond(HTTPStatus.FORBIDDEN, "Pages of other sites may not connect.\n")
        if not is_known(_line(request.path)):
            return connection.respond(HTTPStatus.NOT_FOUND, "There is no such line.\n")
        return None

    async def connected(websocket: ServerConnection) -> None:
        request = websocket.request
        if request is not None:
            await entrance(_line(request.path), WebSocketEnd(websocket))

    return await serve(
        connected,
        host,
        port,
        subprotocols=_SUBPROTOCOLS,
        compression=None,
        max_size=MAX_PACKET_BODY + _HEADER_ROOM,
        process_request=check,
        open_timeout=_SECONDS,
        close_timeout=1,
        ping_interval=None,
        **more,  # type: ignore[arg-type]
    )


def is_own_page(origin: str | None, host: str) -> bool:
    """Whether a client is no browser, or shows a page of this very machine: by an address, or as localhost.

    A name could be one that leads here today alone (DNS rebinding), so no name but localhost is taken.
    """
    if origin is None:
        return True
    page, here = urlsplit(origin).hostname, urlsplit(f"//{host}").hostname
    return page is not None and page == here and _is_address(page)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _line(path: str) -> str:
    """The name of a line in a path."""
    return path.partition("?")[0].strip("/")
