"""Invalid frames, and helpers that these tests share."""

import itertools
import struct
from dataclasses import dataclass

from mqtt import packets
from mqtt.frames import CONNACK, packet, string
from tests.broker.wire import Wire

SECONDS = 5.0
"""How long a broker may take to end a connection."""

_numbers = itertools.count()


def fresh(prefix: str = "c") -> str:
    """A client id or topic level that no other test has used."""
    return f"{prefix}{next(_numbers)}"


@dataclass(frozen=True, slots=True)
class Connect:
    """CONNECT (section 3.1) in which every field may be invalid. `fields` follow the client id."""

    client_id: bytes
    flags: int = 0b10
    fields: tuple[bytes, ...] = ()
    name: bytes = b"MQTT"
    level: int = 4
    keep_alive: int = 0

    def __bytes__(self) -> bytes:
        head = string(self.name) + struct.pack("!BBH", self.level, self.flags, self.keep_alive)
        return packet(0x10, head + b"".join(string(one) for one in (self.client_id, *self.fields)))


def subscribe(*filters: tuple[str | bytes, int], mid: int = 7, first: int = 0x82) -> bytes:
    """Encode a SUBSCRIBE (section 3.8); `first` is its first byte."""
    return bytes([first]) + packets.subscribe(mid, filters)[1:]


def unsubscribe(*filters: str, mid: int = 7, first: int = 0xA2) -> bytes:
    """Encode an UNSUBSCRIBE (section 3.10); `first` is its first byte."""
    return bytes([first]) + packets.unsubscribe(mid, filters)[1:]


def answer_to(port: int, connect: Connect) -> bytes:
    """The body of the CONNACK; empty when the broker closes the connection without one."""
    with Wire(port, SECONDS) as wire:
        wire.send(bytes(connect))
        came = wire.next()
        return b"" if came is None or came.kind != CONNACK else came.body


def ends_the_connection(port: int, *frames: bytes) -> bool:
    """Whether the broker closes a valid connection that sends these frames."""
    with Wire(port, SECONDS) as wire:
        wire.connect(fresh())
        wire.send(b"".join(frames))
        return wire.closed_by_broker()
