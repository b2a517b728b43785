"""How many connections may be open. At the limit, a new one replaces the oldest that has not sent a whole packet."""

from broker.embedded.network import NetworkConnection
from broker.limits import MAX_CONNECTIONS


class ConnectionLimits:
    """The open connections, oldest first."""

    def __init__(self, most: int = MAX_CONNECTIONS) -> None:
        self._most = most
        self._open: dict[NetworkConnection, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: NetworkConnection) -> bool:
        """Count a new connection. False: the limit is reached, and every open connection has sent a packet."""
        if len(self._open) >= self._most:
            idle = next((known for known in self._open if not known.packets.has_begun), None)
            if idle is None:
                return False
            self.remove(idle)
            idle.abort()
        self._open[connection] = None
        return True

    def remove(self, connection: NetworkConnection) -> None:
        """The connection has ended. Nothing happens when it was not counted."""
        self._open.pop(connection, None)

    def cut_all(self) -> None:
        """End all connections."""
        for connection in list(self._open):
            connection.abort()
