"""What Engine.IO sends: pings on time, and each client's packets in order. See `web.live.engineio_private`."""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from engineio.packet import PING, Packet
from gevent import Greenlet, sleep, spawn

from web.live.websocket import WebSocket

_log = logging.getLogger("web")


class Pings:
    """Sends each client its next ping, `interval` seconds after it was asked to. One greenlet, while there are any."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._due: deque[tuple[float, Any]] = deque()
        self._scheduled: set[int] = set()  # ids of the clients in `_due`
        self._is_running = False

    def schedule(self, client: Any) -> None:
        """Have a client's next ping sent, once however often it is asked for. The client is engineio's Socket."""
        if id(client) in self._scheduled:  # it sends pongs that nobody asked for
            return
        self._scheduled.add(id(client))
        self._due.append((self._clock() + self._interval, client))
        if not self._is_running:
            self._is_running = True
            spawn(self._run)

    def _run(self) -> None:
        while self._due:
            moment, client = self._due.popleft()
            sleep(max(0.0, moment - self._clock()))
            self._scheduled.discard(id(client))
            try:
                if not client.closing and not client.closed:
                    client.last_ping = time.time()
                    client.send(Packet(PING))
            except Exception:  # noqa: BLE001 - whatever it was, the others must still be pinged
                _log.exception("a ping could not be sent")
        self._is_running = False


class Outbox:
    """The packets for a client, in order: Engine.IO's queue for it. None is the end."""

    def __init__(self, connection: WebSocket) -> None:
        self._connection = connection
        self._waiting: deque[Packet | None] = deque()
        self._size = 0
        self._flusher: Greenlet | None = None

    def put(self, packet: Packet | None) -> None:
        """Send a packet now or, where something is before it, later. Never waits."""
        if packet is not None and not self._waiting and self._connection.offer(packet.encode()):
            return
        self._waiting.append(packet)
        self._size += _size_of(packet)
        if self._flusher is None:
            self._flusher = spawn(self._flush)

    def qsize(self) -> int:
        """Packets that wait."""
        return len(self._waiting)

    def size(self) -> int:
        """Characters of the packets that wait."""
        return self._size

    def join(self) -> None:
        """Engine.IO calls it when it ends a connection, and need not wait for it."""

    def finish(self) -> None:
        """Send all that waits and the closing frame, and return when that is done or has failed."""
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
                self._size -= _size_of(packet)
        except OSError:
            self._waiting.clear()
            self._size = 0
        finally:
            self._flusher = None


def _size_of(packet: Packet | None) -> int:
    data = None if packet is None else packet.data
    return len(data) if isinstance(data, str | bytes) else 0
