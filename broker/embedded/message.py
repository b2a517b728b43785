"""A message on its way from its publisher to its subscribers."""

from dataclasses import dataclass

from mqtt.packets import publish


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way to subscribers. One object serves all who get it at the same QoS."""

    topic: str
    payload: bytes
    qos: int
    retain: bool = False

    @property
    def size(self) -> int:
        """Bytes that it costs while it waits."""
        return len(self.topic) + len(self.payload)

    def encode(self, mid: int = 0, *, dup: bool = False) -> bytes:
        """Encode it as a PUBLISH packet (section 3.3) with this packet id, 0 at QoS 0."""
        return publish(self.topic, self.payload, qos=self.qos, mid=mid, retain=self.retain, dup=dup)
