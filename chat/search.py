"""Full-text search over log files, newest first, without an index. It reads in blocks, so its memory is bounded.

It compares a whole block without regard to case and accents (`chat/case_folding.py`) and decodes only the lines that
match. It searches texts, values and roles, not the keys of a record.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from chat.case_folding import flatten, fold, has_one_form, is_plain, needs_fold, without_marks
from chat.record import Record, sound_records

_BLOCK = 2_097_152


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a record that matches, without its newline."""

    line: bytes


@dataclass(frozen=True, slots=True)
class Scanned:
    """Progress: `size` more bytes have been read."""

    size: int


class Needle:
    """The words of a search, which match without regard to case and accents."""

    def __init__(self, words: str) -> None:
        self._words = fold(words.strip())
        # As in a JSON string, where quotes and backslashes are escaped.
        self._escaped = orjson.dumps(self._words)[1:-1]
        self._flat = flatten(self._escaped)
        self._is_plain = is_plain(self._words)
        self._pictures = [letter.encode() for letter in self._words if has_one_form(letter)]

    def lines(self, block: bytes) -> list[bytes]:
        """The lines of a block that may match, the last one first; check each record with `is_in`."""
        if not self._words or not all(picture in block for picture in self._pictures):
            return []
        numbers = _lines_with(*self._comparable(block))
        lines = block.split(b"\n") if numbers else []
        return [lines[number] for number in reversed(numbers)]

    def is_in(self, record: Record) -> bool:
        """Whether a text, a value or a role of the record holds the words."""
        values = (record.text, record.role, record.to, record.event, *_values(record.data))
        return any(self._words in fold(value) for value in values if value)

    def _comparable(self, block: bytes) -> tuple[bytes, bytes]:
        """The bytes to find, and the block in which to find them, with the same lines as `block`."""
        block = block if block.isascii() else without_marks(block)
        if block.isascii() or (self._is_plain and not needs_fold(block)):
            return self._flat, flatten(block)
        return self._escaped, fold(block.decode(errors="replace")).encode()


def _lines_with(wanted: bytes, block: bytes) -> list[int]:
    """The numbers, from 0, of the lines that contain `wanted`, ascending."""
    numbers = []
    counted, line = 0, 0
    at = block.find(wanted)
    while at >= 0:
        line += block.count(b"\n", counted, at)
        counted = at
        numbers.append(line)
        end = block.find(b"\n", at)
        at = block.find(wanted, end) if end >= 0 else -1
    return numbers


def search(path: Path, needle: Needle) -> Iterator[Found | Scanned]:
    """Search a log file from its end. Yields each match, and the progress after each block. Raises OSError."""
    with path.open("rb") as file:
        for block in _blocks_backwards(file):
            for line in needle.lines(block):
                for record in sound_records([line]):
                    if needle.is_in(record):
                        yield Found(line)
            yield Scanned(len(block))


def _blocks_backwards(file: BinaryIO) -> Iterator[bytes]:
    """The file in blocks of whole lines, the last one first."""
    position = file.seek(0, os.SEEK_END)
    carry = b""  # the end of a line that begins before `position`
    while position > 0:
        start = max(0, position - _BLOCK)
        file.seek(start)
        block = file.read(position - start) + carry
        position = start
        newline = block.find(b"\n") if start > 0 else -1
        if start > 0 and newline < 0:
            carry = block
            continue
        carry = block[: newline + 1]
        yield block[newline + 1 :]


def _values(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _values(value)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value)
    elif data is not None:
        yield str(data)
