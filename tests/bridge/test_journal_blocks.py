"""bridge.journal_blocks: what was encoded comes back; what is cut off or damaged is known."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bridge.journal_blocks import decode_journal, encode_block
from chat.session_log import Written

pieces = st.lists(
    st.builds(Written, file=st.text(max_size=30), offset=st.integers(0, 2**64 - 1), data=st.binary(max_size=200)),
    max_size=4,
).map(tuple)
batches = st.lists(pieces, max_size=5)


def journal(batches: Sequence[Sequence[Written]], generation: int = 7) -> list[bytes]:
    """The blocks of a journal file, the empty one first."""
    return [encode_block(generation, number, batch) for number, batch in enumerate([(), *batches])]


@given(batches)
def test_all_pieces_come_back_in_order(batches: list[tuple[Written, ...]]) -> None:
    contents = decode_journal(b"".join(journal(batches)))
    assert (contents.generation, contents.is_damaged) == (7, False)
    assert contents.pieces == tuple(piece for batch in batches for piece in batch)


@given(batches, st.data())
def test_cut_off_anywhere_it_holds_what_was_whole_and_is_not_damaged(
    batches: list[tuple[Written, ...]], data: st.DataObject
) -> None:
    blocks = journal(batches)
    whole = b"".join(blocks)
    cut = data.draw(st.integers(len(blocks[0]), len(whole)))
    ends = [sum(map(len, blocks[: n + 1])) for n in range(len(blocks))]
    complete = sum(end <= cut for end in ends) - 1
    contents = decode_journal(whole[:cut])
    assert contents.pieces == tuple(piece for batch in batches[:complete] for piece in batch)
    assert not contents.is_damaged


@given(batches, batches)
def test_what_an_older_generation_left_behind_is_ignored(
    old: list[tuple[Written, ...]], new: list[tuple[Written, ...]]
) -> None:
    before, after = b"".join(journal(old, 7)), b"".join(journal(new, 8))
    contents = decode_journal(after + before[len(after) :])
    assert (contents.generation, contents.is_damaged) == (8, False)
    assert contents.pieces == tuple(piece for batch in new for piece in batch)


@given(st.lists(pieces.filter(bool), min_size=2, max_size=5), st.data())
def test_a_changed_byte_before_the_last_block_is_damage_and_costs_no_other_block(
    batches: list[tuple[Written, ...]], data: st.DataObject
) -> None:
    blocks = journal(batches)
    number = data.draw(st.integers(0, len(batches) - 1))
    place = data.draw(st.integers(0, len(blocks[number]) - 1))
    block = bytearray(blocks[number])
    block[place] ^= 1 << data.draw(st.integers(0, 7))
    contents = decode_journal(b"".join([*blocks[:number], bytes(block), *blocks[number + 1 :]]))
    left = [batch for n, batch in enumerate(batches, 1) if n != number]
    assert contents.is_damaged
    assert contents.pieces == tuple(piece for batch in left for piece in batch)


def test_an_empty_file_and_one_of_zeros_hold_nothing_and_are_not_damaged() -> None:
    for data in (b"", bytes(5000)):
        assert decode_journal(data) == decode_journal(b"")
    assert not decode_journal(b"").is_damaged


def test_a_file_of_something_else_is_damaged() -> None:
    assert decode_journal(b"a note of the teacher\n").is_damaged
