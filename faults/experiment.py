"""What a client of the fault lab publishes, to count in the log what arrived: a run of numbered messages. Pure.

Each message is a JSON object with `run`, `n` and `of`, whoever publishes it: so a program of a pupil is counted too.
The state of a run follows MQTT 3.1.1: what is not acknowledged is sent again after a reconnection, with DUP
(section 4.4).
"""

import json
from dataclasses import dataclass, field
from typing import Any

from mqtt import frames, packets
from mqtt.frames import Frame

MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """`count` messages to a topic at a QoS; `with_id`: each has an id. Raises ValueError."""

    run: str
    topic: str
    qos: int = 1
    with_id: bool = False
    count: int = 40

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.qos not in (0, 1, 2) or not 1 <= self.count <= MOST_MESSAGES:
            raise ValueError(f"a run has QoS 0, 1 or 2 and 1 to {MOST_MESSAGES} messages")

    def payload(self, number: int) -> bytes:
        """The message with a number, from 1 on."""
        message: dict[str, Any] = {"run": self.run, "n": number, "of": self.count, "qos": self.qos}
        if self.with_id:
            message["id"] = f"{self.run}-{number}"
        return json.dumps(message, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Message(Plan):
    """One message of another program, as it is."""

    content: bytes = b""

    def payload(self, number: int) -> bytes:  # noqa: ARG002 - there is one
        """The message."""
        return self.content


@dataclass(slots=True)
class Run:
    """How far a run is. The packet id of a message is its number."""

    plan: Plan
    began: float
    phase: str = "waiting"
    """`waiting` for its turn, `sending`, `done`, or `gave-up`: not all was acknowledged in time."""
    sent: int = 0
    again: int = 0
    """PUBLISH packets that were sent again."""
    open: dict[int, bool] = field(default_factory=dict)
    """What was sent above QoS 0 and is not complete. True: PUBREC has come, so PUBREL is what is sent again."""

    def next(self) -> bytes:
        """The packet of the next message; empty when there is none."""
        if self.sent == self.plan.count:
            return b""
        self.sent += 1
        if self.plan.qos:
            self.open[self.sent] = False
        return self._publish(self.sent)

    def resend(self) -> bytes:
        """What a client sends after a reconnection (section 4.4)."""
        self.again += sum(not is_received for is_received in self.open.values())
        return b"".join(
            packets.acknowledgement(frames.PUBREL, mid) if is_received else self._publish(mid, dup=True)
            for mid, is_received in self.open.items()
        )

    def take(self, frame: Frame) -> bytes:
        """What the broker's packet is answered with. Raises PacketError."""
        if frame.kind not in (frames.PUBACK, frames.PUBREC, frames.PUBCOMP):
            return b""
        mid = packets.decode_mid(frame)
        if frame.kind != frames.PUBREC:
            self.open.pop(mid, None)
            return b""
        if mid in self.open:
            self.open[mid] = True
        return packets.acknowledgement(frames.PUBREL, mid)

    @property
    def is_complete(self) -> bool:
        """Whether all was sent, and acknowledged as far as its QoS asks for."""
        return self.sent == self.plan.count and not self.open

    def document(self) -> dict[str, Any]:
        """As JSON."""
        plan = self.plan
        return {
            "run": plan.run,
            "qos": plan.qos,
            "with_id": plan.with_id,
            "count": plan.count,
            "phase": self.phase,
            "sent": self.sent,
            "again": self.again,
            "open": len(self.open),
            "began": self.began,
        }

    def _publish(self, number: int, *, dup: bool = False) -> bytes:
        plan = self.plan
        return packets.publish(plan.topic, plan.payload(number), qos=plan.qos, mid=number if plan.qos else 0, dup=dup)
