"""Ends the connection of a client that is silent for one and a half times its keep-alive (MQTT 3.1.1, section
3.1.2.10)."""

import asyncio
from collections.abc import Callable
from math import inf
from time import monotonic


class KeepAlive:
    """Calls `on_silence`, once. `seconds`: what the client asked for; 0: it may be silent for ever.

    What the client sends sets no timer, because it comes often: the timer, when it is due, looks when that was.
    """

    __slots__ = ("_heard_at", "_on_silence", "_patience", "_timer")

    def __init__(self, seconds: float, on_silence: Callable[[], None]) -> None:
        self._patience = 1.5 * seconds
        self._on_silence = on_silence
        self._heard_at = inf
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to wait for the client."""
        self._heard_at = monotonic()
        if self._patience:
            self._look_again_after(self._patience)

    def heard(self) -> None:
        """Something came from the client."""
        self._heard_at = monotonic()

    def pause(self) -> None:
        """The client is not read, so its silence means nothing until `heard`."""
        self._heard_at = inf

    def stop(self) -> None:
        """The connection has ended."""
        if self._timer is not None:
            self._timer.cancel()

    def _look_again_after(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        left = self._heard_at + self._patience - monotonic()
        if left <= 0:
            self._on_silence()
        else:
            self._look_again_after(min(left, self._patience))
