"""MQTT 3.1.1 by hand over a socket: tests that need to see, or break, single packets."""

import itertools
import socket
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from mqtt import packets
from mqtt.frames import CONNACK, PINGRESP, PUBACK, PUBLISH, SUBACK, UNSUBACK, Frame, take_frame
from mqtt.packets import PINGREQ_PACKET, acknowledgement, connect, publish


class Packet(Frame):
    """A packet that was received, with its fields. Each raises PacketError when the packet is malformed."""

    __slots__ = ()

    @property
    def qos(self) -> int:
        """QoS of a PUBLISH."""
        return self.flags >> 1 & 3

    @property
    def dup(self) -> bool:
        """Whether a PUBLISH is marked as a re-delivery."""
        return bool(self.flags & 8)

    @property
    def retain(self) -> bool:
        """Whether a PUBLISH is marked as a retained message."""
        return bool(self.flags & 1)

    @property
    def topic(self) -> str:
        """Topic of a PUBLISH."""
        return packets.decode_publish(self).topic

    @property
    def mid(self) -> int:
        """Packet id, of a PUBLISH above QoS 0 or of an acknowledgement."""
        return packets.decode_publish(self).mid if self.kind == PUBLISH else packets.decode_mid(self)

    @property
    def payload(self) -> bytes:
        """Payload of a PUBLISH."""
        return packets.decode_publish(self).payload


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
        self.send(packets.subscribe(next(self._mids), [(topic_filter, qos)]))
        return self.expect(SUBACK)

    def unsubscribe(self, topic_filter: str) -> Packet:
        """UNSUBSCRIBE and wait for the UNSUBACK."""
        self.send(packets.unsubscribe(next(self._mids), [topic_filter]))
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
        came = self.expect_any()
        assert came.kind == kind, came
        return came

    def expect_any(self) -> Packet:
        """The next packet, of any kind."""
        came = self.next()
        assert came is not None, "the broker closed the connection"
        return came

    def receive(self, count: int, *, ack: bool = True) -> list[Packet]:
        """The next `count` PUBLISH packets, acknowledged at QoS 1 unless `ack` says no."""
        return [self._receive_one(ack=ack) for _ in range(count)]

    def _receive_one(self, *, ack: bool) -> Packet:
        came = self.expect(PUBLISH)
        if ack and came.qos == 1:
            self.send(acknowledgement(PUBACK, came.mid))
        return came

    def next(self) -> Packet | None:
        """The next packet, or None when the broker has closed the connection."""
        while (frame := take_frame(self._buffer)) is None:
            if not self._read():
                return None
        return Packet(*frame)

    def ping(self) -> Packet:
        """PINGREQ; the next packet, which is the PINGRESP unless something came before it."""
        self.send(PINGREQ_PACKET)
        return self.expect_any()

    def is_quiet(self) -> bool:
        """Whether nothing is on its way to this client: two PINGREQ are answered with nothing before or between."""
        return self.ping().kind == PINGRESP == self.ping().kind

    def pending(self) -> list[Packet]:
        """The PUBLISH packets that are on their way to this client, until none is."""
        found: list[Packet] = []
        while not self._is_quiet_after(found):
            pass
        return found

    def _is_quiet_after(self, found: list[Packet]) -> bool:
        """Move what comes before the answer to a PINGREQ to `found`. Returns whether nothing came."""
        before = len(found)
        self.send(PINGREQ_PACKET)
        while (came := self.expect_any()).kind != PINGRESP:
            found.append(came)
        return len(found) == before

    def closed_by_broker(self) -> bool:
        """Read on until the broker closes the connection. False when it does not within the time limit."""
        try:
            while self.next() is not None:
                pass
        except TimeoutError:
            return False
        return True

    def _read(self) -> bool:
        """Read what has come. False: the broker has closed the connection."""
        try:
            more = self.sock.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            return False
        self._buffer += more
        return bool(more)


def publish_from_many(port: int, topic: str, publishers: int, each: int) -> list[bytes]:
    """As many clients publish `each` messages at QoS 1, side by side. Returns the payloads `<client> <number>`.

    Side by side, because a broker that saves after every change reads one packet of each client between two saves.
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
