"""MQTT 3.1.1 packets: encoded for clients and servers, and decoded strictly. Pure: no I/O.

Sections are those of MQTT 3.1.1. Invalid UTF-8 and lengths that reach beyond the packet are errors (sections 1.5.3 and
3.3.2); malformed packets for tests are built from `mqtt.frames.packet` and `mqtt.frames.string`.
"""

import functools
import re
import struct
from collections.abc import Callable, Iterable
from typing import NamedTuple

from mqtt.frames import (
    CONNACK,
    CONNECT,
    DISCONNECT,
    PINGREQ,
    PINGRESP,
    PUBACK,
    PUBCOMP,
    PUBLISH,
    PUBREC,
    PUBREL,
    SUBACK,
    SUBSCRIBE,
    UNSUBACK,
    UNSUBSCRIBE,
    Frame,
    PacketError,
    encode_length,
    measure,
    packet,
    string,
)

# Section 2.2.2: flags that are reserved must have these values. A PUBLISH has flags of its own.
_FLAGS = {PUBACK: 0, PUBREC: 0, PUBREL: 2, PUBCOMP: 0, SUBSCRIBE: 2, UNSUBSCRIBE: 2, PINGREQ: 0, DISCONNECT: 0}

_ACKNOWLEDGEMENTS = {
    kind: (kind << 4 | _FLAGS.get(kind, 0)) << 24 | 2 << 16 for kind in (PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBACK)
}
"""The whole packets, but for the packet id in their last two bytes."""

_PUBACKS = re.compile(rb"(?:\x40\x02..)+", re.DOTALL)

PROTOCOL_NAME, PROTOCOL_LEVEL = "MQTT", 4
"""What a CONNECT of MQTT 3.1.1 begins with (sections 3.1.2.1, 3.1.2.2)."""

_LEVEL_5 = 5

# The constructor of a NamedTuple is a Python function; this costs a third.
_tuple: Callable[[type["Publish"], tuple[object, ...]], "Publish"] = tuple.__new__

REFUSED = 0x80
"""In a SUBACK: this filter is not subscribed to."""

_SHORT_TOPIC = 256
"""Bytes of a topic that is remembered, so that the cache holds at most about 1 MiB."""

IDENTIFIER_REJECTED = 2
"""In a CONNACK: the server does not take this client id."""

SERVER_UNAVAILABLE = 3
"""In a CONNACK: the server can't take this client now (section 3.2.2.3)."""

NOT_AUTHORIZED = 5
"""In a CONNACK: this client may not connect."""

UNACCEPTABLE_PROTOCOL_VERSION = 1
"""In a CONNACK: the server does not speak this level of the protocol (section 3.1.2.2); MQTT 3.1 has the same code."""

_UNSUPPORTED_PROTOCOL_VERSION_5 = 0x84
"""The same in MQTT 5 (MQTT 5, section 3.2.2.2)."""

PINGREQ_PACKET = bytes([PINGREQ << 4, 0])
PINGRESP_PACKET = bytes([PINGRESP << 4, 0])
DISCONNECT_PACKET = bytes([DISCONNECT << 4, 0])


class Publish(NamedTuple):
    """A PUBLISH that was received; `mid` is its packet id, 0 at QoS 0."""

    topic: str
    payload: bytes
    qos: int
    mid: int
    retain: bool
    dup: bool = False


def connect(
    client_id: str,
    *,
    clean: bool = True,
    user: str = "",
    password: str = "",
    will: tuple[str, bytes] | None = None,
    keep_alive: int = 0,
) -> bytes:
    """Encode a CONNECT (section 3.1). `will` is a topic and a payload, sent at QoS 0; `keep_alive` is in seconds."""
    flags = (2 if clean else 0) | (0xC0 if user else 0) | (4 if will else 0)
    body = string(PROTOCOL_NAME) + struct.pack("!BBH", PROTOCOL_LEVEL, flags, keep_alive) + string(client_id)
    body += string(will[0]) + string(will[1]) if will else b""
    return packet(CONNECT << 4, body + (string(user) + string(password) if user else b""))


