"""Engine.IO over WebSockets with one greenlet a browser, the one that reads; and all else that the web uses of
python-engineio beyond its documentation. requirements.txt pins the version that this is for, and
tests/web/live/test_engineio_private.py says in words what another one broke.

Engine.IO's own way has three greenlets, and a queue that one of them waits at: a browser that only looks on costs 59
KiB, and a packet to it 13 microseconds. Here packets are written at once where nothing waits before them, a greenlet
that writes lives only as long as it has to wait, and one sends all the pings: 36 KiB, and 4 microseconds. Polling is
left as it is.
"""

from collections.abc import Callable, Iterator
from typing import Any

from engineio import Server
from engineio.exceptions import EngineIOError
from engineio.packet import PING, PONG, UPGRADE, Packet
from engineio.socket import Socket
from gevent import sleep
from gevent.queue import JoinableQueue

from web.http.connections import HEAD_SECONDS
from web.http.records import MAX_ANSWER
from web.live.admitted_connections import MAX_STRANGER_BODY
from web.live.engine import Outbox, Pings
from web.live.slow_consumers import MAX_QUEUED
from web.live.websocket import Frames, WebSocket

_PROBE = "probe"
_CHECK_SECONDS = 0.05
_MAX_QUEUED_SIZE = 2 * MAX_ANSWER
"""Characters that wait for a client from which on it is not read: each of its requests may add an answer."""


class EngineIoServer:
    """A server of python-engineio. `engine` is its `engineio.Server`."""

    def __init__(self, engine: Server) -> None:
        self._engine = engine
        self._connections: dict[str, WebSocket] = {}

    def sids(self) -> list[str]:
        """The clients that are open."""
        return list(self._engine.sockets)

    def queued(self, sid: str) -> int | None:
        """Packets that wait for a client; None when it is gone."""
        client = self._engine.sockets.get(sid)
        return None if client is None else int(client.queue.qsize())

    def overfull(self, most: int) -> Iterator[str]:
        """The clients for which more than `most` packets wait."""
        return (sid for sid, client in list(self._engine.sockets.items()) if client.queue.qsize() > most)

    def send(self, sid: str, packet: Packet) -> None:
        """Queue a packet for a client that is open, without a word when it is not."""
        client = self._engine.sockets.get(sid)
        if client is not None and not client.closed:
            client.queue.put(packet)

    def disconnect(self, sid: str) -> None:
        """End a client; waits until what was sent has been read."""
        self._engine.disconnect(sid)

    def admit(self, sid: str, person: str) -> None:
        """The client was let in as a person: its connection is admitted, and its packets may be large."""
        connection = self._connections.get(sid)
        if connection is not None:
            connection.admit(person)
            connection.max_message = self._engine.max_http_buffer_size

    def use_websockets(self, is_let_in: Callable[[str], bool]) -> None:
        """Have the clients speak over `web.live.websocket`, and be pinged by `web.live.engine`."""
        engine, frames, pings = self._engine, Frames(), Pings(self._engine.ping_interval)
        start_task = engine.start_background_task

        def start(target: Callable[..., Any], *args: Any, **options: Any) -> Any:
            client = getattr(target, "__self__", None)
            if isinstance(client, Socket):  # the only task of a client of its own is to wait, and then to send a ping
                return pings.schedule(client)
            return start_task(target, *args, **options)

        def websocket(handler: Any, _engine: Server) -> WebSocket:
            client: Socket = handler.__self__  # the handler is a method of the client that speaks over this connection
            most = engine.max_http_buffer_size if is_let_in(client.sid) else MAX_STRANGER_BODY
            return WebSocket(lambda connection: self._serve(client, connection), most, frames)

        engine.start_background_task = start
        # python-engineio takes its WebSocket from this table, and has no setting for it.
        engine._async = {**engine._async, "queue": PollQueue, "websocket": websocket}  # noqa: SLF001 - as said

    def _serve(self, client: Socket, connection: WebSocket) -> list[bytes]:
        """Be Engine.IO's client over a connection until that ends."""
        engine = self._engine
        # A client that neither reads nor answers pings is gone after this time.
        connection.socket.settimeout(engine.ping_interval + engine.ping_timeout)
        if client.connected and not _upgrade(client, connection):
            connection.close()
            connection.break_off()  # what is returned would be written into it, as the answer to an HTTP request
            return []
        client.connected = client.upgraded = True
        self._connections[client.sid] = connection
        outbox = _replace_queue(client, connection)
        try:
            _read(client, connection, outbox)
        finally:
            del self._connections[client.sid]
            client.close(wait=False, abort=True, reason=engine.reason.TRANSPORT_CLOSE)
            outbox.finish()
        return []


class PollQueue(JoinableQueue):  # type: ignore[misc]
    """What waits for a polling client. Nobody waits for it to be empty: a client that is gone never takes anything."""

    def join(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - as in gevent
        """Return at once."""
        return True


def _replace_queue(client: Socket, connection: WebSocket) -> Outbox:
    """Have a client's packets go over the connection, those first that wait already."""
    outbox = Outbox(connection)
    waiting, client.queue = client.queue, outbox
    while waiting.qsize():
        outbox.put(waiting.get_nowait())
    return outbox


def _upgrade(client: Socket, connection: WebSocket) -> bool:
    """Take a polling client over, as Engine.IO's protocol says (version 4, upgrade). Whether it was."""
    if client.upgrading or client.upgraded:  # by another connection
        return False
    client.upgrading = True  # it is sent nothing meanwhile
    connection.expect(HEAD_SECONDS)  # frames that are no messages, such as pings, would keep it here without end
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
        connection.relax()
        client.upgrading = False


def _read(client: Socket, connection: WebSocket, outbox: Outbox) -> None:
    while not client.closed:
        # A client that does not read its answers has to wait.
        while outbox.qsize() > MAX_QUEUED or outbox.size() > _MAX_QUEUED_SIZE:
            sleep(_CHECK_SECONDS)
        try:
            packet = _next_packet(connection)
            if packet is None:
                return
            client.receive(packet)
            sleep(0)  # whatever else is ready comes first: a client that has sent much is not served in one go
        except (ValueError, EngineIOError):  # no packet; too large; the client was ended meanwhile
            return


def _next_packet(connection: WebSocket) -> Packet | None:
    """The next packet; None at the end. Raises ValueError when it is none, or too large."""
    message = connection.wait()
    return None if message is None else Packet(encoded_packet=message)
