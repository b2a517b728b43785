"""A paho client on an asyncio loop: no thread of its own, thousands in one process.

paho's `reconnect` blocks, also for the TLS handshake, so it runs in a thread of a small pool. Everything else of a
client happens in the loop's thread: paho's `loop_read`, `loop_write`, `loop_misc`, and with them its callbacks.
"""

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0
"""Seconds between two tries to connect: they double, and each is up to a half longer, so that a crowd spreads."""


PACKETS_A_TURN = 50
"""Messages that are read of one client before the others have their turn. paho reads one at a time: a client that
watches a session would fall behind thousands that are served between two of its packets."""


class Link:
    """Keeps one client connected from `open` until `close` or `vanish`.

    `on_connected` and `on_lost` are called in the loop's thread; the first may publish. `on_failure` gets the reason
    why a try to connect failed.
    """

    def __init__(
        self,
        client: mqtt.Client,
        pool: Executor,
        *,
        on_connected: Callable[[], object],
        on_lost: Callable[[], object],
        on_failure: Callable[[str], object],
    ) -> None:
        self.client = client
        self.is_connected = False
        self.received = 0
        """Messages received, as its owner counts them: after one, the next is read at once."""
        self._pool = pool
        self._on_connected = on_connected
        self._on_lost = on_lost
        self._on_failure = on_failure
        self._sock: Any = None  # the socket that the loop watches
        self._is_writing = False
        self._wanted = False
        self._decided = asyncio.Event()  # the try to connect has come to an end, good or bad
        self._connecting: asyncio.Task[None] | None = None
        client.on_connect = self._when_connected
        client.on_disconnect = self._when_disconnected
        client.on_socket_close = self._when_socket_closes
        # With this callback paho leaves the writing to `flush`, also in the thread that connects.
        client.on_socket_register_write = lambda *_: None

    def open(self) -> None:
        """Connect, now and again until it works. Does nothing while it is open."""
        self._open_after(0.0)

    def close(self) -> None:
        """Send what is queued, DISCONNECT, and end the connection."""
        self._wanted = False
        if self._sock is not None:
            self.client.disconnect()
            self.flush()
        self._drop()

    def vanish(self) -> None:
        """End the connection without DISCONNECT."""
        self._wanted = False
        self._drop()

    def flush(self) -> None:
        """Write what is queued: now, and what the system does not take, when it can be written."""
        self.client.loop_write()
        if self._sock is not None and self.client.want_write() != self._is_writing:
            self._is_writing = not self._is_writing
            loop = asyncio.get_running_loop()
            if self._is_writing:
                loop.add_writer(self._sock, self.flush)
            else:
                loop.remove_writer(self._sock)

    def tidy(self) -> None:
        """Keep the connection alive, and notice when the broker is gone. To be called every few seconds."""
        if self._sock is not None:
            self.client.loop_misc()
            self.flush()

    def _open_after(self, seconds: float) -> None:
        self._wanted = True
        if self._connecting is None and not self.is_connected:
            self._connecting = asyncio.get_running_loop().create_task(self._connect_again_and_again(seconds))
            self._connecting.add_done_callback(self._connecting_ended)

    async def _connect_again_and_again(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        pause = FIRST_PAUSE
        while self._wanted:
            try:
                await asyncio.get_running_loop().run_in_executor(self._pool, self.client.reconnect)
            except OSError as error:
                self._on_failure(error.strerror or str(error))
            else:
                self._decided.clear()
                self._watch()
                await self._decided.wait()
            if self.is_connected or not self._wanted:
                return
            await asyncio.sleep(pause * random.uniform(1, 1.5))  # noqa: S311 - no secret
            pause = min(2 * pause, LAST_PAUSE)

    def _connecting_ended(self, task: asyncio.Task[None]) -> None:
        self._connecting = None
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
        if self._wanted and not self.is_connected:
            self.open()  # it was opened again, or lost, while the task came to its end

    def _watch(self) -> None:
        """Have the loop watch the new socket; or end it, if nobody wants it any more."""
        sock = self.client.socket()
        if sock is None:
            self._decided.set()
        elif not self._wanted:
            sock.close()
            self._decided.set()
        else:
            self._sock, self._is_writing = sock, False
            with contextlib.suppress(OSError):
                self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            asyncio.get_running_loop().add_reader(sock, self._read)
            self.flush()

    def _read(self) -> None:
        for _ in range(PACKETS_A_TURN):
            before = self.received
            self.client.loop_read()
            if self.received == before:
                break
        # What TLS has decrypted already makes no socket readable.
        while self._sock is not None and getattr(self._sock, "pending", int)():
            self.client.loop_read()
        if self._sock is not None and self.client.want_write():
            self.flush()

    def _drop(self) -> None:
        """Close the socket as it is: paho has no call for that, and closes it once more when it connects again."""
        sock = self._sock
        self._forget_socket()
        if sock is not None:
            sock.close()
        self._lost()

    def _forget_socket(self) -> None:
        if self._sock is not None:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._sock)
            loop.remove_writer(self._sock)
        self._sock = None

    def _lost(self) -> None:
        was_connected, self.is_connected = self.is_connected, False
        self._decided.set()
        # Its owner sends again what was not acknowledged; paho would too, and count it among what is under way.
        self.client.drop_out_messages()
        if was_connected:
            self._on_lost()

    # paho's callbacks.

    def _when_connected(
        self, _client: mqtt.Client, _userdata: Any, _flags: Any, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._on_failure(str(reason))
            self._decided.set()
            return
        self.is_connected = True
        self._decided.set()
        self._on_connected()

    def _when_disconnected(
        self, _client: mqtt.Client, _userdata: Any, _flags: Any, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if not self.is_connected and not self._decided.is_set():
            self._on_failure(str(reason))
        self._lost()
        if self._wanted:
            self._open_after(random.uniform(0, FIRST_PAUSE))  # noqa: S311 - no secret

    def _when_socket_closes(self, _client: mqtt.Client, _userdata: Any, sock: Any) -> None:
        # A socket that the loop does not watch may be closed in the thread that connects.
        if sock is self._sock:
            self._forget_socket()
