"""Whether messages still come through the broker: when nothing comes, a word of the bridge's own is sent round.

A connection can look well and be dead: its network thread has ended, the broker has lost the subscription, a router
has forgotten the connection. Whatever it is, what is published no longer arrives here, and nobody is told. So in
silence the relay publishes on a topic of the tree that the intake subscribes to; when it does not come back, both
connect anew. If it comes then, late, the broker had kept it, and all the rest: nothing was lost. If the next one comes
and it does not, the broker had forgotten the subscription, and messages are missing.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from itertools import count

from bridge.delivery import Delivery
from chat.topic import LOOPBACK_PROBE

QUIET = 3.0
"""Seconds without any message after which the probe sings."""

PATIENCE = 4.0
"""Seconds that it may take to come back: with QUIET and the looking less than 10 until a dead connection is noticed."""

_LOOK = 0.5
_ASLEEP = 4 * _LOOK

_log = logging.getLogger("bridge")


_PREFIX = b"probe-"


class LoopbackProbe:
    """Looks twice a second. `send` publishes at QoS 1; `may_be_silent` says that silence means nothing now; `renew`
    makes the connections anew; `on_gap` is told when messages are missing. `clock` is in seconds, from anywhere."""

    def __init__(
        self,
        *,
        send: Callable[[bytes], None],
        may_be_silent: Callable[[], bool],
        renew: Callable[[], None],
        on_gap: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._may_be_silent = may_be_silent
        self._renew = renew
        self._on_gap = on_gap
        self._clock = clock
        self._payloads = (b"%s%s-%d" % (_PREFIX, name, number) for name in [_name()] for number in count(1))
        self._awaited = b""
        self._missing: bytes | None = None
        self._received_at = float("-inf")
        self._sent_at: float | None = None
        self._looked = float("inf")
        self._has_come_back = False
        self._is_told = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join()

    def inspect(self, deliveries: list[Delivery]) -> list[Delivery]:
        """Something came from the broker. Returns it without the probe's songs, which are nobody's messages."""
        self._received_at = self._clock()
        return [one for one in deliveries if one.topic != LOOPBACK_PROBE or not self._is_probe(one.payload)]

    def _is_probe(self, payload: bytes) -> bool:
        if not payload.startswith(_PREFIX):
            return False
        if payload == self._missing:
            self._missing = None  # late, and nothing was lost before it: the connection alone had been dead
        elif payload == self._awaited:
            self._has_come_back = True
            self._look_for_gap()
        return True

    def look(self) -> None:
        """See whether it is time to send, or to give the connections up."""
        now = self._clock()
        was_asleep, self._looked = now - self._looked > _ASLEEP, now
        if was_asleep or self._may_be_silent():
            self._begin_anew(now)
        elif self._sent_at is None or self._received_at >= self._sent_at:
            self._send_in_silence(now)
        elif now - self._sent_at >= PATIENCE:
            self._give_up()
            self._begin_anew(now)

    def _send_in_silence(self, now: float) -> None:
        self._sent_at = None
        if self._missing or now - self._received_at >= QUIET:
            self._sent_at, self._awaited = now, next(self._payloads)
            self._send(self._awaited)

    def _begin_anew(self, now: float) -> None:
        self._received_at, self._sent_at = now, None

    def _give_up(self) -> None:
        if self._has_come_back:
            _log.warning("nothing comes through the broker any more: connecting anew")
            self._missing = self._missing or self._awaited
            self._renew()
        elif not self._is_told:
            self._is_told = True
            # A broker whose access rules keep it away would have the bridge reconnect for ever.
            _log.warning(
                "the broker lets nothing through on %s: a dead connection would not be noticed", LOOPBACK_PROBE
            )

    def _look_for_gap(self) -> None:
        """A later song has come, and the broker keeps the order (MQTT 3.1.1, section 4.6): the missing one is lost."""
        if self._missing:
            self._missing = None
            _log.warning("the broker had lost the subscription: messages are missing")
            self._on_gap()

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK):
            self.look()


def _name() -> bytes:
    return secrets.token_hex(8).encode()
