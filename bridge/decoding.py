"""What a delivery says: its topic and its payload, decoded. Pure; neither the log nor the disk is read."""

import logging
from typing import NamedTuple

from bridge.delivery import Delivery
from chat.errors import PayloadError, Refused
from chat.message import Message
from chat.topic import ChatTopic

_log = logging.getLogger("bridge")


class Accepted(NamedTuple):
    """A delivery that is a message."""

    topic: ChatTopic
    message: Message


def decode(delivery: Delivery, *, max_payload: int) -> Accepted | Refused:
    """Read topic and payload. Never raises: what can't be read is refused, so that it can't come back for ever."""
    try:
        return Accepted(
            ChatTopic.parse(delivery.topic),
            Message.decode(delivery.payload, max_size=max_payload),
        )
    except Refused as refused:
        return refused
    except Exception:  # noqa: BLE001 - one poisoned message must not stop all the others
        _log.exception("a message on %r could not be read", delivery.topic)
        return PayloadError("bad-field", "the bridge could not read it; its own log says why")
