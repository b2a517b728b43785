"""How a connection is ended by another thread than the one that reads it."""

import socket
from typing import Any


def end(connection: Any) -> None:
    """End a connection, from any thread, below TLS if there is any. Raises OSError.

    An SSLSocket on which `shutdown` is called takes what still comes for plain text.
    """
    socket.socket.shutdown(connection, socket.SHUT_RDWR)
