"""Cutting MQTT packets out of a block of bytes (MQTT 3.1.1, section 2). Pure; knows PUBLISH and nothing else.

paho reads each packet with three calls to the system and makes an object with a lock for it, which is most of what a
message costs it. The bridge takes its messages from here instead; everything else on the connection is paho's.
"""

from collections.abc import Callable
from functools import lru_cache

from bridge.delivery import Delivery

_PUBLISH = 0x30
_KIND = 0xF0
_QOS = 0x06
_DUP, _RETAIN = 0x08, 0x01
_LENGTH_BYTES = 4

# A NamedTuple's own constructor is a Python function; this costs a third.
_tuple: Callable[[type[Delivery], tuple[object, ...]], Delivery] = tuple.__new__


class MalformedError(Exception):
    """What came is no MQTT packet: the connection can't go on."""


def cut(block: bytes, connection: int) -> tuple[list[Delivery], bytes, int]:
    """Take the whole packets at the beginning of `block` apart.

    Returns the PUBLISH packets, in order; all other packets as they are; and how many bytes were used.
    Raises MalformedError.
    """
    deliveries: list[Delivery] = []
    others = []
    begin, size = 0, len(block)
    while (body := begin + 2) <= size:
        length = block[begin + 1]
        if length & 0x80:
            found = _long_length(block, begin + 1)
            if found is None:
                break
            length, body = found
        end = body + length
        if end > size:
            break
        first = block[begin]
        if first & _KIND != _PUBLISH:
            others.append(block[begin:end])
        else:
            # A PUBLISH packet (section 3.3), taken apart here: a call for each costs as much as the rest.
            name = body + 2
            at = name + (block[body] << 8 | block[body + 1]) if name <= end else end + 1
            payload = at + 2 if first & _QOS else at
            if payload > end:
                raise MalformedError("a PUBLISH packet that ends before its payload")
            mid = block[at] << 8 | block[at + 1] if first & _QOS else 0
            topic = _text(block[name:at])
            flags = (first >> 1 & 3, first & _DUP != 0, first & _RETAIN != 0)
            deliveries.append(_tuple(Delivery, (connection, topic, block[payload:end], mid, *flags)))
        begin = end
    return deliveries, b"".join(others), begin


def _long_length(block: bytes, at: int) -> tuple[int, int] | None:
    """The remaining length and where the body begins (section 2.2.3); None when it is not all there."""
    length = 0
    for place in range(_LENGTH_BYTES):
        if at + place >= len(block):
            return None
        byte = block[at + place]
        length |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return length, at + place + 1
    raise MalformedError("a remaining length of more than four bytes")


@lru_cache(maxsize=4096)
def _text(topic: bytes) -> str:
    try:
        return topic.decode()
    except UnicodeDecodeError:
        return "\ufffd"  # no topic at all (section 1.5.3): refused like any other bad one
