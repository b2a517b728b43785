"""MQTT 3.1.1 by hand over a socket: tests that need to see, or break, single packets."""

import itertools
import socket
import struct
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP = 2, 3, 4, 5, 6, 7, 9, 11, 13


def text(value: str | bytes) -> bytes:
    """A string or bytes with its length in front (section 1.5.3)."""
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("!H", len(data)) + data


def packet(first: int, body: bytes) -> bytes:
    """A packet: its first byte, its remaining length (section 2.2.3), its body."""
    length, encoded = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (0x80 if length else 0))
        if not length:
            return bytes([first]) + bytes(encoded) + body


def connect(
    client_id: str,
    *,
    clean: bool = True,
    user: str = "",
    password: str = "",
    will: tuple[str, bytes] | None = None,
    keep_alive: int = 0,
) -> bytes:
    """CONNECT (section 3.1); `will` is a topic and a payload."""
    flags = (2 if clean else 0) | (0xC0 if user else 0) | (4 if will else 0)
    body = text("MQTT") + struct.pack("!BBH", 4, flags, keep_alive) + text(client_id)
    body += text(will[0]) + text(will[1]) if will else b""
    return packet(0x10, body + (text(user) + text(password) if user else b""))


def publish(
    topic: str | bytes, payload: bytes, *, qos: int = 0, mid: int = 0, retain: bool = False, dup: bool = False
) -> bytes:
    """PUBLISH (section 3.3)."""
    first = 0x30 | (8 if dup else 0) | (qos << 1) | (1 if retain else 0)
    return packet(first, text(topic) + (struct.pack("!H", mid) if qos else b"") + payload)


