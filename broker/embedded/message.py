"""A message between its publisher and its subscribers."""

from dataclasses import dataclass

from mqtt.packets import publish


@dataclass(frozen=True, slots=True)
class Message:
    """A message for subscribers. One object serves all that receive it at the same QoS."""

    topic: str
    payload: bytes
    qos: int
    retain: bool = False

    @property
    def size(self) -> int:
        """Bytes of topic and payload, which it takes while it waits."""
        return len(self.topic) + len(self.payload)

    def encode(self, mid: int = 0, *, dup: bool = False) -> bytes:
        """Encode it as a PUBLISH packet (section 3.3) with this packet id, 0 at QoS 0."""
        return publish(self.topic, self.payload, qos=self.qos, mid=mid, retain=self.retain, dup=dup)
