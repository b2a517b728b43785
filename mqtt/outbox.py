"""Messages that a client publishes past paho: those that wait to be sent, and those that wait for their PUBACK.

No I/O: whoever has the socket takes frames from it and tells it what was acknowledged. For MQTT sessions that begin
anew with each connection (MQTT 3.1.1, section 3.1.2.4): what was not acknowledged on the last connection is sent first
on the next one, as new messages with new packet ids.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from mqtt.packets import publish

FIRST_ID, LAST_ID = 32_768, 65_535
"""Packet ids. paho counts its own from 1, for SUBSCRIBE (section 2.3.1: one id in use once)."""

_MAX_TOPIC = 65_535


class OutgoingMessage:
    """A message that was handed to an outbox. `is_accepted`: it is on its way, or queued for it. `is_waiting`: the
    broker has not acknowledged it yet (at QoS 0: it is not sent yet)."""

    __slots__ = ("_outbox", "is_accepted", "is_waiting", "payload", "qos", "retain", "topic")

    def __init__(self, outbox: "Outbox", topic: str, payload: bytes, *, qos: int, retain: bool) -> None:
        self._outbox = outbox
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.is_accepted = False
        self.is_waiting = False

    def wait(self, seconds: float) -> bool:
        """Wait until the broker has acknowledged it (at QoS 0: until it is sent). False after `seconds`, and for a
        message that was not accepted."""
        return self.is_accepted and self._outbox.wait(self, seconds)


class Outbox:
    """At most `max_inflight` messages wait for their PUBACK, and `max_queued` in all. `wake` is called when there is
    something to send. `publish` and `wait` may be called from any thread, all else from the one that has the socket."""

    def __init__(self, *, max_inflight: int, max_queued: int, wake: Callable[[], None]) -> None:
        self._max_inflight = max_inflight
        self._max_queued = max_queued
        self._wake = wake
        self._queued = deque[OutgoingMessage]()
        self._inflight = dict[int, OutgoingMessage]()
        self._last_id = LAST_ID
        self._is_open = False
        self._is_held = False
        self._changed = threading.Condition()
        self._waiters = 0

    def publish(self, topic: str, payload: bytes, *, qos: int, retain: bool) -> OutgoingMessage:
        """Queue a message of QoS 0 or 1. At QoS 1 it waits for the next connection if there is none, and counts as not
        accepted. Raises ValueError for a topic that no packet can have."""
        if not topic or len(topic.encode()) > _MAX_TOPIC or "+" in topic or "#" in topic:
            raise ValueError(f"no topic to publish on: {topic[:80]!r}")
        message = OutgoingMessage(self, topic, payload, qos=qos, retain=retain)
        with self._changed:
            if (qos or self._is_open) and len(self._queued) + len(self._inflight) < self._max_queued:
                self._queued.append(message)
                message.is_accepted = message.is_waiting = self._is_open
        if message.is_accepted and not self._is_held:
            self._wake()
        return message

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is published within the block is sent at its end, together. Not for two threads at once."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            if self._queued:
                self._wake()

    def wait(self, message: OutgoingMessage, seconds: float) -> bool:
        """Wait until a message is acknowledged, at QoS 0 sent. False after `seconds`."""
        until = time.monotonic() + seconds
        with self._changed:
            self._waiters += 1
            try:
                while message.is_waiting and (left := until - time.monotonic()) > 0:
                    self._changed.wait(left)
            finally:
                self._waiters -= 1
            return not message.is_waiting

    def open(self) -> None:
        """The broker has accepted a connection."""
        with self._changed:
            self._is_open = True

    def close(self) -> None:
        """The connection is lost: what it did not acknowledge is sent first on the next one."""
        with self._changed:
            self._is_open = False
            self._queued.extendleft(reversed(self._inflight.values()))
            self._inflight.clear()

    def take(self) -> bytes:
        """The frames that may be sent now, which count as sent. Empty without a connection."""
        frames = list[bytes]()
        with self._changed:
            while self._is_open and self._queued and len(self._inflight) < self._max_inflight:
                message = self._queued.popleft()
                packet_id = self._begin(message) if message.qos else 0
                frames.append(
                    publish(message.topic, message.payload, qos=message.qos, mid=packet_id, retain=message.retain)
                )
                if not message.qos:
                    self._end(message)
        return b"".join(frames)

    def acknowledge(self, packet_ids: Iterable[int]) -> None:
        """The broker has acknowledged these. Ids that are not in use are ignored."""
        with self._changed:
            for packet_id in packet_ids:
                message = self._inflight.pop(packet_id, None)
                if message is not None:
                    self._end(message)

    def _begin(self, message: OutgoingMessage) -> int:
        """Give a message a packet id that is not in use; there are more of them than messages in flight."""
        while True:
            self._last_id = self._last_id + 1 if self._last_id < LAST_ID else FIRST_ID
            if self._last_id not in self._inflight:
                self._inflight[self._last_id] = message
                return self._last_id

    def _end(self, message: OutgoingMessage) -> None:
        message.is_waiting = False
        if self._waiters:
            self._changed.notify_all()