def connack(code: int, *, session_present: bool = False) -> bytes:
    """Encode a CONNACK (section 3.2)."""
    return bytes([CONNACK << 4, 2, session_present, code])


def connack_unsupported_version(level: int) -> bytes:
    """Encode the CONNACK for a client of another protocol level, in a form that this client can read.

    A client of MQTT 5 gets one with a reason code and without properties (MQTT 5, sections 3.2.2.2 and 3.2.2.3).
    """
    if level == _LEVEL_5:
        return packet(CONNACK << 4, bytes([0, _UNSUPPORTED_PROTOCOL_VERSION_5, 0]))
    return connack(UNACCEPTABLE_PROTOCOL_VERSION)


def publish(
    topic: str | bytes, payload: bytes, *, qos: int = 0, mid: int = 0, retain: bool = False, dup: bool = False
) -> bytes:
    """Encode a PUBLISH (section 3.3); `mid` counts above QoS 0 only."""
    name = topic.encode() if isinstance(topic, str) else topic
    first, length = PUBLISH << 4 | dup << 3 | qos << 1 | retain, len(name) + len(payload) + (4 if qos else 2)
    head = bytes((first, length)) if length < 128 else bytes((first,)) + encode_length(length)
    # The payload is copied once.
    return b"".join((head, len(name).to_bytes(2), name, mid.to_bytes(2) if qos else b"", payload))


def acknowledgement(kind: int, mid: int) -> bytes:
    """Encode a PUBACK, PUBREC, PUBREL, PUBCOMP or UNSUBACK (sections 3.4 to 3.7, 3.11)."""
    return (_ACKNOWLEDGEMENTS[kind] | mid).to_bytes(4)


def subscribe(mid: int, filters: Iterable[tuple[str | bytes, int]]) -> bytes:
    """Encode a SUBSCRIBE: filters, each with the QoS that is asked for (section 3.8)."""
    fields = b"".join([string(name) + bytes([qos]) for name, qos in filters])
    return packet(SUBSCRIBE << 4 | 2, mid.to_bytes(2) + fields)


def suback(mid: int, codes: list[int]) -> bytes:
    """Encode a SUBACK: for each filter the granted QoS, or REFUSED (section 3.9)."""
    return packet(SUBACK << 4, mid.to_bytes(2) + bytes(codes))


def unsubscribe(mid: int, filters: Iterable[str | bytes]) -> bytes:
    """Encode an UNSUBSCRIBE (section 3.10)."""
    return packet(UNSUBSCRIBE << 4 | 2, mid.to_bytes(2) + b"".join([string(name) for name in filters]))


def check_connect(frame: Frame) -> None:
    """Refuse a CONNECT that contradicts itself, or lacks what it announces (section 3.1). Raises PacketError.

    A CONNECT of another protocol or version passes: the caller answers it with a CONNACK (section 3.1.2.2).
    """
    name, at = _string(frame.body, 0)
    if frame.flags or len(frame.body) < at + 4:
        raise PacketError("a CONNECT with flags of its own, or one that ends too early (sections 2.2.2, 3.1.2)")
    level, flags = frame.body[at : at + 2]
    if (name, level) == (PROTOCOL_NAME, PROTOCOL_LEVEL):
        _check_connect_flags(flags)
        _check_connect_fields(frame.body, at + 4, flags)


def protocol(connect_frame: Frame) -> tuple[str, int]:
    """The protocol's name and level in a CONNECT (sections 3.1.2.1, 3.1.2.2). Raises PacketError.

    `("MQTT", 4)` is MQTT 3.1.1, `("MQTT", 5)` MQTT 5, `("MQIsdp", 3)` MQTT 3.1.
    """
    name, at = _string(connect_frame.body, 0)
    if len(connect_frame.body) <= at:
        raise PacketError("a CONNECT that ends too early (section 3.1.2)")
    return name, connect_frame.body[at]


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
    """Decode a PUBLISH (section 3.3). Raises PacketError."""
    return decode_publish_body(frame.flags, frame.body, 0, len(frame.body))


