"""The delivery state of one MQTT session, in both directions. It outlives the connection (MQTT 3.1.1, section 4.1)."""

from dataclasses import dataclass, field

from amqtt.session import Session

from broker.embedded.outbox import Outbox
from broker.embedded.receipts import UnacknowledgedMessages
from broker.embedded.sender import Sender

_STATE = "lab.delivery"


@dataclass(slots=True)
class Delivery:
    """What the session is still to receive, and what it has published."""

    outbox: Outbox = field(default_factory=Outbox)
    received: set[int] = field(default_factory=set)
    """Packet ids of QoS 2 messages that were received and not yet released (section 4.3.3, method B)."""
    unacknowledged: UnacknowledgedMessages = field(default_factory=UnacknowledgedMessages)
    """Messages to be logged that were not acknowledged yet."""
    sender: Sender | None = None
    """What sends from the outbox; None while the client is away."""


def delivery_of(session: Session) -> Delivery:
    """The delivery state that a session carries, in the place that amqtt keeps for extensions."""
    delivery: Delivery | None = session.attributes.get(_STATE)
    if delivery is None:
        delivery = session.attributes[_STATE] = Delivery()
    return delivery
