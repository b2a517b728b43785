"""The acknowledgements that a connection owes, in the order of its messages (MQTT 3.1.1, sections 4.6.0-2, 4.6.0-3).

A message that waits for the log holds up the acknowledgements of later messages of its QoS, and nothing else. No
network here.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from broker.embedded.waiters import Waiters
from broker.limits import MAX_UNACKNOWLEDGED_BYTES, MAX_UNACKNOWLEDGED_MESSAGES


class Receipt(Protocol):
    """What is told that an acknowledgement has been handed to the connection."""

    def acknowledged(self) -> None:
        """The sender is told."""


class Acknowledgement:
    """The acknowledgement of one message. `receipt`, if it has one, is told when it has been sent."""

    __slots__ = ("_queue", "is_due", "packet", "receipt", "size")

    def __init__(self, queue: "AcknowledgementQueue", packet: bytes, size: int) -> None:
        self._queue = queue
        self.packet = packet
        self.size = size
        self.is_due = False
        self.receipt: Receipt | None = None

    def settle(self) -> None:
        """The message is safe: its sender may be told."""
        self.is_due = True
        self._queue.flush()


class AcknowledgementQueue:
    """PUBACK packets, or PUBREC packets, of one connection. `send` takes a packet."""

    def __init__(
        self,
        send: Callable[[bytes], object],
        max_messages: int = MAX_UNACKNOWLEDGED_MESSAGES,
        max_bytes: int = MAX_UNACKNOWLEDGED_BYTES,
    ) -> None:
        self._send = send
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._owed: deque[Acknowledgement] = deque()
        self._bytes = 0
        self._is_closed = False
        self.waiters = Waiters()
        """Called when no more than half of what may be owed is left."""

    def __len__(self) -> int:
        return len(self._owed)

    def owe(self, packet: bytes, size: int) -> Acknowledgement:
        """Note the acknowledgement of the message that was received last; `size`: the message's bytes."""
        owed = Acknowledgement(self, packet, size)
        self._owed.append(owed)
        self._bytes += size
        return owed

    def flush(self) -> None:
        """Send what is due, as far as no earlier one is owed; nothing once it is closed."""
        owed = self._owed
        while owed and owed[0].is_due and not self._is_closed:
            first = owed.popleft()
            self._bytes -= first.size
            self._send(first.packet)
            if first.receipt is not None:
                first.receipt.acknowledged()
        if self.waiters and not self._is_above_half():  # so that a client in a flood does not wait for each message
            self.waiters.call()

    def close(self) -> None:
        """The connection has ended: nothing is sent any more."""
        self._is_closed = True

    @property
    def is_full(self) -> bool:
        """Whether the client must wait before its next message is taken."""
        return len(self._owed) >= self._max_messages or self._bytes >= self._max_bytes

    def _is_above_half(self) -> bool:
        return len(self._owed) * 2 >= self._max_messages or self._bytes * 2 >= self._max_bytes
