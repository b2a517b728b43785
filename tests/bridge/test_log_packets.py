"""bridge.log_packets: lines travel together, whole and in order."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.log_packets import MAX_PACKET, packets

LINES = st.lists(st.sampled_from([10, 100, 2000, 4095, 4096, 4097, 4098, 20000]).map(lambda n: b"x" * (n - 1) + b"\n"))


@given(LINES)
def test_every_line_travels_once_and_in_order(lines: list[bytes]) -> None:
    assert b"".join(packet + b"\n" for packet in packets(lines)) == b"".join(lines)


@given(LINES)
def test_a_packet_is_small_unless_one_record_is_not(lines: list[bytes]) -> None:
    for packet in packets(lines):
        assert len(packet) <= MAX_PACKET or b"\n" not in packet


def test_small_lines_share_a_packet() -> None:
    assert len(list(packets([b"a\n"] * 1000))) == 1
