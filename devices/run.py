"""Runs devices, each as a participant of its session, until it is told to stop. Knows nothing of what they say."""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from devices.address import words_for
from devices.connection import Broker
from devices.description import DESCRIBE
from devices.device import Device, Say
from devices.outbox import OutboxFullError
from devices.participant import Participant
from devices.wire import Record

# Windows notices a signal only between two waits of the main thread.
_LONGEST_WAIT_SECONDS = 0.5

log = logging.getLogger(__name__)


class Assignment:
    """One device in one session."""

    def __init__(self, device: Device, broker: Broker, session: str) -> None:
        """Raises names.BadNameError."""
        self.device = device
        self.participant = Participant(
            broker, session, device.role, description=device.description(), on_addressed=self._hear
        )
        self._warned_full = False

    def tick(self) -> None:
        """Call the device's `tick`. An exception in it is logged, and the other devices go on."""
        try:
            self._say(self.device.tick(datetime.now().astimezone()))
        except Exception:
            log.exception("%s failed in its tick", self.device.role)

    def _hear(self, record: Record) -> None:
        if words_for(self.device.role, record).casefold() in DESCRIBE:
            self._say(Say(data=self.device.description().as_data()))
        else:
            self._say(self.device.hear(record))

    def _say(self, what: Say | None) -> None:
        if what is None:
            return
        try:
            self.participant.say(what.text, what.to or None, what.data)
            self._warned_full = False
        except OutboxFullError as error:
            # One warning an outage: a sensor would cause one every few seconds.
            if not self._warned_full:
                log.warning("%s leaves out what it has to say: %s", self.device.role, error)
            self._warned_full = True


def run(assignments: Sequence[Assignment], every: float, stopping: threading.Event) -> None:
    """Start, tick every `every` seconds, and stop when `stopping` is set."""
    for assignment in assignments:
        assignment.participant.start()
    try:
        _tick_until_stopped([assignment for assignment in assignments if assignment.device.ticks], every, stopping)
    finally:
        # Side by side: each may wait for its outbox and for the network.
        with ThreadPoolExecutor(len(assignments)) as pool:
            list(pool.map(lambda assignment: assignment.participant.stop(), assignments))


def _tick_until_stopped(assignments: Sequence[Assignment], every: float, stopping: threading.Event) -> None:
    next_tick = time.monotonic()
    while not stopping.is_set():
        if time.monotonic() >= next_tick:
            for assignment in assignments:
                assignment.tick()
            next_tick = max(next_tick + every, time.monotonic())
        stopping.wait(min(max(next_tick - time.monotonic(), 0), _LONGEST_WAIT_SECONDS))
