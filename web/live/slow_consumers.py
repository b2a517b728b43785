"""Clients that do not read fast enough: they leave the room, and are told the newest `seq` once they have caught up.

Socket.IO's queues are unbounded, so a client that is fed while it does not read would cost memory without end.
"""

from collections.abc import Callable

MAX_QUEUED = 64
"""Packets waiting for one client from which on it gets no more."""


class SlowConsumers:
    """Who is out of its room. `queued(sid)` is the number of packets that wait; None when the client is gone."""

    def __init__(
        self,
        *,
        queued: Callable[[str], int | None],
        leave: Callable[[str, str], None],
        rejoin: Callable[[str, str], None],
    ) -> None:
        self._queued = queued
        self._leave = leave
        self._rejoin = rejoin
        self._out: dict[str, str] = {}

    def check(self, session: str, sids: list[str]) -> None:
        """Look at the clients in a room: take out those that lag."""
        for sid in sids:
            if (self._queued(sid) or 0) > MAX_QUEUED:
                self._out[sid] = session
                self._leave(sid, session)

    def readmit(self) -> None:
        """Let those back in that have read what they had."""
        for sid, session in list(self._out.items()):
            queued = self._queued(sid)
            if queued is None:
                del self._out[sid]
            elif queued == 0:
                del self._out[sid]
                self._rejoin(sid, session)

    def forget(self, sid: str) -> None:
        """The client is gone, or sits elsewhere now."""
        self._out.pop(sid, None)
