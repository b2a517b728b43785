"""PUBLISH packets of QoS 0 and 1 out of a block of received bytes (MQTT 3.1.1, section 3.3). Pure: no I/O.

paho reads each packet with three system calls and makes an object with a lock for it, which is most of what a message
costs it. `cut` takes a whole block apart instead; every other packet on the connection is left to paho. It is the
bridge's hot path.
"""

import struct
from collections.abc import Callable
from typing import NamedTuple

from mqtt.frames import PacketError, measure


class Delivery(NamedTuple):  # made for every message: a third of what a frozen dataclass costs
    """A PUBLISH packet that was received and is not acknowledged yet.

    `connection` is the receiver's number for the connection that brought the packet: an acknowledgement is only valid
    on that one. `mid` is the packet id, 0 at QoS 0 (section 2.3.1). A topic that is no UTF-8 is given as U+FFFD.
    """

    connection: int
    topic: str
    payload: bytes
    mid: int = 0
    qos: int = 0
    dup: bool = False
    retain: bool = False


MAX_CACHED_TOPICS = 4096
MAX_CACHED_TOPIC = 256
"""Bytes of a topic that is remembered. Longer ones are decoded each time, so the cache holds at most about 1 MiB."""

_PUBLISH = 0x30
_KIND_AND_QOS_2 = 0xF4
_QOS = 0x02
_DUP, _RETAIN = 0x08, 0x01
_PUBACK = 0x40020000
"""The whole packet, but for the packet id in its last two bytes."""

# The constructor of a NamedTuple is a Python function; this costs a third.
_tuple: Callable[[type[Delivery], tuple[object, ...]], Delivery] = tuple.__new__

_topics: dict[bytes, str] = {}


def cut(block: bytes, connection: int) -> tuple[list[Delivery], bytes, int]:
    """Take apart the complete packets at the beginning of `block`.

    Returns the PUBLISH packets of QoS 0 and 1, in order; the bytes of all other packets; and how many bytes of the
    block were used. Raises PacketError.
    """
    deliveries: list[Delivery] = []
    others = []
    begin, size = 0, len(block)
    known = _topics.get
    while (body := begin + 2) <= size:
        length = block[begin + 1]
        if length & 0x80:
            sizes = measure(block, begin)
            if sizes is None:
                break
            body, length = begin + sizes[0], sizes[1]
        end = body + length
        if end > size:
            break
        first = block[begin]
        if first & _KIND_AND_QOS_2 != _PUBLISH:
            others.append(block[begin:end])
        else:
            # A PUBLISH packet, taken apart here: a call for each costs as much as the rest.
            name = body + 2
            at = name + (block[body] << 8 | block[body + 1]) if name <= end else end + 1
            payload = at + 2 if first & _QOS else at
            if payload > end:
                raise PacketError("a PUBLISH packet that ends before its payload")
            mid = block[at] << 8 | block[at + 1] if first & _QOS else 0
            raw = block[name:at]
            topic = known(raw) or _decode_topic(raw)
            flags = (first >> 1 & 1, first & _DUP != 0, first & _RETAIN != 0)
            deliveries.append(_tuple(Delivery, (connection, topic, block[payload:end], mid, *flags)))
        begin = end
    return deliveries, b"".join(others), begin


def pubacks(mids: list[int]) -> bytes:
    """Encode a PUBACK for each packet id, in order (section 3.4)."""
    return struct.pack(f">{len(mids)}I", *[_PUBACK | mid for mid in mids])


def _decode_topic(raw: bytes) -> str:
    try:
        topic = raw.decode()
    except UnicodeDecodeError:
        topic = "\ufffd"  # no topic at all (section 1.5.3): refused like any other bad one
    if len(raw) <= MAX_CACHED_TOPIC:
        if len(_topics) >= MAX_CACHED_TOPICS:
            _topics.clear()
        _topics[raw] = topic
    return topic
