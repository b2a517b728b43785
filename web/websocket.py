"""The WebSocket under Socket.IO: one greenlet reads, one writes, and a room shares its frames.

The protocol is wsproto's. What is ours is the thin I/O round it, for three reasons, each measured by
`python lab.py bench`:

- A record goes to a whole room as the same text. It becomes a frame once, not once a client.
- No compression. A client's deflate state costs 300 KiB, and each frame would be compressed for each client anew.
- A message is refused while it arrives, not after a gigabyte of it was kept (RFC 6455, section 10.4).
"""

import contextlib
import socket
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask_socketio import SocketIO
from gevent.lock import RLock
from wsproto.connection import Connection, ConnectionType
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Event,
    Ping,
    TextMessage,
)
from wsproto.frame_protocol import CloseReason, FrameProtocol
from wsproto.handshake import H11Handshake
from wsproto.utilities import ProtocolError

SOCKET = "lab.socket"
"""Where the WSGI environment holds the connection."""

_BLOCK = 65_536
_LINGER_SECONDS = 1.0
_LINGER_BLOCKS = 64

Message = str | bytes
Handler = Callable[["WebSocket"], Any]


class Frames:
    """Makes frames, and keeps the last one: whoever sends the same message to a room asks for it again and again."""

    def __init__(self) -> None:
        self._message: Message | None = None
        self._frame = b""
        self._protocol = FrameProtocol(client=False, extensions=[])

    def of(self, message: Message) -> bytes:
        """The unmasked frame of a whole message (RFC 6455, section 5.2)."""
        if message is not self._message:
            self._frame = bytes(self._protocol.send_data(message, fin=True))
            self._message = message
        return self._frame


def use_under(socketio: SocketIO) -> None:
    """Have Socket.IO, once it is set up, speak through this."""
    engine, frames = socketio.server.eio, Frames()
    # Engine.IO takes its WebSocket from this table, and has no setting for it.
    engine._async = {  # noqa: SLF001 - as said
        **engine._async,  # noqa: SLF001
        "websocket": lambda handler, server: WebSocket(handler, server.max_http_buffer_size, frames),
    }


class WebSocket:
    """One connection, as Engine.IO wants it: called with a WSGI request, it calls `handler` with itself."""

    def __init__(self, handler: Handler, max_message: int, frames: Frames) -> None:
        self._handler = handler
        self._max_message = max_message
        self._frames = frames
        self._protocol: Connection
        self._lock = RLock()  # the reader answers pings while the writer sends
        self._is_open = False
        self._messages: deque[Message] = deque()
        self._parts: list[bytes] = []
        self._size = 0
        self.socket: Any = None
        """The connection; Engine.IO sets its timeout, for a peer that neither reads nor answers."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the opening handshake, and serve until the connection ends."""
        self.socket = environ[SOCKET]
        handshake = H11Handshake(ConnectionType.SERVER)  # let go when it is done: it keeps the whole request
        try:
            handshake.initiate_upgrade_connection(_headers(environ), "/")
            answer = handshake.send(AcceptConnection())  # takes no extension: no compression
        except ProtocolError as error:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [str(error).encode()]
        self._protocol = cast("Connection", handshake.connection)  # it is there once the answer is made
        self._send_raw(answer)
        self._is_open = True
        served: Iterable[bytes] = self._handler(self)
        return served

    def send(self, message: Message) -> None:
        """Send a whole message. Raises OSError when the connection has ended."""
        if not self._is_open:
            raise OSError("the connection has ended")
        self._send_raw(self._frames.of(message))

    def wait(self) -> Message | None:
        """The next whole message; None when the connection has ended. Raises ValueError when it is too large."""
        while self._is_open and not self._messages:
            try:
                self._protocol.receive_data(self.socket.recv(_BLOCK) or None)
            except (OSError, ProtocolError):
                self._is_open = False
                return None
            for event in self._protocol.events():
                self._take(event)
        return self._messages.popleft() if self._messages else None

    def close(self) -> None:
        """Say goodbye if the peer still listens, and end the connection."""
        if self._is_open:
            self._say_goodbye(CloseConnection(CloseReason.NORMAL_CLOSURE))

    def _take(self, event: Event) -> None:
        match event:
            case TextMessage() | BytesMessage():
                self._take_part(event)
            case Ping():
                self._answer(event.response())
            case CloseConnection():
                self._end(event.response())

    def _take_part(self, event: TextMessage | BytesMessage) -> None:
        self._size += len(event.data)
        if self._size > self._max_message:
            self._end(CloseConnection(CloseReason.MESSAGE_TOO_BIG))
            raise ValueError("packet is too large")
        self._parts.append(event.data.encode() if isinstance(event, TextMessage) else bytes(event.data))
        if event.message_finished:
            whole = b"".join(self._parts)
            self._messages.append(whole.decode() if isinstance(event, TextMessage) else whole)
            self._parts, self._size = [], 0

    def _answer(self, event: Event) -> None:
        try:
            self._send_raw(self._protocol.send(event))
        except OSError:
            self._is_open = False

    def _end(self, event: Event) -> None:
        """End it from the reader's side."""
        self._say_goodbye(event)
        with contextlib.suppress(OSError):
            self._linger()

    def _say_goodbye(self, event: Event) -> None:
        self._is_open = False
        with contextlib.suppress(OSError, ProtocolError):  # gone already, or both sides said goodbye at once
            self._send_raw(self._protocol.send(event))
            self.socket.shutdown(socket.SHUT_WR)

    def _linger(self) -> None:
        """Read on for a moment: TCP throws a goodbye away when there is something that nobody read (RFC 9112, 9.6)."""
        self.socket.settimeout(_LINGER_SECONDS)
        for _ in range(_LINGER_BLOCKS):
            if not self.socket.recv(_BLOCK):
                break

    def _send_raw(self, data: bytes) -> None:
        with self._lock:
            self.socket.sendall(data)


def _headers(environ: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """The request's headers, as far as the handshake reads them (RFC 6455, section 4.2.1)."""
    names = ("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version")
    found = ((name, environ.get("HTTP_" + name.upper().replace("-", "_"))) for name in names)
    return [(name.encode(), str(value).encode("latin-1")) for name, value in found if value]
