"""bench.loads: frames that are what they should be, and a subscriber that counts every one, however it is cut."""

import struct

import pytest

from bench.loads import frames
from bench.loads.publishers import BLOCK, Load, blocks_of
from bench.loads.subscriber import cut
from tests.broker import wire


def test_frames_are_those_of_the_tests_own_encoder() -> None:
    assert frames.connect("a") == wire.connect("a")
    assert frames.publish("chat/a/b", b"x" * 300, 1, 7) == wire.publish("chat/a/b", b"x" * 300, qos=1, mid=7)
    assert frames.publish("chat/a/b", b"x", 0, 0) == wire.publish("chat/a/b", b"x")


def test_a_text_has_its_size_and_one_mark() -> None:
    made = frames.text(64)
    assert (len(made), made.count(frames.MARK.encode())) == (64, 1)
    assert made[3:18].isdigit()


def test_the_blocks_of_a_publisher_hold_every_message() -> None:
    blocks = blocks_of("chat/a/load", 3000, Load(3000, 1, 64))
    assert sum(count for count, _ in blocks) == 3000
    assert all(len(block) < BLOCK + 200 for _, block in blocks)
    bodies, _ = cut(bytearray(b"".join(block for _, block in blocks)))
    assert [struct.unpack_from("!H", body, 2 + len("chat/a/load"))[0] for body in bodies] == list(range(1, 3001))


@pytest.mark.parametrize("size", [1, 7, 100, 100_000])
def test_packets_are_cut_whole_whatever_the_size_of_the_chunks(size: int) -> None:
    stream = b"".join(wire.publish("log/a", b"x" * n, qos=n % 2, mid=n) for n in range(1, 300, 2))
    stream += wire.publish("log/a", b"last") + b"\xd0\x00"
    buffer, bodies, acks = bytearray(), list[bytes](), b""
    for at in range(0, len(stream), size):
        buffer += stream[at : at + size]
        came, answer = cut(buffer)
        bodies, acks = bodies + came, acks + answer
    assert (len(bodies), len(acks), len(buffer)) == (151, 150 * 4, 0)