def decode_publish_body(flags: int, data: bytes | bytearray, begin: int, end: int) -> Publish:
    """Decode the PUBLISH with these flags whose body is `data[begin:end]`. Raises PacketError.

    It is the embedded broker's hot path: a call for each field costs as much as the rest.
    """
    qos, name = flags >> 1 & 3, begin + 2
    if qos == 3 or (qos == 0 and flags & 8):
        raise PacketError("a PUBLISH with QoS 3, or with DUP at QoS 0 (section 3.3.1)")
    at = name + (data[begin] << 8 | data[begin + 1]) if name <= end else end + 1
    if at > end:
        raise PacketError("a field that is longer than its packet")
    raw = bytes(data[name:at])
    topic = _short_topic(raw) if at - name <= _SHORT_TOPIC else _topic(raw)
    mid = 0
    if qos:
        mid, at = _packet_id(data, at, end), at + 2
    return _tuple(Publish, (topic, bytes(data[at:end]), qos, mid, flags & 1 != 0, flags & 8 != 0))


def _topic(raw: bytes) -> str:
    return check_topic(_decoded(raw))


_short_topic = functools.lru_cache(maxsize=4096)(_topic)
"""The same topics come again and again, and checking one costs more than the rest of its packet."""


def decode_subscribe(frame: Frame) -> tuple[int, list[tuple[str, int]]]:
    """Decode a SUBSCRIBE (section 3.8): its packet id and its filters with their QoS. Raises PacketError."""
    mid, at, filters = _packet_id(frame.body, 0, len(frame.body)), 2, list[tuple[str, int]]()
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
    """Decode an UNSUBSCRIBE (section 3.10): its packet id and its filters. Raises PacketError."""
    mid, at, filters = _packet_id(frame.body, 0, len(frame.body)), 2, list[str]()
    while at < len(frame.body):
        name, at = _filter(frame.body, at)
        filters.append(name)
    if not filters:
        raise PacketError("an UNSUBSCRIBE from nothing (section 3.10.3)")
    return mid, filters


def decode_mid(frame: Frame) -> int:
    """Decode the packet id of a PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK or UNSUBACK. Raises PacketError."""
    return _packet_id(frame.body, 0, len(frame.body))


def decode_pubacks(data: bytes | bytearray, at: int = 0) -> tuple[tuple[int, ...], int]:
    """Decode the PUBACK packets that follow one another from `at` on: their packet ids, and where they end (section
    3.4). Raises PacketError.

    A subscriber in a flood sends hundreds at once: one by one, as frames, they cost more than the messages.
    """
    found = _PUBACKS.match(data, at)
    if found is None:
        return (), at
    mids = struct.unpack(f"!{(found.end() - at) // 2}H", found[0])[1::2]
    if 0 in mids:
        raise PacketError("a packet id of 0 (section 2.3.1)")
    return mids, found.end()


def take_pingreqs(buffer: bytearray) -> int:
    """Remove the PINGREQ packets (section 3.12) from among the whole packets in `buffer`. Returns how many there were.

    It looks no further than the first packet that is not complete, or is none.
    """
    at = found = 0
    while at < len(buffer):
        if buffer[at : at + 2] == PINGREQ_PACKET:
            del buffer[at : at + 2]
            found += 1
        elif (size := _measure_whole(buffer, at)) is not None:
            at += size
        else:
            break
    return found


def check_topic(name: str) -> str:
    """Return `name` if something may be published to it (sections 3.3.2.1, 4.7.3). Raises PacketError."""
    if not name or "+" in name or "#" in name:
        raise PacketError("a topic to publish to that is empty or has a wildcard (section 3.3.2)")
    return name


def _measure_whole(buffer: bytearray, at: int) -> int | None:
    """The bytes of the packet that begins at `at`; None when its header is not complete, or is none."""
    try:
        size = measure(buffer, at)
    except PacketError:
        return None
    return None if size is None else sum(size)


def _packet_id(data: bytes | bytearray, at: int, end: int) -> int:
    if end < at + 2:
        raise PacketError("a packet that ends too early")
    mid = data[at] << 8 | data[at + 1]
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
    return _decoded(raw), end


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise PacketError("a string that is no UTF-8 (section 1.5.3)") from error
    if "\0" in text:
        raise PacketError("a string with U+0000 (section 1.5.3)")
    return text
