"""Lines on the console that a client can cause: each at most once a minute, so that nobody can fill it."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from amqtt.adapters import WriterAdapter

_log = logging.getLogger(__name__)

SECONDS = 60.0
"""Time between two lines about the same thing."""

_MAX_KEYS = 1000
_KEY_CHARACTERS = 128


class Console:
    """Warnings, each about a key. `clock`: seconds, of any clock that does not go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[str, tuple[float, int]] = OrderedDict()

    @property
    def size(self) -> int:
        """Characters of the keys that are remembered."""
        return sum(map(len, self._last))

    def warn(self, key: str, text: str) -> None:
        """Print a line, unless one about this key was printed in the last minute; then count it for the next line."""
        key = key[:_KEY_CHARACTERS]
        printed, suppressed = self._last.get(key, (float("-inf"), 0))
        if self._clock() - printed < SECONDS:
            self._last[key] = printed, suppressed + 1
            return
        _log.warning("%s%s", text, f" ({suppressed} more like this)" if suppressed else "")
        self._last[key] = self._clock(), 0
        self._last.move_to_end(key)
        if len(self._last) > _MAX_KEYS:
            self._last.popitem(last=False)


class TakeOvers:
    """Client ids that two clients use at once: each connection ends the other's, again and again.

    A single take-over is ordinary: a board that comes back before the broker has noticed that it was away.
    """

    ALARM = 3
    """Take-overs of one client id within a minute before a line says so."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    @property
    def size(self) -> int:
        """Characters of the client ids that are remembered."""
        return sum(map(len, self._counts))

    def add(self, client_id: str, older: str, newer: str) -> None:
        """Note that a connection from `newer` ended the one from `older`; both are addresses with their ports."""
        key, now = client_id[:_KEY_CHARACTERS], self._clock()
        since, count = self._counts.get(key, (now, 0))
        if now - since >= SECONDS:
            since, count = now, 0
        self._counts[key] = since, count + 1
        self._counts.move_to_end(key)
        if len(self._counts) > _MAX_KEYS:
            self._counts.popitem(last=False)
        if count + 1 >= self.ALARM:
            self._console.warn(
                f"client id {key}",
                f"two clients use the client id {key!r} and end each other's connection, from {older} and from "
                f"{newer}: give each its own (in a closed lab, an account)",
            )


def address_of(writer: WriterAdapter) -> str:
    """A client's address and port, as they are written in a URL."""
    host, port = writer.get_peer_info() or ("an unknown address", 0)
    return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"


def host_of(writer: WriterAdapter) -> str:
    """A client's address without its port."""
    return str((writer.get_peer_info() or ("an unknown address", 0))[0])
