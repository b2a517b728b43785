"""One simulated device: it sends numbered readings, and each again after a lost connection, until it has its PUBACK."""

import json
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import paho.mqtt.client as mqtt

from devices import names, wire
from devices.connection import Broker, make_client
from devices.fleet.link import Link
from devices.fleet.log_check import LoggedDevice
from devices.fleet.number_set import NumberSet
from devices.fleet.totals import Totals
from devices.fleet.traffic import Traffic

KEEPALIVE_SECONDS = 60
MOST_WAITING = 200
"""Messages of a device that wait for their PUBACK before it leaves out its turn, as of the other devices' outbox."""

MOST_TIMED = 1000
"""Messages of a device whose time to the log is still open; of more, the oldest is not timed."""


class FleetDevice:
    """A device at its place in the fleet, from 0. Not connected until `arrive`."""

    def __init__(
        self,
        broker: Broker,
        session: str,
        role: str,
        *,
        place: int,
        traffic: Traffic,
        totals: Totals,
        pool: Executor,
    ) -> None:
        """Raises names.BadNameError, and OSError when the authority's file can't be read."""
        self.session, self.role = names.check_session(session), names.check_role(role)
        self.last = 0
        """The number of its last message."""
        self.acknowledged, self.refused, self.resent = NumberSet(), NumberSet(), NumberSet()
        self.seen = LoggedDevice()
        """What another client has seen of it on `log/<session>`."""
        self._place = place
        self._traffic = traffic
        self._totals = totals
        self._waiting: dict[int, bytes] = {}
        self._sent: dict[int, tuple[int, float]] = {}  # packet id of this connection -> number, time of sending
        self._timed: dict[int, float] = {}  # number -> time of its first sending, until it is logged
        self._chat, self._status = names.chat_topic(session, role), names.status_topic(session, role)
        self._subscriptions = [(names.to_topic(session, role), 1), (names.rejected_topic(role), 1)]
        self._will_seen: Callable[[], None] | None = None
        client = make_client(broker, f"lab-{session}-{role}", will_topic=self._status)
        client.max_inflight_messages_set(0)  # what waits is bounded here
        client.connect_async(broker.host, broker.port, KEEPALIVE_SECONDS)
        client.on_publish = self._when_published
        client.on_message = self._when_message
        self._link = Link(
            client, pool, on_connected=self._when_connected, on_lost=self._when_lost, on_failure=self._when_failed
        )

    @property
    def is_connected(self) -> bool:
        """Whether the broker has accepted it, and it has not left or been lost since."""
        return self._link.is_connected

    @property
    def waiting(self) -> int:
        """How many of its messages have no PUBACK yet."""
        return len(self._waiting)

    def arrive(self) -> None:
        """Connect, now and again until it works."""
        self._link.open()

    def depart(self) -> None:
        """Say `offline` and DISCONNECT."""
        if self._link.is_connected:
            self._link.client.publish(self._status, b"offline", qos=1, retain=True)
        self._link.close()

    def vanish(self, *, watched: bool) -> None:
        """End the connection without DISCONNECT. If it is connected and `watched`, its will is due."""
        if self._link.is_connected and watched:
            self._totals.wills_due += 1
            self._will_seen = self._count_will
        self._link.vanish()

    def tidy(self) -> None:
        """Keep the connection alive. To be called every few seconds."""
        self._link.tidy()

    def speak(self, burst: int) -> None:
        """Send so many messages; none when it is away or too many wait."""
        if not self._link.is_connected or len(self._waiting) + burst > MOST_WAITING:
            self._totals.left_out += burst
            return
        for _ in range(burst):
            self.last += 1
            payload = self._traffic.payload(self.last, self._place)
            if self._traffic.qos:
                self._waiting[self.last] = payload
            self._totals.sent += 1
            self._note_time(self.last)
            self._publish(self.last, payload)
        self._link.flush()

    def hear_status(self, status: str) -> None:
        """Its status, as another client sees it."""
        if status == "offline" and self._will_seen is not None:
            self._will_seen()

    def hear_logged(self, number: int) -> None:
        """Another client has seen the record of one of its messages."""
        self._totals.logged += number not in self.seen.numbers
        self.seen.add(number)
        begun = self._timed.pop(number, None)
        if begun is not None:
            self._totals.to_log.add(time.monotonic() - begun)

    def _count_will(self) -> None:
        self._totals.wills_seen += 1
        self._will_seen = None

    def _note_time(self, number: int) -> None:
        if len(self._timed) >= MOST_TIMED:
            del self._timed[next(iter(self._timed))]
        self._timed[number] = time.monotonic()

    def _publish(self, number: int, payload: bytes) -> None:
        info = self._link.client.publish(self._chat, payload, qos=self._traffic.qos)
        if self._traffic.qos:
            self._sent[info.mid] = number, time.monotonic()

    def _when_connected(self) -> None:
        self._totals.connected += 1
        self._totals.connections += 1
        self._link.client.subscribe(self._subscriptions)
        self._link.client.publish(self._status, b"online", qos=1, retain=True)
        for number, payload in self._waiting.items():
            self._totals.resent += 1
            self.resent.add(number)
            self._timed.pop(number, None)  # the time that it was away is not the lab's
            self._publish(number, payload)

    def _when_lost(self) -> None:
        self._totals.connected -= 1
        self._sent.clear()

    def _when_failed(self, reason: str) -> None:
        self._totals.failures[reason] += 1

    def _when_published(self, _client: mqtt.Client, _userdata: Any, mid: int, _reason: Any, _properties: Any) -> None:
        number, begun = self._sent.pop(mid, (0, 0.0))
        if self._waiting.pop(number, None) is not None:
            self.acknowledged.add(number)
            self._totals.acknowledged += 1
            self._totals.puback.add(time.monotonic() - begun)

    def _when_message(self, _client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        if message.topic != self._subscriptions[1][0]:
            return
        refusal = wire.rejection(bytes(message.payload))
        if refusal is None or refusal.topic != self._chat:
            return
        self._totals.refused[refusal.reason[:40]] += 1
        self._totals.untold += _suppressed(bytes(message.payload))
        number = self._traffic.number(refusal.id)
        if number is not None:
            self.refused.add(number)


def _suppressed(payload: bytes) -> int:
    """How many refusals the lab did not tell before this one (docs/protocol.md, `lab/rejected`)."""
    count = json.loads(payload).get("suppressed", 0)
    return count if isinstance(count, int) else 0
