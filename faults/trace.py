"""What a client's connection carried: one event a packet, with its fate. Bounded; no I/O."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from faults.decision import Decision
from faults.rules import Direction
from mqtt import frames
from mqtt.frames import Frame, PacketError
from mqtt.packets import Publish, decode_publish

NAMES = {
    getattr(frames, name): name
    for name in (
        *("CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP"),
        *("SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT"),
    )
}
"""The names of the packet types (MQTT 3.1.1, section 2.2.1)."""

MOST_EVENTS = 2000
MOST_TEXT = 80
"""Characters of a payload that an event keeps."""

_WITH_MID = (frames.PUBACK, frames.PUBREC, frames.PUBREL, frames.PUBCOMP, frames.SUBACK, frames.UNSUBACK)


@dataclass(frozen=True, slots=True)
class PacketEvent:
    """One packet. `number` counts from 1; `at`: seconds since 1970; `connection` counts the client's connections."""

    number: int
    at: float
    connection: int
    direction: Direction
    packet: str
    fate: str
    """`passed`, `lost`, `doubled`, `delayed`, `slowed`, `cut` or `hung`."""
    rules: tuple[str, ...] = ()
    mid: int = 0
    qos: int = 0
    dup: bool = False
    topic: str = ""
    text: str = ""

    def document(self) -> dict[str, Any]:
        """As JSON. What is empty is left out."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        fields |= {"direction": str(self.direction), "rules": list(self.rules)}
        return {name: value for name, value in fields.items() if value or name in ("number", "at", "qos")}


class Trace:
    """The last events of one client. The oldest make room for new ones; `counts` stays right."""

    def __init__(self, most: int = MOST_EVENTS) -> None:
        self._events: deque[PacketEvent] = deque(maxlen=most)
        self._number = 0
        self.counts: dict[str, int] = {}
        """How many packets had each fate, as `up PUBLISH lost`."""

    def add(self, at: float, connection: int, direction: Direction, frame: Frame, decision: Decision) -> PacketEvent:
        """Note a packet and what becomes of it."""
        self._number += 1
        fate, name = fate_of(decision), NAMES.get(frame.kind, str(frame.kind))
        event = PacketEvent(self._number, at, connection, direction, name, fate, decision.rules, **_details(frame))
        self._events.append(event)
        key = f"{direction} {name} {fate}"
        self.counts[key] = self.counts.get(key, 0) + 1
        return event

    def after(self, number: int) -> list[PacketEvent]:
        """The events that it still holds with a higher number, in order."""
        return [event for event in self._events if event.number > number]


def fate_of(decision: Decision) -> str:
    """In one word, what becomes of a packet."""
    if decision.hangs:
        return "hung"
    if not decision.copies:
        return "lost"
    if decision.cuts:
        return "cut"
    if decision.copies > 1:
        return "doubled"
    if decision.delay:
        return "delayed"
    return "slowed" if decision.slow else "passed"


def _details(frame: Frame) -> dict[str, Any]:
    """What an event tells of a packet, as far as it can be read."""
    if frame.kind == frames.PUBLISH:
        try:
            return _of_publish(decode_publish(frame))
        except PacketError:
            return {}
    if frame.kind in _WITH_MID and len(frame.body) >= 2:
        return {"mid": int.from_bytes(frame.body[:2])}
    return {}


def _of_publish(message: Publish) -> dict[str, Any]:
    text = message.payload[: 4 * MOST_TEXT].decode(errors="replace")[:MOST_TEXT]
    return {"mid": message.mid, "qos": message.qos, "dup": message.dup, "topic": message.topic, "text": text}
