"""The WSGI server: gevent's, with what WebSocket connections need of it, and with bounds where TLS begins."""

import socket
import ssl
from typing import Any

from gevent.pywsgi import WSGIHandler, WSGIServer

from web.http.guard import LOCAL_ADDRESS
from web.http.secure import answer_in_the_clear, is_tls
from web.live.websocket import SOCKET

HANDSHAKE_SECONDS = 10.0
_READ_BUFFER = 1024


class Handler(WSGIHandler):  # type: ignore[misc]
    """One connection. After a WebSocket has ended it is closed, not read for another request."""

    def __init__(self, sock: socket.socket, address: object, server: WSGIServer) -> None:
        # gevent's own buffer is of 8 KiB, for as long as a browser looks on.
        super().__init__(sock, address, server, sock.makefile("rb", _READ_BUFFER))

    def handle(self) -> None:
        """Serve the connection, each small frame sent at once."""
        # Without it an answer waits for the acknowledgement of the frame before: 45 ms instead of 3.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def get_environ(self) -> dict[str, Any]:
        """The request, with the connection for `web.live.websocket` and the address at which it came in."""
        environ: dict[str, Any] = super().get_environ()
        environ[SOCKET] = self.socket
        environ[LOCAL_ADDRESS] = self.socket.getsockname()[0]
        return environ

    def handle_one_response(self) -> None:
        """Answer, and end the connection if it was upgraded."""
        super().handle_one_response()
        if "HTTP_UPGRADE" in self.environ:
            self.close_connection = True


class SecureServer(WSGIServer):  # type: ignore[misc]
    """HTTPS. Who speaks HTTP is told so; who does not finish the handshake is cut off, without a traceback."""

    def wrap_socket_and_handle(self, client_socket: socket.socket, address: object) -> object:
        """Serve one connection."""
        client_socket.settimeout(HANDSHAKE_SECONDS)
        try:
            if not is_tls(client_socket):
                answer_in_the_clear(client_socket)
                return None
            secure = self.wrap_socket(client_socket, **self.ssl_args)
        except OSError:  # ssl's errors too: another version, a client that does not trust us, nothing said
            client_socket.close()
            return None
        secure.settimeout(None)
        try:
            return self.handle(secure, address)
        finally:
            secure.close()


def make_server(host: str, port: int, app: object, tls: ssl.SSLContext | None = None) -> WSGIServer:
    """A server for this application, not started; it writes no access log. With `tls` it serves HTTPS."""
    if tls is None:
        return WSGIServer((host, port), app, log=None, handler_class=Handler)
    return SecureServer((host, port), app, log=None, handler_class=Handler, ssl_context=tls)
