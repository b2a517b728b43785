"""Packets are cut whole out of a stream, however it comes."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.embedded.framing import PacketReader
from broker.limits import MAX_READ_AHEAD
from mqtt.frames import Frame, PacketError

FRAMES = st.lists(st.builds(Frame, st.integers(0, 15), st.integers(0, 15), st.binary(max_size=300)), max_size=20)


def reader_of(chunks: list[bytes], limit: int = 1000) -> PacketReader:
    """A reader of these chunks."""
    coming = iter(chunks)

    async def source() -> bytes:
        return next(coming, b"")

    return PacketReader(source, limit)


async def frames_of(reader: PacketReader) -> list[Frame]:
    """Everything that comes."""
    found = []
    while (frame := await reader.next_frame()) is not None:
        found.append(frame)
    return found


@given(FRAMES, st.integers(1, 50))
def test_frames_are_the_same_whatever_the_size_of_the_chunks(frames: list[Frame], size: int) -> None:
    data = b"".join(frame.encode() for frame in frames)
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert asyncio.run(frames_of(reader_of(chunks))) == frames


@given(FRAMES.filter(bool), st.data())
def test_a_stream_that_ends_within_a_packet_gives_the_whole_packets_before_it(
    frames: list[Frame], data: st.DataObject
) -> None:
    last = frames[-1].encode()
    cut = data.draw(st.integers(0, len(last) - 1))
    stream = b"".join(frame.encode() for frame in frames[:-1]) + last[:cut]
    assert asyncio.run(frames_of(reader_of([stream] if stream else []))) == frames[:-1]


def test_it_is_told_when_a_part_of_a_packet_has_come_and_then_only() -> None:
    told: list[int] = []
    chunks = iter([b"\x30\x03a", b"bc", b"\xe0\0\x30"])

    async def source() -> bytes:
        return next(chunks, b"")

    async def trial() -> list[int]:
        reader = PacketReader(source, waits_for_rest=lambda: told.append(1))
        seen = []
        for _ in range(3):
            await reader.next_frame()
            seen.append(len(told))
        return seen

    assert asyncio.run(trial()) == [1, 1, 2]


def test_packets_are_the_same_after_reading_ahead() -> None:
    async def trial() -> tuple[list[bool], list[Frame]]:
        reader = reader_of([b"\x30\x01", b"a\xe0\0"])
        ahead = [await reader.read_ahead() for _ in range(3)]
        return ahead, await frames_of(reader)

    assert asyncio.run(trial()) == ([True, True, False], [Frame(3, 0, b"a"), Frame(14, 0, b"")])


def test_what_is_read_ahead_has_a_bound() -> None:
    async def trial() -> list[bool]:
        reader = reader_of([b"x" * (MAX_READ_AHEAD - 1), b"x"])
        return [await reader.read_ahead() and reader.is_far_ahead for _ in range(2)]

    assert asyncio.run(trial()) == [False, True]


def test_a_packet_over_the_limit_is_refused_by_its_header_alone() -> None:
    read = bytearray()

    async def source() -> bytes:
        assert not read, "asked for more than the header"
        read.extend(b"\x30\xe9\x07")
        return bytes(read)

    with pytest.raises(PacketError, match="1001 bytes; the limit is 1000"):
        asyncio.run(PacketReader(source, limit=1000).next_frame())


def test_a_packet_at_the_limit_is_taken() -> None:
    frame = Frame(3, 0, bytes(1000))
    assert asyncio.run(frames_of(reader_of([frame.encode()]))) == [frame]


def test_a_remaining_length_of_more_than_four_bytes_is_refused() -> None:
    with pytest.raises(PacketError, match="4 bytes"):
        asyncio.run(reader_of([b"\x30\x80\x80\x80\x80\x01"]).next_frame())


def test_silence_longer_than_asked_for_is_a_timeout() -> None:
    reader = PacketReader(asyncio.Event().wait)  # type: ignore[arg-type]  # never gives anything
    reader.wait_at_most(0.01)
    with pytest.raises(TimeoutError):
        asyncio.run(reader.next_frame())


def test_amqtt_reads_the_same_bytes() -> None:
    async def read() -> tuple[bytes, bytes, bytes]:
        reader = reader_of([b"ab", b"cde", b"f"])
        return await reader.read(3), await reader.read(), await reader.read(1)

    assert asyncio.run(read()) == (b"abc", b"def", b"")
