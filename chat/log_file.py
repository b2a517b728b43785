"""One log file: its name, and how to find a line in it without reading the rest.

Lines are in the order of their `seq`, so a `seq` is found by binary search over byte offsets: some twenty small reads
in a file of any size. What follows the last newline is a half-written line and is ignored. A line that is damaged
(edited by hand, say) is skipped, never an error. Never writes.
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from chat.errors import RecordError
from chat.record import seq_of

NAME = re.compile(r"chat_\d{8}-\d{6}\.log")
_BLOCK = 65536


def name_for(moment: datetime) -> str:
    """`chat_YYYYMMDD-hhmmss.log` for a moment in local time."""
    return moment.strftime("chat_%Y%m%d-%H%M%S.log")


def seq_or_none(line: bytes) -> int | None:
    """The `seq` of a whole line; None when the line is damaged."""
    try:
        return seq_of(line)
    except RecordError:
        return None


def whole_end(file: BinaryIO) -> int:
    """Offset just behind the last newline; 0 when there is none."""
    position = file.seek(0, os.SEEK_END)
    while position > 0:
        start = max(0, position - _BLOCK)
        file.seek(start)
        newline = file.read(position - start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        position = start
    return 0


def first_seq(file: BinaryIO) -> int | None:
    """The first `seq` in a file; None when it holds no whole record."""
    for line in file:
        seq = seq_or_none(line) if line.endswith(b"\n") else None
        if seq is not None:
            return seq
    return None


def _next_line(file: BinaryIO, offset: int, end: int) -> tuple[int, int, int] | None:
    """The first sound line that begins at or behind `offset`: its start, its end and its seq."""
    if offset > 0:
        file.seek(offset - 1)
        offset += len(file.readline()) - 1
    file.seek(offset)
    while offset < end:
        line = file.readline()
        if not line:
            return None  # the file has become shorter meanwhile
        seq = seq_or_none(line)
        if seq is not None:
            return offset, offset + len(line), seq
        offset += len(line)
    return None


def offset_of(file: BinaryIO, seq: int, end: int) -> int:
    """Offset of the first line whose seq is `seq` or more, before `end`; `end` when there is none."""
    low, high, found = 0, end, end
    while low < high:
        middle = (low + high) // 2
        line = _next_line(file, middle, high)
        if line is None:
            high = middle
        elif line[2] >= seq:
            found, high = line[0], middle
        else:
            low = line[1]
    return found


def lines_from(file: BinaryIO, offset: int, end: int) -> Iterator[bytes]:
    """Every sound line from `offset` up to `end`, in order."""
    file.seek(offset)
    while offset < end:
        line = file.readline()
        if not line:
            return  # the file has become shorter meanwhile
        offset += len(line)
        if seq_or_none(line) is not None:
            yield line


def lines_before(file: BinaryIO, end: int) -> Iterator[bytes]:
    """Every sound line before `end`, which must be the end of a line; the last line first."""
    carry, position = b"", end  # carry: the end of a line whose beginning lies before `position`
    while position > 0:
        start = max(0, position - _BLOCK)
        file.seek(start)
        lines = (file.read(position - start) + carry).split(b"\n")
        carry, position = lines[0] + b"\n", start
        for line in reversed(lines[1:-1]):
            if seq_or_none(line) is not None:
                yield line + b"\n"
    if seq_or_none(carry) is not None:
        yield carry
