"""mqtt.frames: header and body, as MQTT 3.1.1 section 2 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqtt.frames import MAX_LENGTH, Frame, PacketError, encode_length, measure, packet, string, take_frame

FRAMES = st.builds(Frame, st.integers(0, 15), st.integers(0, 15), st.binary(max_size=300))

LENGTHS = {
    0: "00",
    127: "7f",
    128: "80 01",
    16_383: "ff 7f",
    16_384: "80 80 01",
    2_097_151: "ff ff 7f",
    2_097_152: "80 80 80 01",
    268_435_455: "ff ff ff 7f",
}
"""Table 2.4 of MQTT 3.1.1: the first and the last value of each number of bytes."""


@pytest.mark.parametrize(("length", "encoded"), LENGTHS.items())
def test_lengths_are_encoded_as_in_the_table_of_the_standard(length: int, encoded: str) -> None:
    assert encode_length(length) == bytes.fromhex(encoded)


@pytest.mark.parametrize("length", [-1, MAX_LENGTH + 1])
def test_a_length_that_no_packet_can_have_is_an_error(length: int) -> None:
    with pytest.raises(ValueError, match=str(length)):
        encode_length(length)


@given(st.integers(0, MAX_LENGTH), st.binary(max_size=9))
def test_a_length_is_measured_as_it_was_encoded(length: int, before: bytes) -> None:
    encoded = encode_length(length)
    assert measure(before + b"\x30" + encoded, len(before)) == (1 + len(encoded), length)


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x80", b"\x30\xff\xff\xff"])
def test_an_incomplete_header_has_no_size(data: bytes) -> None:
    assert measure(data) is None


def test_a_length_of_five_bytes_is_an_error() -> None:
    with pytest.raises(PacketError, match="more than 4 bytes"):
        measure(b"\x30\x80\x80\x80\x80\x01")


def test_a_string_has_its_length_in_front() -> None:
    assert string("A\U0002a6d4") == bytes.fromhex("00 05 41 f0 aa 9b 94")  # the example of section 1.5.3


def test_a_string_of_more_than_65535_bytes_is_an_error() -> None:
    with pytest.raises(OverflowError):
        string("x" * 65_536)


def test_a_packet_is_its_first_byte_its_length_and_its_body() -> None:
    assert packet(0x30, b"x" * 128) == b"\x30\x80\x01" + b"x" * 128


@given(st.lists(FRAMES, max_size=6), st.integers(0, 400))
def test_frames_are_taken_as_they_were_encoded(frames: list[Frame], kept: int) -> None:
    stream = b"".join(frame.encode() for frame in frames)
    buffer = bytearray(stream[:kept])
    taken = list(iter(lambda: take_frame(buffer), None))
    buffer += stream[kept:]
    assert taken + list(iter(lambda: take_frame(buffer), None)) == frames
    assert buffer == b""
