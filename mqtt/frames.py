"""MQTT control packets as frames: type, flags, remaining length, body (MQTT 3.1.1, section 2). Pure: no I/O.

`mqtt.packets` encodes and decodes what is inside a frame, `mqtt.publish_stream` reads many PUBLISH packets at once.
"""

from typing import NamedTuple

CONNECT, CONNACK = 1, 2
PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = 3, 4, 5, 6, 7
SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = 8, 9, 10, 11, 12, 13, 14

MAX_LENGTH = 268_435_455
"""The largest remaining length, in bytes (section 2.2.3)."""

_MAX_LENGTH_BYTES = 4


class PacketError(Exception):
    """Bytes that are no MQTT 3.1.1 packet, or a packet that may not be sent. It ends the connection (section 4.8)."""


class Frame(NamedTuple):
    """One packet, not yet decoded: its type and flags (section 2.2), and what follows its length."""

    kind: int
    flags: int
    body: bytes

    def encode(self) -> bytes:
        """Encode the whole packet. Raises ValueError when the body is longer than MAX_LENGTH."""
        return packet(self.kind << 4 | self.flags, self.body)


def encode_length(value: int) -> bytes:
    """Encode a remaining length (section 2.2.3). Raises ValueError when it is negative or above MAX_LENGTH."""
    if not 0 <= value <= MAX_LENGTH:
        raise ValueError(f"a packet can't have a remaining length of {value}")
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def packet(first: int, body: bytes = b"") -> bytes:
    """Encode a packet from its first byte (type and flags) and its body. Raises ValueError (see `encode_length`)."""
    return bytes((first,)) + encode_length(len(body)) + body


def string(value: str | bytes) -> bytes:
    """Encode a string or binary data: two bytes of length, then the bytes (section 1.5.3).

    Bytes are taken as they are, UTF-8 or not. Raises OverflowError above 65,535 bytes.
    """
    data = value.encode() if isinstance(value, str) else value
    return len(data).to_bytes(2) + data


def measure(data: bytes | bytearray, at: int = 0) -> tuple[int, int] | None:
    """Return the sizes in bytes of the header and of the body of the packet that begins at `at` (section 2.2).

    None: the header is not complete. Raises PacketError when the remaining length has more than four bytes.
    """
    if len(data) > at + 1 and data[at + 1] < 0x80:  # most packets
        return 2, data[at + 1]
    length = 0
    for index, digit in enumerate(data[at + 1 : at + 1 + _MAX_LENGTH_BYTES]):
        length |= (digit & 0x7F) << 7 * index
        if digit < 0x80:
            return index + 2, length
    if len(data) > at + _MAX_LENGTH_BYTES:
        raise PacketError("a remaining length of more than 4 bytes (section 2.2.3)")
    return None


def take_frame(buffer: bytearray) -> Frame | None:
    """Remove the first packet from `buffer` and return it; None when it is not complete. Raises PacketError."""
    size = measure(buffer)
    if size is None or len(buffer) < sum(size):
        return None
    header, body = size
    first = buffer[0]
    content = bytes(buffer[header : header + body])
    del buffer[: header + body]
    return Frame(first >> 4, first & 0x0F, content)
