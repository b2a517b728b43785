"""Full-text search over log files, newest first, in blocks: no index, memory bounded whatever the size.

A block is first searched as one string, without regard to case, and only lines that hold the words are decoded. Finds
in what was said and by whom, never in the keys of a record.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from chat.record import Record, sound_records

_BLOCK = 4_194_304


@dataclass(frozen=True, slots=True)
class Found:
    """A line that holds the words."""

    line: bytes


@dataclass(frozen=True, slots=True)
class Scanned:
    """So many bytes more have been read."""

    size: int


class Needle:
    """What is looked for."""

    def __init__(self, words: str) -> None:
        self._words = words.strip().lower()
        # As it stands inside a JSON string: quotes and backslashes are escaped there.
        self._escaped = orjson.dumps(self._words)[1:-1].decode()

    def lines(self, block: bytes) -> list[bytes]:
        """The lines of a block that may hold it, the last first."""
        text = block.decode(errors="replace").lower()
        at = text.find(self._escaped)
        if at < 0:
            return []
        numbers = []
        counted, line = 0, 0
        while at >= 0:
            line += text.count("\n", counted, at)
            counted = at
            numbers.append(line)
            end = text.find("\n", at)
            at = text.find(self._escaped, end) if end >= 0 else -1
        lines = block.split(b"\n")
        return [lines[number] for number in reversed(numbers)]

    def is_in(self, record: Record) -> bool:
        """Whether it stands in what was said, or is whom it was said by or to."""
        said = (record.text, record.role, record.to, record.event, *_values(record.data))
        return any(self._words in value.lower() for value in said if value)


def search(path: Path, needle: Needle) -> Iterator[Found | Scanned]:
    """Look through a file from its end, telling what is found and how far it is."""
    with path.open("rb") as file:
        for block in _blocks_backwards(file):
            for line in needle.lines(block):
                for record in sound_records([line]):
                    if needle.is_in(record):
                        yield Found(line)
            yield Scanned(len(block))


def _blocks_backwards(file: BinaryIO) -> Iterator[bytes]:
    """The file in blocks of whole lines, the last first."""
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
