"""Puts each message into the outboxes of its subscribers."""

import logging

from amqtt.session import Session

from broker.embedded.bridge_session import BridgeSession
from broker.embedded.delivery import delivery_of
from broker.embedded.message import Message, message_of
from broker.embedded.receipts import Receipt
from broker.embedded.subscriptions import Subscriptions
from broker.limits import PRESSED_AT

_log = logging.getLogger(__name__)


class Router:
    """Delivers messages. `bridge`: whose acknowledgements settle receipts; None without a bridge."""

    def __init__(self, subscriptions: Subscriptions, bridge: BridgeSession | None) -> None:
        self._subscriptions = subscriptions
        self._bridge = bridge.session if bridge is not None else None

    def route(self, topic: str, payload: bytes, qos: int, receipt: Receipt | None = None) -> bool:
        """Deliver to everybody who subscribed to the topic, at the lower QoS of publisher and subscriber (section 4.3).

        `receipt` goes to the bridge with the message. Returns whether much waits for a connected client that keeps its
        session.
        """
        by_qos: dict[int, Message] = {}
        is_pressed = False
        for session, granted in self._subscriptions.targets(topic):
            level = qos if qos < granted else granted
            if receipt is not None and session is self._bridge:
                message = message_of(topic, payload, level, receipt)
            elif level in by_qos:
                message = by_qos[level]
            else:
                message = by_qos[level] = message_of(topic, payload, level, None)
            is_pressed |= self.deliver(session, message)
        return is_pressed

    def deliver(self, session: Session, message: Message) -> bool:
        """Put a message into the session's outbox; for a client that is away only QoS 1 and 2 (section 3.1.2.4).

        Returns whether the client is connected, keeps its session, and has more than PRESSED_AT messages waiting.
        """
        delivery = delivery_of(session)
        outbox, sender = delivery.outbox, delivery.sender
        if sender is None and (session.clean_session or not message.qos):
            return False
        if not outbox.offer(message):
            _log_dropped(session, outbox.dropped)
        elif sender is not None:
            sender.wake()
        if message.receipt is not None:
            return False  # its publisher waits for its acknowledgement
        return sender is not None and not session.clean_session and len(outbox) > PRESSED_AT


def _log_dropped(session: Session, dropped: int) -> None:
    """Log at 1, 10, 100 and then each 1000: never silently, and never a line for each message."""
    if dropped % 1000 == 0 or dropped in (1, 10, 100):
        _log.warning("client %s reads too slowly or is away too long: dropped %d messages", session.client_id, dropped)
