"""chat.log_file: a line is found without reading the file."""

import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import log_file
from tests.support.records import line, seqs

# Lengths on both sides of the block in which files are read.
LENGTHS = st.lists(st.sampled_from([1, 40, 65000, 65536, 70000, 140000]), min_size=1, max_size=8)
TAILS = st.sampled_from([b"", b"{", b'{"seq":99', b"\x00" * 5000])


def file_of(lengths: list[int], tail: bytes = b"") -> io.BytesIO:
    return io.BytesIO(b"".join(line(n, "x" * size) for n, size in enumerate(lengths, 1)) + tail)


@given(LENGTHS, TAILS)
def test_the_whole_end_is_behind_the_last_newline(lengths: list[int], tail: bytes) -> None:
    file = file_of(lengths, tail)
    assert log_file.whole_end(file) == len(file.getvalue()) - len(tail)


@given(LENGTHS, st.integers(0, 10))
def test_a_seq_is_found_where_its_line_begins(lengths: list[int], seq: int) -> None:
    file = file_of(lengths)
    end = len(file.getvalue())
    offset = log_file.offset_of(file, seq, end)
    file.seek(offset)
    found = file.readline()
    assert seqs([found]) == [max(seq, 1)] if seq <= len(lengths) else (offset, found) == (end, b"")


@given(LENGTHS)
def test_reading_backwards_is_reading_forwards_turned_round(lengths: list[int]) -> None:
    file = file_of(lengths)
    end = len(file.getvalue())
    assert list(log_file.lines_before(file, end)) == list(log_file.lines_from(file, 0, end))[::-1]


@given(st.integers(1, 60), st.sets(st.integers(1, 60)), st.integers(0, 61))
def test_damaged_lines_are_passed_over_and_the_others_still_found(count: int, damaged: set[int], seq: int) -> None:
    raw = b"".join(b"\x00\xff damaged\n" if n in damaged else line(n) for n in range(1, count + 1))
    file = io.BytesIO(raw)
    offset = log_file.offset_of(file, seq, len(raw))
    sound = [n for n in range(1, count + 1) if n not in damaged and n >= seq]
    assert seqs(log_file.lines_from(file, offset, len(raw))) == sound


def test_an_empty_file_has_no_line() -> None:
    empty = io.BytesIO()
    assert (log_file.whole_end(empty), list(log_file.lines_before(empty, 0)), log_file.offset_of(empty, 1, 0)) == (
        0,
        [],
        0,
    )


@pytest.mark.parametrize("name", ["chat_20261122-164800.log"])
def test_a_file_is_named_for_its_local_moment(name: str) -> None:
    assert log_file.name_for(datetime(2026, 11, 22, 16, 48)) == name  # noqa: DTZ001 - local time is the point


@pytest.mark.parametrize(
    "name", ["chat_20261122-164800.damaged", "chat.log", "xchat_20261122-164800.log", "chat_20261122-164800.log.gz"]
)
def test_other_files_in_the_folder_are_no_log(name: str) -> None:
    assert log_file.NAME.fullmatch(name) is None


def test_a_file_that_becomes_shorter_while_it_is_read_ends_the_reading() -> None:
    file = file_of([10, 10])
    beyond = len(file.getvalue()) + 1000
    assert len(list(log_file.lines_from(file, 0, beyond))) == 2
    assert log_file.offset_of(file, 9, beyond) == beyond
