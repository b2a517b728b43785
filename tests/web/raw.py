"""HTTP by hand: requests that no proper client sends."""

import socket
from dataclasses import dataclass

from tests.support.services import Lab

Headers = list[tuple[str, str]]

POLLING = "/socket.io/?EIO=4&transport=polling"
WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
UPGRADE: Headers = [
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),  # of RFC 6455, section 1.3
]


@dataclass(frozen=True)
class Answer:
    """What came back, as far as it was read."""

    status: int
    text: str


def ask(lab: Lab, path: str, headers: Headers, *, method: str = "GET", body: str = "") -> Answer:
    """Send exactly these headers (and the body's length), and read the answer's head and what comes with it."""
    length = [("Content-Length", str(len(body)))] if body else []
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in [*headers, *length])]
    with socket.create_connection(("127.0.0.1", lab.web_port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", body]).encode())
        answered = _read(connection)
    return Answer(int(answered.split(" ", 2)[1]), answered)


def _read(connection: socket.socket) -> str:
    """Everything up to the end of the body, or of the head when the answer begins a WebSocket."""
    answered = b""
    while b"\r\n\r\n" not in answered:
        chunk = connection.recv(65536)
        assert chunk, f"the connection was ended after {answered!r}"
        answered += chunk
    head, _, body = answered.partition(b"\r\n\r\n")
    told = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    missing = int(told[0]) - len(body) if told else 0
    while missing > 0 and (chunk := connection.recv(65536)):
        answered += chunk
        missing -= len(chunk)
    return answered.decode(errors="replace")
