"""MQTT 3.1.1 frames of a load, made before the clock starts. A text says when it was published, behind a mark."""

import struct
import time

MARK = "@~@"
"""As a byte sequence it is no header of a WebSocket frame, so that it may be looked for in a stream as it comes."""

DIGITS = 15
"""Microseconds of the monotonic clock: the same one that Node's `process.hrtime` reads."""


def text(size: int) -> bytes:
    """A text of `size` bytes that says what time it is."""
    return f"{MARK}{time.monotonic_ns() // 1000:0{DIGITS}}".encode().ljust(size, b"x")


def connect(client_id: str) -> bytes:
    """CONNECT, clean session, no keep-alive (section 3.1)."""
    return _packet(0x10, _string("MQTT") + struct.pack("!BBH", 4, 2, 0) + _string(client_id))


def subscribe(topic_filter: str, qos: int) -> bytes:
    """SUBSCRIBE with packet id 1 (section 3.8)."""
    return _packet(0x82, b"\0\1" + _string(topic_filter) + bytes([qos]))


def publish(topic: str, payload: bytes, qos: int, mid: int) -> bytes:
    """PUBLISH at QoS 0 or 1 (section 3.3)."""
    return _packet(0x30 | qos << 1, _string(topic) + (struct.pack("!H", mid) if qos else b"") + payload)


def _string(value: str) -> bytes:
    data = value.encode()
    return struct.pack("!H", len(data)) + data


def _packet(first: int, body: bytes) -> bytes:
    length, encoded = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (0x80 if length else 0))
        if not length:
            return bytes([first]) + bytes(encoded) + body
