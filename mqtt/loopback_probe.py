"""Whether messages still come through the broker: in silence a client sends a message to itself.

A connection can look well and be dead: the broker has lost the subscription, a router has forgotten the connection, a
thread has ended. Whatever it is, what is published no longer arrives, and no error says so. So in silence a probe is
published on a topic to which the client subscribes; when it does not come back, the client connects again. If it comes
then, late, the broker had kept it and everything else: nothing was lost. If the next one comes and it does not, the
broker had lost the subscription, and messages are missing.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from itertools import count

QUIET = 3.0
"""Seconds without any message after which a probe is sent."""

PATIENCE = 4.0
"""Seconds that a probe may take to come back. A dead connection is noticed within QUIET + PATIENCE + 2 * INTERVAL."""

INTERVAL = 0.5
"""Seconds between two checks."""

_ASLEEP = 4 * INTERVAL
_PREFIX = b"probe-"


def _ignore() -> None:
    """What is done about a gap if nobody wants to know."""


class LoopbackProbe:
    """Checks twice a second, in a thread of its own.

    `send` publishes a payload; `may_be_silent` says that silence means nothing now; `renew` makes the connection anew;
    `on_gap` is called when messages are missing. `clock` is in seconds, from any moment on.
    """

    def __init__(
        self,
        *,
        topic: str,
        send: Callable[[bytes], object],
        may_be_silent: Callable[[], bool],
        renew: Callable[[], None],
        log: logging.Logger,
        on_gap: Callable[[], None] = _ignore,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._topic = topic
        self._send = send
        self._may_be_silent = may_be_silent
        self._renew = renew
        self._log = log
        self._on_gap = on_gap
        self._clock = clock
        self._payloads = (b"%s%s-%d" % (_PREFIX, name, number) for name in [_name()] for number in count(1))
        self._awaited = b""
        self._missing: bytes | None = None
        self._received_at = float("-inf")
        self._sent_at: float | None = None
        self._checked_at = float("inf")
        self._has_come_back = False
        self._has_warned = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loopback-probe", daemon=True)

    def start(self) -> None:
        """Start to check."""
        self._thread.start()

    def stop(self) -> None:
        """Check no more."""
        self._stopping.set()
        self._thread.join()

    def note_traffic(self) -> None:
        """Note that something came from the broker: any message shows that the connection works."""
        self._received_at = self._clock()

    def take(self, payload: bytes) -> bool:
        """Note a message that came on the probe's topic. Returns whether it is a probe, of this client or another."""
        if not payload.startswith(_PREFIX):
            return False
        if payload == self._missing:
            self._missing = None  # late, and nothing was lost before it: the connection alone had been dead
        elif payload == self._awaited:
            self._has_come_back = True
            self._look_for_gap()
        return True

    def check(self) -> None:
        """Send a probe when it is time, or give the connection up."""
        now = self._clock()
        was_asleep, self._checked_at = now - self._checked_at > _ASLEEP, now
        if was_asleep or self._may_be_silent():
            self._begin_again(now)
        elif self._sent_at is None or self._received_at >= self._sent_at:
            self._send_in_silence(now)
        elif now - self._sent_at >= PATIENCE:
            self._give_up()
            self._begin_again(now)

    def _send_in_silence(self, now: float) -> None:
        self._sent_at = None
        if self._missing or now - self._received_at >= QUIET:
            self._sent_at, self._awaited = now, next(self._payloads)
            self._send(self._awaited)

    def _begin_again(self, now: float) -> None:
        self._received_at, self._sent_at = now, None

    def _give_up(self) -> None:
        if self._has_come_back:
            self._log.warning("nothing comes through the broker any more: connecting anew")
            self._missing = self._missing or self._awaited
            self._renew()
        elif not self._has_warned:
            self._has_warned = True
            # A client whose probes the broker's access rules stop would reconnect for ever.
            self._log.warning(
                "the broker lets nothing through on %s: a dead connection would not be noticed", self._topic
            )

    def _look_for_gap(self) -> None:
        """A later probe has come, and the broker keeps the order (MQTT 3.1.1, section 4.6): the missing one is lost."""
        if self._missing:
            self._missing = None
            self._log.warning("the broker had lost the subscription: messages are missing")
            self._on_gap()

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                self.check()
            except Exception:  # noqa: BLE001 - whoever watches must not end
                self._log.exception("the connection could not be checked")


def _name() -> bytes:
    """A random name, so that nobody else's probe is taken for one of this client."""
    return secrets.token_hex(8).encode()
