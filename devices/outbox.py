"""The messages of a participant that are not known to be in the log. Bounded, in order; it sends nothing itself."""

from dataclasses import dataclass
from typing import Protocol

MAX_RESEND_SECONDS = 30.0


class OutboxFullError(RuntimeError):
    """Too many messages wait to be logged: the broker or the bridge is away. Send it later, or leave it out."""


class Receipt(Protocol):
    """What paho returns for a publish."""

    def is_published(self) -> bool:
        """Whether the broker has acknowledged it (PUBACK, MQTT 3.1.1 section 3.4)."""


@dataclass(slots=True)
class Waiting:
    """One message that is not logged yet. `sent`, in seconds, is when it was sent last; `times`, how often."""

    id: str
    payload: bytes
    sent: float = float("-inf")
    times: int = 0
    receipt: Receipt | None = None

    def is_on_its_way(self) -> bool:
        """Whether the broker still owes an acknowledgement, so that sending again would only pile up."""
        return self.receipt is not None and not self.receipt.is_published()

    def is_due(self, now: float, after: float) -> bool:
        """Whether to send again: `after` seconds, then twice that, up to MAX_RESEND_SECONDS.

        While the bridge is away the broker keeps for it everything that is sent, so forty impatient devices would
        fill its queue with repetitions.
        """
        pause = min(after * 2 ** min(self.times - 1, 16), MAX_RESEND_SECONDS)
        return now - self.sent >= pause and not self.is_on_its_way()


class Outbox:
    """The messages that wait, oldest first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: dict[str, Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, message_id: str, payload: bytes) -> Waiting:
        """Keep a message until `remove`. Raises OutboxFullError, and then nothing has changed."""
        if len(self._waiting) >= self._limit:
            raise OutboxFullError(f"{self._limit} messages wait to be logged already")
        entry = Waiting(message_id, payload)
        self._waiting[message_id] = entry
        return entry

    def remove(self, message_id: str) -> bool:
        """Remove a message. Returns whether it waited."""
        return self._waiting.pop(message_id, None) is not None

    def all(self) -> list[Waiting]:
        """Everything that waits, oldest first."""
        return list(self._waiting.values())

    def due(self, now: float, after: float) -> list[Waiting]:
        """The messages to send again, oldest first: the broker has each, and its record has not come in time."""
        return [entry for entry in self._waiting.values() if entry.is_due(now, after)]

    def named_in(self, text: str) -> str:
        """The id of the waiting message that `text`, the beginning of a payload, belongs to; else empty."""
        return next((entry.id for entry in self._waiting.values() if f'"id":"{entry.id}"' in text), "")
