"""What one connection publishes: delivered once, acknowledged in order, and bounded. No network here."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from amqtt.session import Session

from broker.embedded.acknowledgements import AcknowledgementQueue
from broker.embedded.delivery import delivery_of
from broker.embedded.receipts import Receipt
from broker.embedded.waiters import Waiters
from broker.limits import FLOOD
from mqtt.frames import PUBACK, PUBCOMP, PUBREC
from mqtt.packets import Publish, acknowledgement


class Destination(Protocol):
    """Where messages go: the broker."""

    def publish(self, session: Session, message: Publish) -> tuple[Receipt | None, bool]:
        """Deliver a message to every session that is subscribed to its topic.

        Returns its receipt if it is to be logged before it is acknowledged, and whether much waits for a subscriber.
        """

    def must_wait(self, session: Session, message: Publish, *, is_flooding: bool) -> bool:
        """Whether there is no room for a message that is to be logged. There is less for a client that floods: one that
        has sent more that is not acknowledged than common clients do."""

    def waiters(self, *, is_flooding: bool) -> Waiters:
        """Those who wait for room for a message that is to be logged."""


def _nothing() -> None:
    """Nothing waits."""


class Inbound:
    """The messages of one connection. `answer` sends a packet to its client."""

    def __init__(self, session: Session, destination: Destination, answer: Callable[[bytes], object]) -> None:
        self._session = session
        self._destination = destination
        self._answer = answer
        self._delivery = delivery_of(session)
        self._pubacks, self._pubrecs = AcknowledgementQueue(answer), AcknowledgementQueue(answer)
        self._stop_waiting: Callable[[], None] = _nothing

    def must_wait(self, message: Publish) -> bool:
        """Whether there is no room for a message yet: `take` must not be called."""
        if not message.qos:
            return False
        queue = self._queue(message)
        if queue.is_full:
            return True
        must_wait = self._destination.must_wait(self._session, message, is_flooding=len(queue) >= FLOOD)
        return must_wait and not self._is_repeat(message)

    def call_when_room(self, message: Publish, go_on: Callable[[], None]) -> None:
        """Call once when there may be room for a message that must wait; never after `close`."""
        queue = self._queue(message)
        waiters = queue.waiters if queue.is_full else self._destination.waiters(is_flooding=len(queue) >= FLOOD)
        waiters.add(go_on)
        self._stop_waiting = partial(waiters.discard, go_on)

    def take(self, message: Publish) -> bool:
        """Deliver a message. It is acknowledged when it is in its subscribers' outboxes, and logged if it is to be.

        Returns whether the client is to be slowed down: much waits, and nothing else bounds what it sends.
        """
        if not message.qos:
            return self._destination.publish(self._session, message)[1]
        if message.qos == 1:
            owed = self._pubacks.owe(acknowledgement(PUBACK, message.mid), len(message.payload))
        else:
            owed = self._pubrecs.owe(acknowledgement(PUBREC, message.mid), len(message.payload))
        receipt, is_pressed = self._deliver(message)
        if receipt is not None:
            receipt.add(owed)
            return False
        owed.settle()
        return is_pressed

    def release(self, mid: int) -> None:
        """PUBREL came (section 4.3.3): its packet id is free again."""
        self._delivery.received.discard(mid)
        self._answer(acknowledgement(PUBCOMP, mid))

    def close(self) -> None:
        """The connection has ended: nothing is acknowledged any more."""
        self._stop_waiting()
        self._pubacks.close()
        self._pubrecs.close()

    def _queue(self, message: Publish) -> AcknowledgementQueue:
        return self._pubacks if message.qos == 1 else self._pubrecs

    def _deliver(self, message: Publish) -> tuple[Receipt | None, bool]:
        """Deliver a message of QoS 1 or 2, unless it repeats one."""
        if message.qos == 2:
            if message.mid in self._delivery.received:
                return self._delivery.unacknowledged.get(message.mid), False
            self._delivery.received.add(message.mid)
        elif message.dup and (repeated := self._delivery.unacknowledged.find(message)) is not None:
            return repeated, False
        return self._destination.publish(self._session, message)

    def _is_repeat(self, message: Publish) -> bool:
        if message.qos == 2:
            return message.mid in self._delivery.received
        return self._delivery.unacknowledged.find(message) is not None
