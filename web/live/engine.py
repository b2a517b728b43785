"""Engine.IO over WebSockets with one greenlet a browser, the one that reads.

Engine.IO's own way has three, and a queue that a greenlet waits at: a browser that only looks on costs 59 KiB, and a
packet to it 13 microseconds. Here packets are written at once where nothing waits before them, a greenlet that writes
lives only as long as it has to wait, and one sends all the pings: 36 KiB, and 4 microseconds. Polling is left as it is.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from engineio import Server
from engineio.exceptions import EngineIOError
from engineio.packet import PING, PONG, UPGRADE, Packet
from engineio.socket import Socket
from flask_socketio import SocketIO
from gevent import Greenlet, sleep, spawn
from gevent.queue import JoinableQueue

from web.live.slow_consumers import MAX_QUEUED
from web.live.websocket import Frames, WebSocket

_PROBE = "probe"
_LOOK_AGAIN = 0.05

_log = logging.getLogger("web")


def use_under(socketio: SocketIO) -> None:
    """Have Socket.IO, once it is set up, speak through this."""
    engine: Server = socketio.server.eio
    frames, pings = Frames(), Pings(engine.ping_interval)
    start_task = engine.start_background_task

    def start(target: Callable[..., Any], *args: Any, **options: Any) -> Any:
        client = getattr(target, "__self__", None)
        if isinstance(client, Socket):  # the only task of a client of its own is to wait, and then to send a ping
            return pings.schedule(client)
        return start_task(target, *args, **options)

    engine.start_background_task = start
    _hear_no_ghosts(socketio)
    # Engine.IO takes its WebSocket from this table, and has no setting for it.
    engine._async = {  # noqa: SLF001 - as said
        **engine._async,  # noqa: SLF001
        "queue": PollQueue,
        # The handler is a method of the client that speaks over this connection.
        "websocket": lambda handler, server: WebSocket(
            lambda connection: serve(handler.__self__, connection), server.max_http_buffer_size, frames
        ),
    }


def _hear_no_ghosts(socketio: SocketIO) -> None:
    """A packet that comes behind a client's end would have Socket.IO make an entry for it that stays for ever."""
    engine = socketio.server.eio
    handle = engine.handlers["message"]

    def heard(sid: str, data: str | bytes) -> None:
        if sid in socketio.server.environ:
            handle(sid, data)

    engine.on("message", heard)


class PollQueue(JoinableQueue):  # type: ignore[misc]
    """What waits for a polling client. Nobody waits for it to be empty: a client that is gone never takes anything."""

    def join(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - as in gevent
        """Return at once."""
        return True


class Pings:
    """Sends each client its next ping, `interval` seconds after it was asked to. One greenlet, while there are any."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._due: deque[tuple[float, Socket]] = deque()
        self._is_running = False

    def schedule(self, client: Socket) -> None:
        """A client's next ping."""
        self._due.append((self._clock() + self._interval, client))
        if not self._is_running:
            self._is_running = True
            spawn(self._run)

    def _run(self) -> None:
        while self._due:
            moment, client = self._due.popleft()
            sleep(max(0.0, moment - self._clock()))
            try:
                if not client.closing and not client.closed:
                    client.last_ping = time.time()
                    client.send(Packet(PING))
            except Exception:  # noqa: BLE001 - whatever it was, the others must still be pinged
                _log.exception("a ping could not be sent")
        self._is_running = False


class Outbox:
    """What a client is to be sent, in order: Engine.IO's queue for it. None is the end."""

    def __init__(self, connection: WebSocket) -> None:
        self._connection = connection
        self._waiting: deque[Packet | None] = deque()
        self._flusher: Greenlet | None = None

    def put(self, packet: Packet | None) -> None:
        """Send a packet now or, where something is before it, later. Never waits."""
        if packet is not None and not self._waiting and self._connection.offer(packet.encode()):
            return
        self._waiting.append(packet)
        if self._flusher is None:
            self._flusher = spawn(self._flush)

    def qsize(self) -> int:
        """Packets that wait."""
        return len(self._waiting)

    def join(self) -> None:
        """Engine.IO calls it when it ends a connection, and need not wait for it."""

    def finish(self) -> None:
        """Return when all that waits is out, with a goodbye behind it, or can't go out any more."""
        self.put(None)
        if self._flusher is not None:
            self._flusher.join()
        self._connection.break_off()

    def _flush(self) -> None:
        try:
            while self._waiting:
                packet = self._waiting[0]
                if packet is None:
                    self._connection.close()
                else:
                    self._connection.send(packet.encode())
                self._waiting.popleft()
        except OSError:
            self._waiting.clear()
        finally:
            self._flusher = None


def serve(client: Socket, connection: WebSocket) -> list[bytes]:
    """Be Engine.IO's client over a connection until that ends."""
    engine = client.server
    connection.socket.settimeout(engine.ping_interval + engine.ping_timeout)  # for who neither reads nor answers
    if client.connected and not _upgrade(client, connection):
        connection.close()
        connection.break_off()  # what is returned would be written into it, as the answer to an HTTP request
        return []
    client.connected = client.upgraded = True
    outbox = Outbox(connection)
    waiting, client.queue = client.queue, outbox
    while waiting.qsize():
        outbox.put(waiting.get_nowait())
    try:
        _read(client, connection, outbox)
    finally:
        client.close(wait=False, abort=True, reason=engine.reason.TRANSPORT_CLOSE)
        outbox.finish()
    return []


def _upgrade(client: Socket, connection: WebSocket) -> bool:
    """Take a polling client over, as Engine.IO's protocol says (version 4, upgrade). Whether it was."""
    if client.upgrading or client.upgraded:  # by another connection
        return False
    client.upgrading = True  # it is sent nothing meanwhile
    try:
        probe = _next_packet(connection)
        if probe is None or probe.packet_type != PING or probe.data != _PROBE:
            return False
        connection.send(Packet(PONG, _PROBE).encode())
        client.queue.put(Packet())  # ends the poll that waits
        taken = _next_packet(connection)
        return taken is not None and taken.packet_type == UPGRADE
    except (OSError, ValueError):
        return False
    finally:
        client.upgrading = False


def _read(client: Socket, connection: WebSocket, outbox: Outbox) -> None:
    while not client.closed:
        while outbox.qsize() > MAX_QUEUED:  # who asks and does not read the answers is asked to wait
            sleep(_LOOK_AGAIN)
        try:
            packet = _next_packet(connection)
            if packet is None:
                return
            client.receive(packet)
        except (ValueError, EngineIOError):  # no packet; too large; the client was ended meanwhile
            return


def _next_packet(connection: WebSocket) -> Packet | None:
    """The next packet; None at the end. Raises ValueError when it is none, or too large."""
    message = connection.wait()
    return None if message is None else Packet(encoded_packet=message)
