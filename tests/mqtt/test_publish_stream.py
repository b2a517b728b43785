"""mqtt.publish_stream: complete packets out of a stream, wherever it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqtt import publish_stream
from mqtt.frames import PacketError
from mqtt.packets import PINGRESP_PACKET, acknowledgement, publish
from mqtt.publish_stream import MAX_CACHED_TOPIC, MAX_CACHED_TOPICS, Delivery, cut, pubacks
from tests.mqtt.deliveries import encode

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
    stream = b"".join(map(encode, deliveries))
    assert cut(stream, 7) == (deliveries, b"", len(stream))


@given(st.lists(DELIVERIES | st.none(), max_size=6), st.data())
def test_it_does_not_matter_where_the_stream_is_cut(parts: list[Delivery | None], data: st.DataObject) -> None:
    stream = b"".join(encode(part) if part else PINGRESP_PACKET for part in parts)
    got: list[Delivery] = []
    rest = others = b""
    while stream:
        size = data.draw(st.integers(1, 64))
        rest, stream = rest + stream[:size], stream[size:]
        deliveries, left, used = cut(rest, 7)
        got, others, rest = got + deliveries, others + left, rest[used:]
    assert (got, others, rest) == ([part for part in parts if part], PINGRESP_PACKET * parts.count(None), b"")


@pytest.mark.parametrize("size", [0, 127, 128, 16_383, 16_384, 200_000])
def test_every_form_of_the_length_is_read(size: int) -> None:
    delivery = Delivery(7, "t", b"x" * size, 1, 1)
    assert cut(encode(delivery), 7)[0] == [delivery]


def test_what_belongs_to_qos_2_is_left_to_paho() -> None:
    exactly_once = publish("t", b"x", qos=2, mid=1) + acknowledgement(6, 1)
    hello = Delivery(7, "t", b"hello", 2, 1)
    assert cut(exactly_once + encode(hello), 7)[:2] == ([hello], exactly_once)


def test_an_incomplete_packet_is_left_in_the_block() -> None:
    assert cut(encode(Delivery(7, "t", b"hello"))[:-1], 7) == ([], b"", 0)


def test_a_topic_that_is_no_utf_8_is_no_topic() -> None:
    assert cut(b"\x30\x04\x00\x01\xffx", 7)[0] == [Delivery(7, "\ufffd", b"x")]


@pytest.mark.parametrize(
    "stream", [b"\x30\xff\xff\xff\xff\x01", b"\x30\x02\x00\x09", b"\x32\x04\x00\x03abc", b"\x30\x00", b"\x30\x01\x00"]
)
def test_what_is_no_packet_is_an_error(stream: bytes) -> None:
    with pytest.raises(PacketError):
        cut(stream, 7)


@given(st.binary(max_size=60))
def test_any_bytes_are_packets_or_a_clear_error(stream: bytes) -> None:
    try:
        _, _, used = cut(stream, 7)
    except PacketError:
        return
    assert used <= len(stream)


def test_acknowledgements_of_a_batch_are_those_of_single_packets() -> None:
    assert pubacks([1, 258, 65535]) == b"".join(acknowledgement(4, mid) for mid in (1, 258, 65535))


def cached_bytes() -> int:
    """Bytes of the topics in the cache."""
    return sum(map(len, publish_stream._topics))


def test_topics_of_64_kib_are_not_remembered() -> None:
    before = cached_bytes()
    topics = [f"{number:05}" + "x" * 65_000 for number in range(100)]
    deliveries = cut(b"".join(encode(Delivery(7, topic, b"")) for topic in topics), 7)[0]
    assert [one.topic for one in deliveries] == topics
    assert cached_bytes() == before


def test_the_cache_of_topics_is_bounded_in_bytes() -> None:
    topics = [f"{number:05}" + "x" * (MAX_CACHED_TOPIC - 5) for number in range(3 * MAX_CACHED_TOPICS)]
    cut(b"".join(encode(Delivery(7, topic, b"")) for topic in topics), 7)
    assert cached_bytes() <= MAX_CACHED_TOPICS * MAX_CACHED_TOPIC
