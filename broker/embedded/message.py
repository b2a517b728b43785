"""A message between its publisher and its subscribers."""

from collections.abc import Callable
from typing import NamedTuple

from broker.embedded.receipts import Receipt
from mqtt.packets import publish


class Message(NamedTuple):  # made for every message: a third of what a frozen dataclass costs
    """A message for subscribers. One object serves all that receive it at the same QoS, but for the bridge: when the
    bridge acknowledges it, `receipt` is settled."""

    topic: str
    payload: bytes
    qos: int
    retain: bool = False
    receipt: Receipt | None = None

    @property
    def size(self) -> int:
        """Bytes of topic and payload, which it takes while it waits."""
        return len(self.topic) + len(self.payload)

    def encode(self, mid: int = 0, *, dup: bool = False) -> bytes:
        """Encode it as a PUBLISH packet (section 3.3) with this packet id, 0 at QoS 0."""
        return publish(self.topic, self.payload, qos=self.qos, mid=mid, retain=self.retain, dup=dup)


# The constructor of a NamedTuple is a Python function; this costs a third.
_tuple: Callable[[type[Message], tuple[object, ...]], Message] = tuple.__new__


def message_of(topic: str, payload: bytes, qos: int, receipt: Receipt | None) -> Message:
    """A message that is not retained."""
    return _tuple(Message, (topic, payload, qos, False, receipt))
