"""The times in which a client is not read, because its next message has to wait or it does not read its answers."""

import asyncio
from collections.abc import Callable

from broker.embedded.network import NetworkConnection
from mqtt.packets import PINGRESP_PACKET

_MOMENT = 1.0
"""Seconds that a client waits for room before its PINGREQ packets are looked for."""


class Pause:
    """From `begin` to `end`. `give_up` is called when nothing shows any more whether the client is still there.

    `answer` sends a packet to the client; `keep_alive` is the client's, in seconds, 0: none.
    """

    def __init__(
        self,
        network: NetworkConnection,
        keep_alive: int,
        answer: Callable[[bytes], None],
        give_up: Callable[[], None],
    ) -> None:
        self._network = network
        self._keep_alive = keep_alive
        self._answer = answer
        self._give_up = give_up
        self._timer: asyncio.TimerHandle | None = None
        self._is_reading_ahead = False

    def begin(self, *, answers_pings: bool) -> None:
        """Read nothing more; after a moment only PINGREQ, if it is to be answered."""
        self._network.pause_reading()
        if answers_pings:
            self._timer = asyncio.get_running_loop().call_later(_MOMENT, self._read_ahead)

    def end(self) -> None:
        """Read again."""
        self.cancel()
        self._network.resume_reading()

    def cancel(self) -> None:
        """The connection has ended."""
        self._is_reading_ahead = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _read_ahead(self) -> None:
        self._is_reading_ahead = True
        self._network.resume_reading()
        self.received()

    def received(self) -> None:
        """Answer PINGREQ as long as it can be found among packets that wait.

        When it can't be found any more, its client gives up after a keep-alive or two (section 3.1.2.10). That can't be
        noticed without reading, so it is counted.
        """
        if not self._is_reading_ahead:
            return
        for _ in range(self._network.packets.take_pingreqs()):
            self._answer(PINGRESP_PACKET)
        if self._network.packets.is_far_ahead:
            self._is_reading_ahead = False
            self._network.pause_reading()
            if self._keep_alive:
                self._timer = asyncio.get_running_loop().call_later(2 * self._keep_alive, self._give_up)
