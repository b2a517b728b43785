"""How many connections there may be. When all places are taken, who has said nothing yet gives way, oldest first."""

from typing import Protocol

from broker.embedded.framing import PacketReader
from broker.limits import MAX_CONNECTIONS


class Abortable(Protocol):
    """A writer whose connection can be cut at once."""

    def abort(self) -> None:
        """End the connection now, whatever waits to be sent."""


class ConnectionLimits:
    """The open connections, oldest first."""

    def __init__(self, most: int = MAX_CONNECTIONS) -> None:
        self._most = most
        self._taken: dict[Abortable, PacketReader] = {}

    def __len__(self) -> int:
        return len(self._taken)

    def take(self, connection: Abortable, reader: PacketReader) -> bool:
        """Give a connection a place. False: all are taken by clients that the broker knows."""
        if len(self._taken) >= self._most:
            idle = next((known for known, its in self._taken.items() if not its.has_begun), None)
            if idle is None:
                return False
            self.leave(idle)
            idle.abort()
        self._taken[connection] = reader
        return True

    def leave(self, connection: Abortable) -> None:
        """The connection is over. Harmless when it had no place."""
        self._taken.pop(connection, None)

    def cut_all(self) -> None:
        """End all of them."""
        for connection in list(self._taken):
            connection.abort()
