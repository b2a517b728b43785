"""Packets are cut whole out of a stream, however it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.embedded.framing import PacketBuffer
from broker.limits import MAX_READ_AHEAD
from mqtt.frames import PUBACK, PUBLISH, Frame, PacketError
from mqtt.packets import PINGREQ_PACKET, Publish, acknowledgement, publish

FRAMES = st.lists(st.builds(Frame, st.integers(0, 15), st.integers(0, 15), st.binary(max_size=300)), max_size=20)


def buffer_of(*chunks: bytes, limit: int = 1000) -> PacketBuffer:
    """A buffer that was fed these chunks."""
    buffer = PacketBuffer(limit)
    for chunk in chunks:
        buffer.feed(chunk)
    return buffer


def frames_of(buffer: PacketBuffer) -> list[Frame]:
    """The whole packets in a buffer."""
    found = []
    while buffer.next_kind() is not None:
        found.append(buffer.take())
    return found


@given(FRAMES, st.integers(1, 50))
def test_frames_are_the_same_whatever_the_size_of_the_chunks(frames: list[Frame], size: int) -> None:
    data = b"".join(frame.encode() for frame in frames)
    buffer, found = PacketBuffer(1000), list[Frame]()
    for at in range(0, len(data), size):
        buffer.feed(data[at : at + size])
        found += frames_of(buffer)
    assert found == frames


@given(FRAMES.filter(bool), st.data())
def test_a_part_of_a_packet_stays(frames: list[Frame], data: st.DataObject) -> None:
    last = frames[-1].encode()
    cut = data.draw(st.integers(0, len(last) - 1))
    buffer = buffer_of(b"".join(frame.encode() for frame in frames[:-1]) + last[:cut])
    assert frames_of(buffer) == frames[:-1]
    assert len(buffer) == cut


def test_the_type_of_a_packet_is_known_from_its_first_byte() -> None:
    assert [buffer_of().first_kind, buffer_of(b"\x3f").first_kind] == [None, 3]


def test_it_has_begun_with_the_first_whole_packet() -> None:
    buffer = buffer_of(b"\x30\x01")
    assert (buffer.next_kind(), buffer.has_begun) == (None, False)
    buffer.feed(b"x")
    assert (buffer.next_kind(), buffer.has_begun) == (3, True)


def test_pubacks_are_taken_up_to_another_packet() -> None:
    buffer = buffer_of(acknowledgement(PUBACK, 1), acknowledgement(PUBACK, 2), PINGREQ_PACKET)
    assert buffer.take_pubacks() == (1, 2)
    assert frames_of(buffer) == [Frame(12, 0, b"")]


@given(st.binary(max_size=300), st.integers(1, 65535))
def test_a_publish_is_taken_decoded(payload: bytes, mid: int) -> None:
    encoded = publish("chat/aula1/lamp", payload, qos=1, mid=mid)
    buffer = buffer_of(encoded[:3], encoded[3:], PINGREQ_PACKET)
    assert buffer.next_kind() == PUBLISH
    assert buffer.take_publish() == Publish("chat/aula1/lamp", payload, 1, mid, retain=False)
    assert frames_of(buffer) == [Frame(12, 0, b"")]


def test_pingreqs_are_taken_from_among_other_packets() -> None:
    buffer = buffer_of(b"\x30\x01a", PINGREQ_PACKET, b"\x30\x01b", PINGREQ_PACKET, b"\x30")
    assert buffer.take_pingreqs() == 2
    assert frames_of(buffer) == [Frame(3, 0, b"a"), Frame(3, 0, b"b")]


def test_what_is_read_ahead_has_a_bound() -> None:
    buffer, seen = PacketBuffer(), list[bool]()
    for chunk in (b"x" * (MAX_READ_AHEAD - 1), b"x"):
        buffer.feed(chunk)
        seen.append(buffer.is_far_ahead)
    assert seen == [False, True]


def test_a_packet_over_the_limit_is_refused_by_its_header_alone() -> None:
    with pytest.raises(PacketError, match="1001 bytes; the limit is 1000"):
        buffer_of(b"\x30\xe9\x07").next_kind()


def test_a_packet_at_the_limit_is_taken() -> None:
    frame = Frame(3, 0, bytes(1000))
    assert frames_of(buffer_of(frame.encode())) == [frame]


def test_a_remaining_length_of_more_than_four_bytes_is_refused() -> None:
    with pytest.raises(PacketError, match="4 bytes"):
        buffer_of(b"\x30\x80\x80\x80\x80\x01").next_kind()
