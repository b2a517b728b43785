"""How many connections may be open. When all places are taken, one that has not sent a whole packet gives way."""

from broker.embedded.network import NetworkConnection
from broker.limits import MAX_CONNECTIONS, RESERVED_CONNECTIONS


class ConnectionLimits:
    """The open connections, oldest first: `most`, and `reserved` more for the lab's own services.

    Whose a connection is, its CONNECT tells. Until then it may have a reserved place.
    """

    def __init__(self, most: int = MAX_CONNECTIONS, reserved: int = RESERVED_CONNECTIONS) -> None:
        self._most = most
        self._reserved = reserved
        self._open: dict[NetworkConnection, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: NetworkConnection) -> bool:
        """Count a new connection. False: not even a reserved place is free, and every connection has sent a packet."""
        if len(self._open) >= self._most + self._reserved and not self._end_an_idle_one():
            return False
        self._open[connection] = None
        return True

    def admit(self, *, is_reserved_for: bool) -> bool:
        """Whether a client that was counted, and has sent its CONNECT, may stay. False: it has only a reserved place,
        which is not for it, and every connection has sent a packet."""
        return is_reserved_for or len(self._open) <= self._most or self._end_an_idle_one()

    def remove(self, connection: NetworkConnection) -> None:
        """The connection has ended. Nothing happens when it was not counted."""
        self._open.pop(connection, None)

    def cut_all(self) -> None:
        """End all connections."""
        for connection in list(self._open):
            connection.abort()

    def _end_an_idle_one(self) -> bool:
        """End the oldest connection that has not sent a whole packet. False: there is none."""
        idle = next((known for known in self._open if not known.packets.has_begun), None)
        if idle is None:
            return False
        self.remove(idle)
        idle.abort()
        return True
