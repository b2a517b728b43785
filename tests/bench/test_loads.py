"""bench.loads: texts that say when they were made, and a subscriber that counts every one, however they are cut."""

import pytest

from bench.loads import texts
from bench.loads.publishers import BLOCK, Load, blocks_of
from bench.loads.subscriber import take
from mqtt.packets import PINGRESP_PACKET, publish


def test_a_text_has_its_size_and_one_mark() -> None:
    made = texts.text(64)
    assert (len(made), made.count(texts.MARK.encode())) == (64, 1)
    assert made[3:18].isdigit()


def test_the_blocks_of_a_publisher_hold_every_message() -> None:
    blocks = blocks_of("chat/a/load", 3000, Load(3000, 1, 64))
    assert sum(count for count, _ in blocks) == 3000
    assert all(len(block) < BLOCK + 200 for _, block in blocks)
    deliveries, _ = take(bytearray(b"".join(block for _, block in blocks)))
    assert [one.mid for one in deliveries] == list(range(1, 3001))


@pytest.mark.parametrize("size", [1, 7, 100, 100_000])
def test_packets_are_cut_whole_whatever_the_size_of_the_chunks(size: int) -> None:
    stream = b"".join(publish("log/a", b"x" * n, qos=n % 2, mid=n) for n in range(1, 300, 2))
    stream += publish("log/a", b"last") + PINGRESP_PACKET
    buffer, count, acks = bytearray(), 0, b""
    for at in range(0, len(stream), size):
        buffer += stream[at : at + size]
        came, answer = take(buffer)
        count, acks = count + len(came), acks + answer
    assert (count, len(acks), len(buffer)) == (151, 150 * 4, 0)
