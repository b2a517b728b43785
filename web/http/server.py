"""The WSGI server: gevent's, with bounds on connections and on the time that their clients take."""

import socket
import ssl
from typing import Any

from gevent.pywsgi import WSGIServer

from web.access.limits import address_key
from web.background import every
from web.http.connections import (
    BODY_SECONDS,
    CONNECTION,
    DISCARD_SECONDS,
    HEAD_SECONDS,
    SEND_SECONDS,
    Connection,
    Connections,
)
from web.http.gevent_private import BoundedHandler, PatientServer
from web.http.guard import LOCAL_ADDRESS
from web.http.https_redirect import answer_in_the_clear, is_tls
from web.live.websocket import RELEASE, SOCKET

_CHECK_SECONDS = 1.0


class Handler(BoundedHandler):
    """One connection. After a WebSocket has ended it is closed, not read for another request."""

    def __init__(self, sock: socket.socket, address: object, server: WSGIServer, connection: Connection) -> None:
        super().__init__(sock, address, server)
        self._connection = connection
        self._is_upgrade = False

    def handle(self) -> None:
        """Serve the connection, each small frame sent at once."""
        # Without it an answer waits for the acknowledgement of the frame before: 45 ms instead of 3.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(SEND_SECONDS)
        super().handle()

    def begin_request(self) -> None:
        """The head must be whole in time."""
        self._connection.expect(HEAD_SECONDS)

    def get_environ(self) -> dict[str, Any]:
        """The request, with its connection and the address at which it came in."""
        environ: dict[str, Any] = super().get_environ()
        if self.content_length or "HTTP_TRANSFER_ENCODING" in environ:
            self._connection.expect(BODY_SECONDS)
        else:
            self._connection.relax()
        environ[SOCKET] = self.socket
        environ[CONNECTION] = self._connection
        environ[RELEASE] = self.release_request
        environ[LOCAL_ADDRESS] = self.socket.getsockname()[0]
        self._is_upgrade = "HTTP_UPGRADE" in environ
        return environ

    def release_request(self) -> None:
        """The request has become a WebSocket, which sets times of its own."""
        super().release_request()
        self._connection.relax()

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Begin the answer, for which SEND_SECONDS holds."""
        self._connection.relax()
        return super().start_response(status, headers, exc_info)

    def run_application(self) -> None:
        """Answer; what is left of the body must then come in time."""
        try:
            super().run_application()
        finally:
            self._connection.expect(DISCARD_SECONDS)

    def handle_one_response(self) -> None:
        """Answer, and end the connection if it was upgraded."""
        super().handle_one_response()
        if self._is_upgrade:
            self.close_connection = True
        self._connection.expect_next_request()


class Server(PatientServer):
    """HTTP."""

    connections: Connections

    def handle(self, client_socket: socket.socket, address: Any) -> None:
        """Serve one connection."""
        with self.connections.opened(address_key(address[0]), client_socket) as connection:
            Handler(client_socket, address, self, connection).handle()

    def start(self) -> None:
        """Listen. Raises OSError."""
        super().start()
        every(_CHECK_SECONDS, self.connections.end_overdue)


class SecureServer(Server):
    """HTTPS. A client that speaks HTTP gets the address of the page; an unfinished handshake is cut off."""

    def wrap_socket_and_handle(self, client_socket: socket.socket, address: Any) -> None:
        """Serve one connection, from the handshake on."""
        with self.connections.opened(address_key(address[0]), client_socket) as connection:
            client_socket.settimeout(HEAD_SECONDS)
            try:
                if not is_tls(client_socket):
                    answer_in_the_clear(client_socket)
                    return
                connection.socket = self.wrap_socket(client_socket, do_handshake_on_connect=False, **self.ssl_args)
                connection.socket.do_handshake()
            except OSError:  # ssl's errors too: another version, a client that does not trust us, nothing said
                connection.socket.close()
                return
            Handler(connection.socket, address, self, connection).handle()


def make_server(
    host: str, port: int, app: object, connections: Connections, tls: ssl.SSLContext | None = None
) -> WSGIServer:
    """A server for this application, not started; it writes no access log. With `tls` it serves HTTPS."""
    if tls is None:
        made = Server((host, port), app, log=None, handler_class=Handler)
    else:
        made = SecureServer((host, port), app, log=None, handler_class=Handler, ssl_context=tls)
    made.connections = connections
    return made
