"""What the web uses of gevent beyond its documentation. tests/web/http/test_gevent_private.py holds it to that."""

import contextlib
import socket
import ssl
from io import BufferedReader, BytesIO, RawIOBase
from types import TracebackType
from typing import Any

from gevent import sleep
from gevent.pywsgi import WSGIHandler, WSGIServer, headers_factory
from gevent.socket import socket as PlainSocket  # noqa: N812 - a class

from web.console import REQUESTS
from web.http.request_head import Head, HeadError, check_fields, read_head

_READ_BUFFER = 1024
"""Bytes; gevent's own buffer has 8 KiB, for as long as a browser is connected."""

_BLOCK = 65_536
_ACCEPT_PAUSE = 0.05
"""Seconds until the server tries again to accept a connection."""

_LINGER_BYTES = 4 * 2**20


class SharingReader(RawIOBase):
    """Reads from a connection, and lets the other greenlets run after each block.

    gevent's sockets switch to another greenlet only when nothing has come. A client that sends without end would be
    served alone. `raw` is the unbuffered file of the connection.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has come, at most as much as the buffer takes. Raises OSError."""
        count: int | None = self._raw.readinto(buffer)
        sleep(0)
        return count

    def close(self) -> None:
        """Close the file, as gevent counts who still uses the socket."""
        self._raw.close()
        super().close()


class PatientServer(WSGIServer):  # type: ignore[misc]
    """gevent's server. When the system lets it accept no connection, it writes one line, not a traceback, and waits."""

    def do_read(self) -> object:
        """Accept a connection; None when there is none. Raises OSError when the listening socket is gone."""
        try:
            return super().do_read()
        except OSError as error:  # most likely EMFILE: connections that have ended are closed in the next moment
            if self.is_fatal_error(error):
                raise
            REQUESTS.error("a connection can't be accepted now: %s", error.strerror)
            self._pause()
            return None

    def _pause(self) -> None:
        self.stop_accepting()
        self._timer = self.loop.timer(_ACCEPT_PAUSE)
        self._timer.start(self._start_accepting_if_started)


class BoundedHandler(WSGIHandler):  # type: ignore[misc]
    """gevent's handler, which here reads each head within the bounds of `web.http.request_head`.

    gevent calls `handle_one_request` for each request of a connection, and in it `read_requestline`, `MessageClass`,
    `get_environ` and `handle_one_response`.
    """

    def __init__(self, sock: socket.socket, address: object, server: object) -> None:
        reader = SharingReader(sock.makefile("rb", 0))
        super().__init__(sock, address, server, BufferedReader(reader, _READ_BUFFER))
        self._head = Head(b"", b"")

    def begin_request(self) -> None:
        """Called when the first byte of a request has come."""

    def handle_one_request(self) -> object:
        """Serve one request. Returns True, None at the end, or a status and the bytes of gevent's refusal."""
        try:
            sleep(0)  # requests that are in the buffer already need no read
            if not self.rfile.peek(1):
                return None
            self.begin_request()
            head = read_head(self.rfile.readline)
        except HeadError as error:
            self.log_error("a request was refused (from %s): %s", self.client_address[0], error)
            self._refuse(error)
            return None
        except OSError:  # a time that is over, a connection that was reset
            return None
        if head is None:
            return None
        self._head = head
        return super().handle_one_request()

    def _refuse(self, error: HeadError) -> None:
        """Answer, and read on for a moment: TCP throws the answer away when something was not read (RFC 9112, 9.6)."""
        with contextlib.suppress(OSError):
            self.socket.sendall(error.answer)
            self.socket.shutdown(socket.SHUT_WR)
            left = _LINGER_BYTES
            while left > 0 and (block := self.socket.recv(_BLOCK)):
                left -= len(block)

    def read_requestline(self) -> str:
        """The request line of the head that was read."""
        return self._head.line.decode("latin-1")

    def MessageClass(self, *_args: object) -> Any:  # noqa: N802 - gevent's name
        """The fields of the head that was read. Raises HeadError."""
        fields = headers_factory(BytesIO(self._head.fields))
        self._head = Head(b"", b"")
        check_fields(fields)
        return fields

    def release_request(self) -> None:
        """Drop what gevent keeps of a request, which for a WebSocket would be kept as long as it is open."""
        self.headers = headers_factory(BytesIO(b"\r\n"))
        self.requestline = self.path = ""
        release(self.environ)

    def log_error(self, msg: str, *args: object) -> None:
        """Say on the console, in a line and not too often, that a request was refused."""
        REQUESTS.warning(msg, *args)

    def handle_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType) -> None:
        """A client that is gone or takes nothing is no error of the server."""
        if isinstance(error, (TimeoutError, ConnectionError, ssl.SSLError)):
            self.close_connection = True
        else:
            super().handle_error(kind, error, trace)


def release(environ: dict[str, Any]) -> None:
    """Drop a request's header fields and address from a WSGI environment."""
    for key in [key for key in environ if key.startswith("HTTP_")]:
        del environ[key]
    environ["QUERY_STRING"] = ""


def shut_down(connection: Any) -> None:
    """End a connection in both directions, below TLS. Raises OSError when it has ended already.

    `SSLSocket.shutdown` drops the TLS state, which another greenlet may be using in that moment.
    """
    getattr(connection, "_sock", connection).shutdown(socket.SHUT_RDWR)


def is_plain(connection: object) -> bool:
    """Whether a connection is gevent's own socket, and not one of TLS."""
    return type(connection) is PlainSocket


def send_at_once(connection: Any, data: bytes) -> int:
    """Send what a plain connection takes now; returns how many bytes. Raises OSError when it takes none.

    gevent's `send` has a third parameter, the timeout; with zero it never switches to another greenlet.
    """
    sent: int = connection.send(data, 0, 0.0)
    return sent
