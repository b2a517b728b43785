"""Runs devices, each as a participant of its session, until it is told to stop. Knows nothing of what they say."""

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from devices import home_assistant
from devices.address import words_for
from devices.connection import Broker
from devices.description import DESCRIBE
from devices.device import Device, Say
from devices.outbox import OutboxFullError
from devices.participant import OUTBOX_LIMIT, Participant
from devices.wire import Record

# Windows notices a signal only between two waits of the main thread.
_LONGEST_WAIT_SECONDS = 0.5
_FULL_SECONDS = 0.2

log = logging.getLogger(__name__)


class Assignment:
    """One device in one session."""

    def __init__(self, device: Device, broker: Broker, session: str, *, discovery: str = "") -> None:
        """`discovery`: for whom it describes itself besides, on topics of theirs: `homeassistant`, or nobody.

        Raises names.BadNameError.
        """
        self.device = device
        self.participant = Participant(
            broker,
            session,
            device.role,
            description=device.description(),
            retained=_discovery(session, device) if discovery == home_assistant.ROLE else {},
            on_addressed=self._hear,
        )
        self.next_tick = 0.0
        self._warned_full = False
        # The network's thread hears while the main thread ticks.
        self._turn = threading.Lock()

    def start(self) -> None:
        """Describe it, tell its state, and connect in the background."""
        self.participant.start()
        if state := self.device.state():
            self._say(lambda: Say(data=state))
        self.next_tick = time.monotonic()

    def tick(self) -> None:
        """Call the device's `tick`. An exception in it is logged, and the other devices go on."""
        if self.device.waits and self.participant.waiting >= OUTBOX_LIMIT:
            self.next_tick = time.monotonic() + _FULL_SECONDS
            return
        try:
            self._say(lambda: self.device.tick(datetime.now().astimezone()))
        except Exception:
            log.exception("%s failed in its tick", self.device.role)
        pause = self.device.pause
        self.next_tick = math.inf if pause is None else max(self.next_tick + pause, time.monotonic())

    def _hear(self, record: Record) -> None:
        if words_for(self.device.role, record).casefold() in DESCRIBE:
            self._say(lambda: Say(data=self.device.description().as_data()))
        else:
            self._say(lambda: self.device.hear(record))

    def _say(self, ask: Callable[[], Say | None]) -> None:
        """Say what the device answers, in the order of its answers."""
        with self._turn:
            what = ask()
            if what is not None:
                self._send(what)

    def _send(self, what: Say) -> None:
        try:
            self.participant.say(what.text, what.to or None, what.data)
            self._warned_full = False
        except OutboxFullError as error:
            # One warning an outage: a sensor would cause one every few seconds.
            if not self._warned_full:
                log.warning("%s leaves out what it has to say: %s", self.device.role, error)
            self._warned_full = True


def _discovery(session: str, device: Device) -> dict[str, bytes]:
    document = home_assistant.discovery(session, device.role, device.description())
    return {home_assistant.discovery_topic(session, device.role): json.dumps(document, ensure_ascii=False).encode()}


def run(assignments: Sequence[Assignment], stopping: threading.Event) -> None:
    """Start, tick each at its pace, and stop when `stopping` is set."""
    for assignment in assignments:
        assignment.start()
    try:
        _tick_until_stopped([one for one in assignments if one.device.pause is not None], stopping)
    finally:
        # Side by side: each may wait for its outbox and for the network.
        with ThreadPoolExecutor(len(assignments)) as pool:
            list(pool.map(lambda assignment: assignment.participant.stop(), assignments))


def _tick_until_stopped(assignments: Sequence[Assignment], stopping: threading.Event) -> None:
    while not stopping.is_set():
        for assignment in assignments:
            if time.monotonic() >= assignment.next_tick:
                assignment.tick()
        soonest = min((assignment.next_tick for assignment in assignments), default=math.inf)
        stopping.wait(min(max(soonest - time.monotonic(), 0), _LONGEST_WAIT_SECONDS))
