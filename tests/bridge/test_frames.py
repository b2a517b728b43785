"""bridge.frames: whole packets out of a stream, wherever it is cut."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.delivery import Delivery
from bridge.frames import MalformedError, cut

PINGRESP = b"\xd0\x00"


def remaining_length(length: int) -> bytes:
    """MQTT 3.1.1, section 2.2.3."""
    out = bytearray()
    while True:
        length, digit = divmod(length, 128)
        out.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(out)


def publish(one: Delivery) -> bytes:
    """MQTT 3.1.1, section 3.3."""
    topic = one.topic.encode()
    body = struct.pack(">H", len(topic)) + topic + (struct.pack(">H", one.mid) if one.qos else b"") + one.payload
    return bytes([0x30 | one.dup << 3 | one.qos << 1 | one.retain]) + remaining_length(len(body)) + body


DELIVERIES = st.builds(
    lambda topic, payload, mid, dup, retain: Delivery(7, topic, payload, mid, int(mid > 0), dup and mid > 0, retain),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.binary(max_size=300),
    st.integers(0, 65535),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(DELIVERIES, max_size=8))
def test_what_was_published_comes_out(deliveries: list[Delivery]) -> None:
    stream = b"".join(map(publish, deliveries))
    assert cut(stream, 7) == (deliveries, b"", len(stream))


@given(st.lists(DELIVERIES | st.none(), max_size=6), st.data())
def test_it_does_not_matter_where_the_stream_is_cut(parts: list[Delivery | None], data: st.DataObject) -> None:
    stream = b"".join(publish(part) if part else PINGRESP for part in parts)
    got: list[Delivery] = []
    rest = others = b""
    while stream:
        size = data.draw(st.integers(1, 64))
        rest, stream = rest + stream[:size], stream[size:]
        deliveries, left, used = cut(rest, 7)
        got, others, rest = got + deliveries, others + left, rest[used:]
    assert (got, others, rest) == ([part for part in parts if part], PINGRESP * parts.count(None), b"")


@pytest.mark.parametrize("size", [0, 127, 128, 16_383, 16_384, 200_000])
def test_every_form_of_the_length_is_read(size: int) -> None:
    delivery = Delivery(7, "t", b"x" * size, 1, 1)
    assert cut(publish(delivery), 7)[0] == [delivery]


def test_a_packet_that_is_not_all_there_is_left() -> None:
    assert cut(publish(Delivery(7, "t", b"hello"))[:-1], 7) == ([], b"", 0)


def test_a_topic_that_is_no_utf_8_is_no_topic() -> None:
    assert cut(b"\x30\x04\x00\x01\xffx", 7)[0] == [Delivery(7, "\ufffd", b"x")]


@pytest.mark.parametrize(
    "stream", [b"\x30\xff\xff\xff\xff\x01", b"\x30\x02\x00\x09", b"\x32\x04\x00\x03abc", b"\x30\x00", b"\x30\x01\x00"]
)
def test_what_is_no_packet_is_an_error(stream: bytes) -> None:
    with pytest.raises(MalformedError):
        cut(stream, 7)


@given(st.binary(max_size=60))
def test_any_bytes_are_packets_or_a_clear_error(stream: bytes) -> None:
    try:
        _, _, used = cut(stream, 7)
    except MalformedError:
        return
    assert used <= len(stream)
