"""Complete MQTT packets out of a stream of bytes, none larger than the limit. No network here.

amqtt reads field by field from the network, believes the lengths inside a packet, and allocates what a packet claims.
Here a packet is taken when it is complete, by its own length, and refused by its header alone when it is too large.
"""

from broker.limits import MAX_PACKET, MAX_READ_AHEAD
from mqtt.frames import Frame, PacketError, measure
from mqtt.packets import Publish, decode_pubacks, decode_publish_body, take_pingreqs


class PacketBuffer:
    """The bytes of one connection that have come and were not taken yet. `limit`: the largest body, at least 127 bytes.

    Bytes that come when all before were taken, as most do, are kept as they are and taken in place.
    """

    __slots__ = ("_at", "_body", "_data", "_end", "_limit", "has_begun")

    def __init__(self, limit: int = MAX_PACKET) -> None:
        self._data: bytes | bytearray = b""
        self._at = 0  # where the next packet begins; with `next_kind`, also where its body begins and ends
        self._body = self._end = 0
        self._limit = limit
        self.has_begun = False
        """Whether a whole packet has come."""

    def __len__(self) -> int:
        return len(self._data) - self._at

    def feed(self, data: bytes | memoryview) -> None:
        """Add what has come."""
        if self._at == len(self._data):
            self._data = bytes(data)
        else:
            self._data = self._left()
            self._data += data
        self._at = 0

    def _left(self) -> bytearray:
        """What is not taken, as an array that grows in place: a packet may come byte by byte."""
        if not isinstance(self._data, bytearray):
            return bytearray(self._data[self._at :])
        del self._data[: self._at]
        return self._data

    @property
    def first_kind(self) -> int | None:
        """The type of the next packet, known from its first byte; None: nothing has come."""
        return self._data[self._at] >> 4 if len(self) else None

    def next_kind(self) -> int | None:
        """The type of the next packet; None when it is not complete. Raises PacketError."""
        data, at = self._data, self._at
        have = len(data) - at
        if have < 2:
            if not have:
                self._data, self._at = b"", 0  # what was taken is not kept while the client is silent
            return None
        header, length = 2, data[at + 1]
        if length & 0x80:
            size = measure(data, at)
            if size is None:
                return None
            header, length = size
            if length > self._limit:
                raise PacketError(f"a packet of {length} bytes; the limit is {self._limit}")
        if have < header + length:
            return None
        self.has_begun = True
        self._body = at + header
        self._end = self._body + length
        return data[at] >> 4

    def take(self) -> Frame:
        """Remove and return the next packet, whose `next_kind` is known."""
        first, body = self._data[self._at], bytes(self._data[self._body : self._end])
        self._at = self._end
        return Frame(first >> 4, first & 0x0F, body)

    def take_publish(self) -> Publish:
        """The same for a PUBLISH, decoded. Raises PacketError."""
        flags, self._at = self._data[self._at] & 0x0F, self._end
        return decode_publish_body(flags, self._data, self._body, self._end)

    def take_pubacks(self) -> tuple[int, ...]:
        """The packet ids of the PUBACK packets that have come, up to the first packet of another kind. Raises
        PacketError."""
        mids, self._at = decode_pubacks(self._data, self._at)
        return mids

    def take_pingreqs(self) -> int:
        """Remove the PINGREQ packets that have come, from among the others. Returns how many."""
        self._data, self._at = self._left(), 0
        return take_pingreqs(self._data)

    @property
    def is_far_ahead(self) -> bool:
        """Whether so much has come that no more is read ahead."""
        return len(self) >= MAX_READ_AHEAD
