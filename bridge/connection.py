"""What the bridge's two connections to the broker share."""

import contextlib
import logging
import socket
import ssl
import sys
from typing import Any, Protocol

_log = logging.getLogger("bridge")


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


def tell_distrust(_client: object, _data: object) -> None:
    """Say what TLS has against the broker: paho calls this while it handles the error. It tries again by itself."""
    error = sys.exc_info()[1]
    if isinstance(error, ssl.SSLError):
        _log.error("no TLS with the broker: %s", getattr(error, "verify_message", "") or error)


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
