"""mqtt.packets: packets are encoded as the standard writes them, and decoded strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqtt import frames, packets
from mqtt.frames import Frame, PacketError, take_frame

TOPICS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="+#\0"), min_size=1, max_size=40)
FILTERS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
MIDS = st.integers(1, 65535)


def frame_of(encoded: bytes) -> Frame:
    """The one packet that these bytes are."""
    buffer = bytearray(encoded)
    frame = take_frame(buffer)
    assert frame is not None
    assert buffer == b""
    return frame


EXAMPLES = {
    "CONNECT": (packets.connect("ab", keep_alive=10), "10 0e 0004 4d515454 04 02 000a 0002 6162"),
    "CONNECT, with a will, a user name and a password": (
        packets.connect("a", clean=False, user="u", password="p", will=("t", b"w")),
        "10 19 0004 4d515454 04 c4 0000 0001 61 0001 74 0001 77 0001 75 0001 70",
    ),
    "CONNACK": (packets.connack(0, session_present=True), "20 02 01 00"),
    "PUBLISH at QoS 0": (packets.publish("a/b", b"x"), "30 06 0003 612f62 78"),
    "PUBLISH at QoS 1, retained, DUP": (
        packets.publish("a/b", b"x", qos=1, mid=10, retain=True, dup=True),
        "3b 08 0003 612f62 000a 78",
    ),
    "PUBACK": (packets.acknowledgement(frames.PUBACK, 258), "40 02 0102"),
    "PUBREL": (packets.acknowledgement(frames.PUBREL, 258), "62 02 0102"),
    "SUBSCRIBE": (packets.subscribe(10, [("a/b", 1), ("c/d", 2)]), "82 0e 000a 0003 612f62 01 0003 632f64 02"),
    "SUBACK": (packets.suback(10, [1, packets.REFUSED]), "90 04 000a 01 80"),
    "UNSUBSCRIBE": (packets.unsubscribe(10, ["a/b", "c/d"]), "a2 0c 000a 0003 612f62 0003 632f64"),
    "PINGREQ": (packets.PINGREQ_PACKET, "c0 00"),
    "PINGRESP": (packets.PINGRESP_PACKET, "d0 00"),
    "DISCONNECT": (packets.DISCONNECT_PACKET, "e0 00"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_packet_is_encoded_as_the_standard_says(name: str) -> None:
    encoded, expected = EXAMPLES[name]
    assert encoded == bytes.fromhex(expected)


PUBLISHES = st.builds(
    lambda topic, payload, qos, mid, retain, dup: packets.Publish(
        topic, payload, qos, mid if qos else 0, retain, dup and qos > 0
    ),
    TOPICS,
    st.binary(max_size=300),
    st.integers(0, 2),
    MIDS,
    st.booleans(),
    st.booleans(),
)


@given(PUBLISHES)
def test_a_publish_is_decoded_as_it_was_encoded(sent: packets.Publish) -> None:
    topic, payload, qos, mid, retain, dup = sent
    encoded = packets.publish(topic, payload, qos=qos, mid=mid, retain=retain, dup=dup)
    assert packets.decode_publish(frame_of(encoded)) == sent


@given(MIDS, st.lists(st.tuples(FILTERS, st.integers(0, 2)), min_size=1, max_size=5))
def test_a_subscribe_is_decoded_as_it_was_encoded(mid: int, filters: list[tuple[str, int]]) -> None:
    frame = frame_of(packets.subscribe(mid, filters))
    packets.check_flags(frame)
    assert packets.decode_subscribe(frame) == (mid, filters)


@given(MIDS, st.lists(FILTERS, min_size=1, max_size=5))
def test_an_unsubscribe_is_decoded_as_it_was_encoded(mid: int, filters: list[str]) -> None:
    frame = frame_of(packets.unsubscribe(mid, filters))
    packets.check_flags(frame)
    assert packets.decode_unsubscribe(frame) == (mid, filters)


@given(st.sampled_from([frames.PUBACK, frames.PUBREC, frames.PUBREL, frames.PUBCOMP]), MIDS)
def test_an_acknowledgement_is_decoded_as_it_was_encoded(kind: int, mid: int) -> None:
    frame = frame_of(packets.acknowledgement(kind, mid))
    packets.check_flags(frame)
    assert (frame.kind, packets.decode_mid(frame)) == (kind, mid)


@given(TOPICS, FILTERS, st.binary(max_size=20), st.booleans())
def test_every_connect_that_is_encoded_is_accepted(name: str, user: str, payload: bytes, clean: bool) -> None:
    packets.check_connect(frame_of(packets.connect(name, clean=clean, user=user, password=name, will=(name, payload))))


DECODERS = (packets.decode_publish, packets.decode_subscribe, packets.decode_unsubscribe, packets.check_connect)


@given(st.sampled_from(DECODERS), st.integers(0, 15), st.binary(max_size=60))
def test_any_bytes_are_a_packet_or_a_clear_error(decode: object, flags: int, body: bytes) -> None:
    assert callable(decode)
    try:
        decode(Frame(0, flags, body))
    except PacketError as error:
        assert str(error)


MALFORMED = {
    "QoS 3": (packets.decode_publish, Frame(3, 6, b"\0\1a\0\1x")),
    "DUP at QoS 0": (packets.decode_publish, Frame(3, 8, b"\0\1ax")),
    "a topic longer than the packet": (packets.decode_publish, Frame(3, 0, b"\0\x09a")),
    "a topic with a wildcard": (packets.decode_publish, Frame(3, 0, b"\0\1#")),
    "a topic that is no UTF-8": (packets.decode_publish, Frame(3, 0, b"\0\1\xff")),
    "a topic with U+0000": (packets.decode_publish, Frame(3, 0, b"\0\1\0")),
    "a packet id of 0": (packets.decode_publish, Frame(3, 2, b"\0\1a\0\0")),
    "a SUBSCRIBE to nothing": (packets.decode_subscribe, Frame(8, 2, b"\0\1")),
    "a SUBSCRIBE with QoS 3": (packets.decode_subscribe, Frame(8, 2, b"\0\1\0\1a\3")),
    "an UNSUBSCRIBE from nothing": (packets.decode_unsubscribe, Frame(10, 2, b"\0\1")),
    "a PUBREL with the wrong flags": (packets.check_flags, Frame(6, 0, b"\0\1")),
    "a PINGREQ with a body": (packets.check_flags, Frame(12, 0, b"x")),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_the_standard_forbids_is_an_error(name: str) -> None:
    decode, frame = MALFORMED[name]
    with pytest.raises(PacketError):
        decode(frame)


@given(
    mids=st.lists(MIDS),
    rest=st.sampled_from([b"", b"\x40", b"\x40\x02", b"\x40\x02\x01", b"\xc0\x00", b"\x50\x02\x00\x01"]),
)
def test_pubacks_are_decoded_up_to_the_first_other_packet(mids: list[int], rest: bytes) -> None:
    data = b"before" + b"".join(packets.acknowledgement(frames.PUBACK, mid) for mid in mids) + rest
    assert packets.decode_pubacks(data, len(b"before")) == (tuple(mids), len(data) - len(rest))


def test_a_puback_with_the_packet_id_0_is_an_error() -> None:
    with pytest.raises(PacketError, match="packet id of 0"):
        packets.decode_pubacks(b"\x40\x02\x00\x01\x40\x02\x00\x00")


PINGS_AND_OTHERS = st.lists(
    st.sampled_from([packets.PINGREQ_PACKET, packets.publish("a", b"\xc0\0"), packets.publish("b", b"x" * 200)])
)


@given(PINGS_AND_OTHERS, st.integers(0, 3))
def test_pingreqs_are_taken_from_among_other_packets(sent: list[bytes], missing: int) -> None:
    last = packets.publish("c", b"\xc0\0\xc0\0\xc0\0")
    last = last[: len(last) - missing]
    buffer = bytearray(b"".join(sent) + last)
    assert packets.take_pingreqs(buffer) == sent.count(packets.PINGREQ_PACKET)
    assert buffer == b"".join(one for one in sent if one != packets.PINGREQ_PACKET) + last


def test_pingreqs_behind_what_is_no_packet_are_left() -> None:
    buffer = bytearray(b"\x30\xff\xff\xff\xff\xff" + packets.PINGREQ_PACKET)
    assert packets.take_pingreqs(buffer) == 0
