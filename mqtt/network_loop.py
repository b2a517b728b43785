"""The thread that connects a paho client, serves its connection, and connects again whatever happened.

It takes the place of paho's own loop, which uses `select.select` (it fails from file descriptor 1024 on) and whose
thread ends for good when an exception leaves a callback. It uses paho's interface for external loops: `loop_read`,
`loop_write`, `loop_misc`. Other threads never write to the socket: their packets are queued, and this thread is woken.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client

from mqtt.publish_writer import PublishWriter
from mqtt.socket_waiter import SocketWaiter

FIRST_DELAY, LAST_DELAY = 1.0, 5.0
"""Seconds before the first attempt to connect again, and the most that it doubles to."""

TURN_SECONDS = 1.0
"""Seconds that a turn waits at most; keep-alive is checked once a turn."""

STOP_SECONDS = 5.0
"""Seconds that the goodbye may take at a broker that does not read."""


class NetworkLoop:
    """One client's thread. `on_connect_failed` and `on_lost` are told of what went wrong, in that thread."""

    def __init__(
        self,
        client: Client,
        *,
        name: str,
        log: logging.Logger,
        on_connect_failed: Callable[[OSError], object],
        on_lost: Callable[[], object],
    ) -> None:
        self._client = client
        self._name = name
        self._log = log
        self._on_connect_failed = on_connect_failed
        self._on_lost = on_lost
        self._waiter = SocketWaiter()
        self._stopping = threading.Event()
        self._delay = FIRST_DELAY
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread. Does nothing while it runs."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name=f"mqtt-{self._name}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Send what is queued, disconnect, and end the thread."""
        self._stopping.set()
        self._client.disconnect()
        self.wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """Have the thread look for packets to send. May be called from any thread."""
        self._waiter.wake()

    def forget_socket(self) -> None:
        """The client is about to close its socket (paho's `on_socket_close`)."""
        self._waiter.forget()

    def reset_delay(self) -> None:
        """The broker has accepted the client: the next loss is followed by a short delay again."""
        self._delay = FIRST_DELAY

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._waiter.open()
                self._connect_again_and_again()
            except Exception:  # noqa: BLE001 - whatever it was, the connection must be made again
                self._log.exception("%s: the network loop failed and starts again", self._name)
                self._pause()
            finally:
                self._waiter.close()

    def _connect_again_and_again(self) -> None:
        while not self._stopping.is_set():
            if self._connect():
                self._serve()
            if not self._stopping.is_set():
                self._pause()

    def _pause(self) -> None:
        self._stopping.wait(self._delay)
        self._delay = min(2 * self._delay, LAST_DELAY)

    def _connect(self) -> bool:
        try:
            self._client.reconnect()
        except OSError as error:
            self._on_connect_failed(error)
        except Exception:  # noqa: BLE001 - a host name that can't be encoded, for one
            self._log.exception("%s: could not connect", self._name)
        else:
            return True
        return False

    def _serve(self) -> None:
        """Serve the connection until it ends. An exception ends it as well: the broker sends again what was lost."""
        try:
            if self._stopping.is_set():  # stop came while the connection was made
                self._client.disconnect()
            while (sock := self._client.socket()) is not None:
                self._turn(sock)
        except Exception:  # noqa: BLE001 - nothing may end this thread
            self._log.exception("%s: the connection failed and is made again", self._name)
            self._drop()

    def _turn(self, sock: Any) -> None:
        client = self._client
        pending = getattr(sock, "pending", int)()  # bytes that TLS or a wrapper has read and nobody has taken
        wants_write = client.want_write() or (isinstance(sock, PublishWriter) and sock.wants_write)
        ready = self._waiter.wait(sock, wants_write=wants_write, seconds=0 if pending else TURN_SECONDS)
        if ready.can_read or pending:
            client.loop_read()
        if client.want_write():
            client.loop_write()
        if isinstance(sock, PublishWriter):
            sock.flush()
        client.loop_misc()

    def _drop(self) -> None:
        """Close the socket as it is: paho has no call for that, and closes it once more when it connects again."""
        sock = self._client.socket()
        self._waiter.forget()
        if sock is not None:
            sock.close()
        self._on_lost()
