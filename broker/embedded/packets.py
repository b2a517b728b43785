"""The packets of a connected client, decoded strictly and encoded.

amqtt takes invalid UTF-8 for its Python repr and lets a topic's length reach beyond its packet; MQTT 3.1.1 sections
1.5.3 and 3.3.2 want the connection closed.
"""

import struct
from dataclasses import dataclass
from typing import NamedTuple

from broker.embedded.framing import Frame, PacketError, encode_length

CONNECT, CONNACK = 1, 2
PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = 3, 4, 5, 6, 7
SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = 8, 9, 10, 11, 12, 13, 14

# Section 2.2.2: flags that are reserved must have these values. A PUBLISH has flags of its own.
_FLAGS = {PUBACK: 0, PUBREC: 0, PUBREL: 2, PUBCOMP: 0, SUBSCRIBE: 2, UNSUBSCRIBE: 2, PINGREQ: 0, DISCONNECT: 0}

REFUSED = 0x80
"""In a SUBACK: this filter is not subscribed to."""

NOT_AUTHORIZED = 5
"""In a CONNACK: this client may not connect."""

PINGRESP_PACKET = bytes([PINGRESP << 4, 0])


class Publish(NamedTuple):
    """A PUBLISH as it came in; `mid` is its packet id, 0 at QoS 0."""

    topic: str
    payload: bytes
    qos: int
    mid: int
    retain: bool


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
        """As a PUBLISH packet (section 3.3)."""
        topic = self.topic.encode()
        head = struct.pack("!H", len(topic)) + topic + (struct.pack("!H", mid) if self.qos else b"")
        first = PUBLISH << 4 | dup << 3 | self.qos << 1 | self.retain
        return bytes([first]) + encode_length(len(head) + len(self.payload)) + head + self.payload


def acknowledgement(kind: int, mid: int) -> bytes:
    """PUBACK, PUBREC, PUBREL, PUBCOMP or UNSUBACK."""
    return struct.pack("!BBH", kind << 4 | (2 if kind == PUBREL else 0), 2, mid)


def connack(code: int, *, session_present: bool = False) -> bytes:
    """CONNACK (section 3.2)."""
    return bytes([CONNACK << 4, 2, session_present, code])


def suback(mid: int, codes: list[int]) -> bytes:
    """SUBACK: for each filter the granted QoS, or 0x80 (section 3.9)."""
    return bytes([SUBACK << 4]) + encode_length(2 + len(codes)) + struct.pack("!H", mid) + bytes(codes)


def check_connect(frame: Frame) -> None:
    """Refuse a CONNECT that contradicts itself, or lacks what it announces (section 3.1). Raises PacketError.

    One of another protocol or version passes: whoever answers it says so.
    """
    name, at = _string(frame.body, 0)
    if frame.flags or len(frame.body) < at + 4:
        raise PacketError("a CONNECT with flags of its own, or one that ends too early (sections 2.2.2, 3.1.2)")
    level, flags = frame.body[at : at + 2]
    if (name, level) == ("MQTT", 4):
        _check_connect_flags(flags)
        _check_connect_fields(frame.body, at + 4, flags)


def _check_connect_flags(flags: int) -> None:
    will, will_qos, rest_of_will = flags & 4, flags >> 3 & 3, flags & 0b11_1000
    if flags & 1 or will_qos == 3 or (rest_of_will and not will) or flags & 0xC0 == 0x40:
        raise PacketError(f"CONNECT flags that contradict one another: {flags:#010b} (sections 3.1.2.3 to 3.1.2.9)")


def _check_connect_fields(body: bytes, at: int, flags: int) -> None:
    _, at = _string(body, at)
    if flags & 4:
        topic, at = _string(body, at)
        check_topic(topic)
        _, at = _bytes(body, at)
    if flags & 0x80:
        _, at = _string(body, at)
    if flags & 0x40:
        _, at = _bytes(body, at)
    if at != len(body):
        raise PacketError("a CONNECT with more than it announces (section 3.1.3)")


