"""What the bridge's two connections to the broker share."""

import contextlib
import socket
from typing import Any, Protocol


class Connection(Protocol):
    """What is asked of an MQTT client here."""

    def socket(self) -> Any:
        """Its socket, or None when there is none now."""

    def loop_start(self) -> object:
        """Begin its network thread, if it has none."""


def send_at_once(_client: object, _data: object, connection: object) -> None:
    """Let no small packet wait for the acknowledgement of the one before (Nagle): that costs some 40 ms."""
    set_option = getattr(connection, "setsockopt", None)
    if set_option is not None:
        set_option(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def end(connection: Any) -> None:
    """End a connection, from any thread. Below TLS, if there is any: an SSLSocket that is told takes what still comes
    for plain text. Raises OSError."""
    socket.socket.shutdown(connection, socket.SHUT_RDWR)


def renew(client: Connection) -> None:
    """Have it connect anew, whatever it believes: end its socket, which its thread notices, and see that it has one."""
    connection = client.socket()
    if connection is not None:
        with contextlib.suppress(OSError):  # it may have ended by itself in this moment
            end(getattr(connection, "beneath", connection))
    client.loop_start()
