"""Clients that do not read fast enough: they leave the room, and get the newest `seq` once they have read the rest.

Queues are unbounded, so a client that is sent more while it does not read would cost memory without end.
"""

import logging
from collections.abc import Callable, Iterable

MAX_QUEUED = 64
"""Packets that wait for a client from which on it gets no more records."""

_log = logging.getLogger("web")


class SlowConsumers:
    """The clients that are out of their rooms. `queued(sid)` gives the number of packets that wait for a client, None
    when it is gone; `leave(sid, session)` takes a client out of its room, `rejoin(sid, session)` brings it back."""

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

    def take_out(self, clients: Iterable[tuple[str, str]]) -> None:
        """Take clients, each with its session, out of their rooms; those that are out already stay so."""
        for sid, session in clients:
            if sid not in self._out:
                self._out[sid] = session
                self._leave(sid, session)

    def readmit(self) -> None:
        """Bring those back that have read what waited. A client whose return fails is tried again at the next call."""
        for sid, session in list(self._out.items()):
            queued = self._queued(sid)
            if queued is None:
                del self._out[sid]
            elif queued == 0:
                self._try_to_rejoin(sid, session)

    def forget(self, sid: str) -> None:
        """The client is gone, or is in another session now."""
        self._out.pop(sid, None)

    def _try_to_rejoin(self, sid: str, session: str) -> None:
        try:
            self._rejoin(sid, session)
        except OSError as error:
            _log.warning("a page that did not keep up could not be told where its log ends: %s", error)
        else:
            self._out.pop(sid, None)