def acknowledge(kind: int, mid: int) -> bytes:
    """PUBACK, PUBREC, PUBREL or PUBCOMP."""
    return packet(kind << 4 | (2 if kind == PUBREL else 0), struct.pack("!H", mid))


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet that came in."""

    kind: int
    flags: int
    body: bytes

    @property
    def qos(self) -> int:
        """QoS of a PUBLISH."""
        return self.flags >> 1 & 3

    @property
    def dup(self) -> bool:
        """Whether a PUBLISH says that it is a second try."""
        return bool(self.flags & 8)

    @property
    def retain(self) -> bool:
        """Whether a PUBLISH says that it was retained."""
        return bool(self.flags & 1)

    @property
    def topic(self) -> str:
        """Topic of a PUBLISH."""
        return self.body[2 : self._topic_end].decode()

    @property
    def mid(self) -> int:
        """Packet id, of a PUBLISH above QoS 0 or of an acknowledgement."""
        at = self._topic_end if self.kind == PUBLISH else 0
        return int(struct.unpack_from("!H", self.body, at)[0])

    @property
    def payload(self) -> bytes:
        """Payload of a PUBLISH."""
        return self.body[self._topic_end + (2 if self.qos else 0) :]

    @property
    def _topic_end(self) -> int:
        return 2 + int(struct.unpack_from("!H", self.body)[0])


@dataclass
class Wire:
    """One connection to a broker on this machine."""

    port: int
    seconds: float = 10.0
    sock: socket.socket = field(init=False)
    _buffer: bytearray = field(default_factory=bytearray)
    _mids: "itertools.cycle[int]" = field(default_factory=lambda: itertools.cycle(range(1, 65536)))

    def __enter__(self) -> Self:
        self.sock = socket.create_connection(("127.0.0.1", self.port), timeout=self.seconds)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.sock.sendall(data)

    def connect(self, client_id: str, *, clean: bool = True, user: str = "", password: str = "") -> Packet:
        """CONNECT and wait for the CONNACK."""
        self.send(connect(client_id, clean=clean, user=user, password=password))
        return self.expect(CONNACK)

    def subscribe(self, topic_filter: str, qos: int = 1) -> Packet:
        """SUBSCRIBE and wait for the SUBACK."""
        self.send(packet(0x82, struct.pack("!H", next(self._mids)) + text(topic_filter) + bytes([qos])))
        return self.expect(SUBACK)

    def unsubscribe(self, topic_filter: str) -> Packet:
        """UNSUBSCRIBE and wait for the UNSUBACK."""
        self.send(packet(0xA2, struct.pack("!H", next(self._mids)) + text(topic_filter)))
        return self.expect(UNSUBACK)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> Packet:
        """Publish at QoS 1 and wait for the PUBACK."""
        self.send(publish(topic, payload, qos=1, mid=next(self._mids), retain=retain))
        return self.expect(PUBACK)

    def publish_many(self, topic: str, payloads: list[bytes], window: int = 500) -> None:
        """Publish at QoS 1, `window` at a time, until all are acknowledged."""
        for start in range(0, len(payloads), window):
            part = payloads[start : start + window]
            self.send(b"".join(publish(topic, payload, qos=1, mid=next(self._mids)) for payload in part))
            for _ in part:
                self.expect(PUBACK)

    def expect(self, kind: int) -> Packet:
        """The next packet, which must be of this kind."""
        came = self.next()
        assert came is not None, "the broker closed the connection"
        assert came.kind == kind, came
        return came

    def receive(self, count: int, *, ack: bool = True) -> list[Packet]:
        """The next `count` PUBLISH packets, acknowledged at QoS 1 unless `ack` says no."""
        return [self._receive_one(ack=ack) for _ in range(count)]

    def _receive_one(self, *, ack: bool) -> Packet:
        came = self.expect(PUBLISH)
        if ack and came.qos == 1:
            self.send(acknowledge(PUBACK, came.mid))
        return came

    def next(self) -> Packet | None:
        """The next packet, or None when the broker has closed the connection."""
        header = self._take(1)
        if not header:
            return None
        length, shift = 0, 0
        while True:
            digit = self._take(1)[0]
            length |= (digit & 0x7F) << shift
            shift += 7
            if not digit & 0x80:
                return Packet(header[0] >> 4, header[0] & 15, self._take(length))

    def ping(self) -> Packet:
        """PINGREQ; the next packet, which is the PINGRESP unless something came before it."""
        self.send(packet(0xC0, b""))
        came = self.next()
        assert came is not None, "the broker closed the connection"
        return came

    def is_quiet(self) -> bool:
        """Whether nothing is on its way to this client: two PINGREQ are answered with nothing before or between."""
        return self.ping().kind == PINGRESP == self.ping().kind

    def closed_by_broker(self) -> bool:
        """Read on until the broker closes the connection. False when it does not within the time limit."""
        try:
            while self.next() is not None:
                pass
        except TimeoutError:
            return False
        return True

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            try:
                more = self.sock.recv(65536)
            except (ConnectionResetError, BrokenPipeError):
                more = b""
            if not more:
                return b""
            self._buffer += more
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def publish_from_many(port: int, topic: str, publishers: int, each: int) -> list[bytes]:
    """As many clients publish `each` messages at QoS 1, side by side. Returns the payloads `<client> <number>`.

    mosquitto writes its whole state after every round of its loop, in which it reads one packet of each client: from
    one client alone, 3000 messages take 20 seconds.
    """
    with ExitStack() as stack:
        wires = [stack.enter_context(Wire(port)) for _ in range(publishers)]
        for name, wire in enumerate(wires):
            wire.connect(f"publisher-{name}")
            wire.send(b"".join(publish(topic, b"%d %d" % (name, n), qos=1, mid=n + 1) for n in range(each)))
        for wire in wires:
            for _ in range(each):
                wire.expect(PUBACK)
    return [b"%d %d" % (name, n) for name in range(publishers) for n in range(each)]


def by_publisher(payloads: list[bytes]) -> list[bytes]:
    """Payloads of `publish_from_many` sorted by client alone: the order of each client's messages is as they came."""
    return sorted(payloads, key=lambda payload: int(payload.split()[0]))
