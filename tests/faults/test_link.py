"""faults.link: the pieces of a slow packet; the rest is tested with brokers in test_proxy.py."""

from hypothesis import given
from hypothesis import strategies as st

from faults.link import pieces


@given(st.binary(max_size=300))
def test_pieces_are_the_whole_in_order_and_not_too_many(data: bytes) -> None:
    made = pieces(data)
    assert b"".join(made) == data
    assert len(made) <= 40
