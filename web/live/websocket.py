"""The WebSocket under Engine.IO: one greenlet reads, any greenlet sends, and a room shares its frames.

The protocol is wsproto's. The I/O is our own, for three reasons, each measured by `python lab.py bench`:

- A record goes to a whole room as the same text. It becomes a frame once, not once a client.
- No compression. A client's deflate state costs 300 KiB, and each frame would be compressed for each client anew.
- A message is refused while it arrives, not after a gigabyte of it was kept (RFC 6455, section 10.4).
"""

import contextlib
import socket
from collections.abc import Callable, Iterable
from typing import Any, cast

from gevent import sleep, spawn
from gevent.lock import Semaphore
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

from web.http.connections import CONNECTION
from web.http.gevent_private import is_plain, release, send_at_once, shut_down

SOCKET = "lab.socket"
"""The key of the WSGI environment under which the server puts the socket."""

RELEASE = "lab.release_request"
"""The key under which the server puts a function that drops what it keeps of the request."""

_BLOCK = 65_536
_LINGER_SECONDS = 1.0
_LINGER_BYTES = 4 * 2**20
_TAKEN_AT_ONCE = 16
"""Frames and messages after which other greenlets run: a client may send without end."""

Message = str | bytes
Handler = Callable[["WebSocket"], Any]


class Frames:
    """Makes frames, and keeps the last one, because the same message goes to each client of a room."""

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


class WebSocket:
    """One connection: called with a WSGI request, it answers the handshake and calls `handler` with itself."""

    def __init__(self, handler: Handler, max_message: int, frames: Frames) -> None:
        self._handler = handler
        self.max_message = max_message
        """Bytes of a message; the reader may change it."""
        self._frames = frames
        self._protocol: Connection
        self._lock = Semaphore()  # the reader answers pings while somebody sends
        self._is_open = False
        self._messages: list[Message] = []
        self._parts = bytearray()
        self._taken = 0
        self.admit: Callable[[str], None] = lambda _person: None
        """Call it with the id of the person once the lab has let in whoever uses the connection."""
        self.expect: Callable[[float], None] = lambda _seconds: None
        """End the connection after so many seconds, unless `relax` is called before."""
        self.relax: Callable[[], None] = lambda: None
        self.socket: Any = None
        """The connection; whoever reads may set its timeout."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the opening handshake, and serve until the connection ends."""
        self.socket = environ[SOCKET]
        try:
            self._protocol, answer = _handshake(environ)
        except ProtocolError as error:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [str(error).encode()]
        self._send_raw(answer)
        self._is_open = True
        connection = environ[CONNECTION]
        self.admit, self.expect, self.relax = connection.admit, connection.expect, connection.relax
        _release(environ)
        handler = self._handler
        del self._handler  # it knows the client, which knows this connection
        served: Iterable[bytes] = handler(self)
        return served

    def send(self, message: Message) -> None:
        """Send a whole message. Raises OSError when the connection has ended."""
        if not self._is_open:
            raise OSError("the connection has ended")
        self._send_raw(self._frames.of(message))

    def offer(self, message: Message) -> bool:
        """Send a whole message without waiting. False, and nothing sent, when it would have to wait."""
        # Under TLS a send that would have to wait must be repeated with the same bytes.
        if not self._is_open or not is_plain(self.socket):
            return False
        frame = self._frames.of(message)
        if not self._lock.acquire(blocking=False):
            return False
        try:
            sent = send_at_once(self.socket, frame)
        except OSError:  # no room, or the end, which the writer will notice
            self._lock.release()
            return False
        if sent < len(frame):
            spawn(self._finish, frame[sent:])
        else:
            self._lock.release()
        return True

    def _finish(self, rest: bytes) -> None:
        """Send what is left of a frame; nothing may come before it."""
        try:
            self.socket.sendall(rest)
        except OSError:
            self.break_off()
        finally:
            self._lock.release()

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
                self._share()
        self._share()
        return self._messages.pop(0) if self._messages else None

    def _share(self) -> None:
        """Let other greenlets run now and then: reading does so only when nothing has come."""
        self._taken += 1
        if self._taken % _TAKEN_AT_ONCE == 0:
            sleep(0)

    def close(self) -> None:
        """Send a closing frame if the connection is open, and end it (RFC 6455, section 5.5.1)."""
        if self._is_open:
            self._send_close(CloseConnection(CloseReason.NORMAL_CLOSURE))

    def _take(self, event: Event) -> None:
        match event:
            case TextMessage() | BytesMessage():
                self._take_part(event)
            case Ping():
                self._answer(event.response())
            case CloseConnection():
                self._end(event.response())

    def _take_part(self, event: TextMessage | BytesMessage) -> None:
        self._parts += event.data.encode() if isinstance(event, TextMessage) else event.data
        if len(self._parts) > self.max_message:
            self._end(CloseConnection(CloseReason.MESSAGE_TOO_BIG))
            raise ValueError("packet is too large")
        if event.message_finished:
            self._messages.append(self._parts.decode() if isinstance(event, TextMessage) else bytes(self._parts))
            self._parts.clear()

    def _answer(self, event: Event) -> None:
        try:
            self._send_raw(self._protocol.send(event))
        except (OSError, ProtocolError):  # gone, or closed by us already
            self._is_open = False

    def _end(self, event: Event) -> None:
        """End it from the reader's side."""
        self._send_close(event)
        with contextlib.suppress(OSError):
            self._linger()

    def _send_close(self, event: Event) -> None:
        self._is_open = False
        with contextlib.suppress(OSError, ProtocolError):  # gone already, or closed by both sides at once
            self._send_raw(self._protocol.send(event))
            self.socket.shutdown(socket.SHUT_WR)

    def _linger(self) -> None:
        """Read on for a moment: TCP drops the closing frame when something was not read (RFC 9112, 9.6)."""
        self.socket.settimeout(_LINGER_SECONDS)
        left = _LINGER_BYTES
        while left > 0 and (block := self.socket.recv(_BLOCK)):
            left -= len(block)

    def _send_raw(self, data: bytes) -> None:
        try:
            with self._lock:
                self.socket.sendall(data)
        except OSError:
            self.break_off()
            raise

    def break_off(self) -> None:
        """End the connection without a closing frame, as when half a frame is out. Reading and writing then fail."""
        self._is_open = False
        with contextlib.suppress(OSError):
            shut_down(self.socket)


def _handshake(environ: dict[str, Any]) -> tuple[Connection, bytes]:
    """What reads the connection from now on, and the answer to the request. Raises ProtocolError."""
    handshake = H11Handshake(ConnectionType.SERVER)  # not kept: it holds the whole request
    handshake.initiate_upgrade_connection(_headers(environ), "/")
    answer = handshake.send(AcceptConnection())  # takes no extension: no compression
    return cast("Connection", handshake.connection), answer  # it is there once the answer is made


def _release(environ: dict[str, Any]) -> None:
    """Drop the request while the connection is open: the server has one copy, Socket.IO another."""
    environ[RELEASE]()
    release(environ)


def _headers(environ: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """The request's headers, as far as the handshake reads them (RFC 6455, section 4.2.1)."""
    names = ("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version")
    found = ((name, environ.get("HTTP_" + name.upper().replace("-", "_"))) for name in names)
    return [(name.encode(), str(value).encode("latin-1")) for name, value in found if value]
