"""What is checked again and again while the page runs: clients that do not read, old codes, clients not let in, roles
that have got an account, and sessions at which nobody looks any more."""

import time
from collections.abc import Callable, Iterator

from web.access.socket_access import SocketAccess
from web.access.unauthenticated_timeout import UnauthenticatedTimeout
from web.background import every, guarded, later
from web.live.engineio_private import EngineIoServer
from web.live.log_subscriptions import SWEEP_SECONDS
from web.live.rooms import Rooms
from web.live.slow_consumers import MAX_QUEUED, SlowConsumers
from web.live.socketio_private import SocketIoServer

QUEUES_SECONDS = 0.2
CODES_SECONDS = 2.0


class Cleanup:
    """The checks. `disconnect(sid)` ends a Socket.IO client."""

    def __init__(
        self,
        *,
        engine: EngineIoServer,
        server: SocketIoServer,
        rooms: Rooms,
        slow_consumers: SlowConsumers,
        sockets: SocketAccess,
        sweep_log_subscriptions: Callable[[], None],
        give_way: Callable[[], None],
        disconnect: Callable[[str], None],
    ) -> None:
        self._engine = engine
        self._server = server
        self._rooms = rooms
        self._slow_consumers = slow_consumers
        self._sockets = sockets
        self._sweep_log_subscriptions = sweep_log_subscriptions
        self._give_way = give_way
        self._disconnect = disconnect
        self._unauthenticated = UnauthenticatedTimeout()

    def start(self) -> None:
        """Check from now on, in the background."""
        every(QUEUES_SECONDS, self.check_queues)
        every(CODES_SECONDS, self.end_outdated)
        every(CODES_SECONDS, self.end_unauthenticated)
        every(SWEEP_SECONDS, self._sweep_log_subscriptions)
        every(CODES_SECONDS, self._give_way)

    def check_queues(self) -> None:
        """Take the clients that lag out of their rooms, and bring those back that have caught up."""
        self._slow_consumers.take_out(self._lagging())
        self._slow_consumers.readmit()

    def end_outdated(self) -> None:
        """End the clients whose code is not the code any more, also those that only listen."""
        for sid in self._sockets.outdated():
            guarded(lambda sid=sid: self._disconnect(sid))  # type: ignore[misc]

    def end_unauthenticated(self) -> None:
        """End the clients that were not let in in time."""
        let_in = {engine_sid for sid in self._sockets.sids() if (engine_sid := self._server.engine_sid_of(sid))}
        for engine_sid in self._unauthenticated.overdue(self._engine.sids(), let_in, time.monotonic()):
            # Each by itself: it waits until what was sent has been read.
            later(0, lambda engine_sid=engine_sid: self._engine.disconnect(engine_sid))  # type: ignore[misc]

    def _lagging(self) -> Iterator[tuple[str, str]]:
        for engine_sid in self._engine.overfull(MAX_QUEUED):
            sid = self._server.sid_of(engine_sid)
            viewer = self._rooms.viewer_of(sid) if sid else None
            if sid and viewer:
                yield sid, viewer.session
