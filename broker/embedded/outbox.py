"""What one MQTT session is still to receive: in order, acknowledged, bounded. No network here.

amqtt keeps a task and a timer for each message, forgets what is not acknowledged within 5 seconds or when the
connection ends, and sends what waited meanwhile as retained. MQTT 3.1.1 section 4.4 wants it sent again, with DUP and
under the same packet id, and section 4.6 in order.
"""

from collections import deque
from dataclasses import dataclass, field

from broker.embedded.message import Message
from broker.limits import MAX_INFLIGHT_EMBEDDED, MAX_QUEUED_BYTES, MAX_QUEUED_MESSAGES, MAX_WAITING_QOS0
from mqtt.frames import PUBREL
from mqtt.packets import acknowledgement

_LAST_MID = 65535


@dataclass(slots=True)
class Outbox:
    """The messages of one session, waiting or sent and not yet acknowledged."""

    max_messages: int = MAX_QUEUED_MESSAGES
    max_bytes: int = MAX_QUEUED_BYTES
    window: int = MAX_INFLIGHT_EMBEDDED
    dropped: int = 0
    _waiting: deque[Message] = field(default_factory=deque)
    _inflight: dict[int, Message] = field(default_factory=dict)
    _released: set[int] = field(default_factory=set)
    _again: deque[int] = field(default_factory=deque)
    size: int = 0
    """Bytes of all topics and payloads."""
    _last_mid: int = 0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._inflight)

    def offer(self, message: Message) -> bool:
        """Take a message for the session. False, and counted in `dropped`, when there is no room for it.

        A message with a receipt is always taken: `broker.embedded.bridge_session` bounds these.
        """
        size = message.size
        if message.receipt is None and not self._has_room(message.qos, size):
            self.dropped += 1
            return False
        self._waiting.append(message)
        self.size += size
        return True

    def _has_room(self, qos: int, size: int) -> bool:
        most = self.max_messages if qos else MAX_WAITING_QOS0
        return len(self) < most and self.size + size <= self.max_bytes

    def resume(self) -> None:
        """A new connection has begun: what was sent and not acknowledged is sent again, first and in its order."""
        self._again = deque(self._inflight)

    def take(self) -> bytes | None:
        """The next packet to send, or None when there is nothing, or too much is not acknowledged yet."""
        while self._again:
            mid = self._again.popleft()
            if mid in self._released:
                return acknowledgement(PUBREL, mid)
            if mid in self._inflight:
                return self._inflight[mid].encode(mid, dup=True)
        if not self._waiting or (self._waiting[0].qos and len(self._inflight) >= self.window):
            return None
        return self._send(self._waiting.popleft())

    def _send(self, message: Message) -> bytes:
        if not message.qos:
            self.size -= message.size
            return message.encode()
        mid = self._last_mid % _LAST_MID + 1
        while mid in self._inflight:  # not for long: the window is far smaller than the number of ids
            mid = mid % _LAST_MID + 1
        self._last_mid = mid
        self._inflight[mid] = message
        return message.encode(mid)

    def complete(self, mid: int) -> None:
        """PUBACK or PUBCOMP came: the message is delivered, and its receipt settled. An id that is not in use is
        ignored."""
        message = self._inflight.pop(mid, None)
        self._released.discard(mid)
        if message is None:
            return
        self.size -= message.size
        if message.receipt is not None:
            message.receipt.settle()

    def oldest(self) -> Message | None:
        """The message that is delivered next, or waits longest for its acknowledgement."""
        inflight = next(iter(self._inflight.values()), None)
        return inflight if inflight is not None else next(iter(self._waiting), None)

    def release(self, mid: int) -> bytes:
        """PUBREC came: the PUBREL to answer with (section 4.3.3)."""
        if mid in self._inflight:
            self._released.add(mid)
        return acknowledgement(PUBREL, mid)
