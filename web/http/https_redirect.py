"""The answer of an HTTPS server to a client that speaks HTTP: the address of the same page over HTTPS."""

import socket

from web.http.hosts import Authority

_HANDSHAKE = 0x16
"""The first byte of a TLS connection (RFC 8446, section 5.1); no HTTP request begins with it."""

_MAX_HEAD = 8192
_END = b"\r\n\r\n"

_TEXT = "The lab speaks HTTPS: https://\nO laboratório fala HTTPS: https://\n".encode()


def is_tls(connection: socket.socket) -> bool:
    """Whether a client that has just connected begins a handshake, as seen without taking anything. Raises OSError."""
    return connection.recv(1, socket.MSG_PEEK)[:1] == bytes([_HANDSHAKE])


def answer_in_the_clear(connection: socket.socket) -> None:
    """Read one request, answer it and end the connection. Raises OSError."""
    with connection:
        head = b""
        while _END not in head and len(head) < _MAX_HEAD and (block := connection.recv(_MAX_HEAD)):
            head += block
        connection.sendall(answer(head))
        connection.shutdown(socket.SHUT_WR)


def answer(head: bytes) -> bytes:
    """The answer to a request: a redirect for GET and HEAD, else 400. Pure.

    The redirect is a temporary one (307), because TLS may be switched off again.
    """
    where = _secure_url(head)
    status, location = ("307 Temporary Redirect", f"Location: {where}\r\n") if where else ("400 Bad Request", "")
    lines = f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(_TEXT)}\r\nConnection: close\r\n"
    return f"HTTP/1.1 {status}\r\n{location}{lines}\r\n".encode("ascii") + _TEXT


def _secure_url(head: bytes) -> str:
    request, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = request.partition(" ")
    target = rest.partition(" ")[0]
    hosts = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")]
    if method not in ("GET", "HEAD") or len(hosts) != 1 or not target.startswith("/"):
        return ""
    try:
        Authority.parse(hosts[0])
    except ValueError:
        return ""
    return f"https://{hosts[0]}{target}" if target.isascii() and target.isprintable() else ""