def check_flags(frame: Frame) -> None:
    """Refuse packets that a client may not send once it is connected. Raises PacketError."""
    if frame.kind != PUBLISH and _FLAGS.get(frame.kind) != frame.flags:
        raise PacketError(f"a packet of type {frame.kind} with flags {frame.flags:#x} (section 2.2)")
    if frame.body and frame.kind in (PINGREQ, DISCONNECT):
        raise PacketError(f"a packet of type {frame.kind} with a body (sections 3.12, 3.14)")


def decode_publish(frame: Frame) -> Publish:
    """PUBLISH (section 3.3). Raises PacketError."""
    qos, body = frame.flags >> 1 & 3, frame.body
    if qos == 3 or (qos == 0 and frame.flags & 8):
        raise PacketError("a PUBLISH with QoS 3, or with DUP at QoS 0 (section 3.3.1)")
    name, at = _string(body, 0)
    mid = 0
    if qos:
        mid, at = _packet_id(body, at), at + 2
    return Publish(check_topic(name), body[at:], qos, mid, bool(frame.flags & 1))


def decode_subscribe(frame: Frame) -> tuple[int, list[tuple[str, int]]]:
    """SUBSCRIBE (section 3.8): the packet id and the filters with their QoS. Raises PacketError."""
    mid, at, filters = _packet_id(frame.body, 0), 2, list[tuple[str, int]]()
    while at < len(frame.body):
        name, at = _filter(frame.body, at)
        if at == len(frame.body) or frame.body[at] > 2:
            raise PacketError("a SUBSCRIBE with a QoS above 2, or without one (section 3.8.3)")
        filters.append((name, frame.body[at]))
        at += 1
    if not filters:
        raise PacketError("a SUBSCRIBE to nothing (section 3.8.3)")
    return mid, filters


def decode_unsubscribe(frame: Frame) -> tuple[int, list[str]]:
    """UNSUBSCRIBE (section 3.10): the packet id and the filters. Raises PacketError."""
    mid, at, filters = _packet_id(frame.body, 0), 2, list[str]()
    while at < len(frame.body):
        name, at = _filter(frame.body, at)
        filters.append(name)
    if not filters:
        raise PacketError("an UNSUBSCRIBE from nothing (section 3.10.3)")
    return mid, filters


def decode_mid(frame: Frame) -> int:
    """The packet id of a PUBACK, PUBREC, PUBREL or PUBCOMP. Raises PacketError."""
    return _packet_id(frame.body, 0)


def check_topic(name: str) -> str:
    """Return `name` if something may be published to it (sections 3.3.2.1, 4.7.3). Raises PacketError."""
    if not name or "+" in name or "#" in name:
        raise PacketError("a topic to publish to that is empty or has a wildcard (section 3.3.2)")
    return name


def _packet_id(body: bytes, at: int) -> int:
    if len(body) < at + 2:
        raise PacketError("a packet that ends too early")
    mid = int.from_bytes(body[at : at + 2])
    if mid == 0:
        raise PacketError("a packet id of 0 (section 2.3.1)")
    return mid


def _filter(body: bytes, at: int) -> tuple[str, int]:
    name, at = _string(body, at)
    if not name:
        raise PacketError("an empty topic filter (section 4.7.3)")
    return name, at


def _bytes(body: bytes, at: int) -> tuple[bytes, int]:
    """The bytes behind the length at `at`, and where they end."""
    end = at + 2 + int.from_bytes(body[at : at + 2])
    if len(body) < max(end, at + 2):
        raise PacketError("a field that is longer than its packet")
    return body[at + 2 : end], end


def _string(body: bytes, at: int) -> tuple[str, int]:
    """The UTF-8 string at `at` and where it ends (section 1.5.3)."""
    raw, end = _bytes(body, at)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise PacketError("a string that is no UTF-8 (section 1.5.3)") from error
    if "\0" in text:
        raise PacketError("a string with U+0000 (section 1.5.3)")
    return text, end
