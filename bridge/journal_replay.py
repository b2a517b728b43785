"""Brings log files to the state that the journal describes, after an end of the machine that lost some of their bytes.

Nothing that somebody has done to a file meanwhile is undone: a file that was removed stays away, one that was shortened
or edited is left as it is, and what has no place then is reported. It can be repeated at any time, as after a kill.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from chat import log_file
from chat.errors import TopicError
from chat.session_log import SyncError, Written, sync_folder
from chat.topic import check_session

_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Lines that were not restored: how many, of which file (`aula1/chat_...log`), and why."""

    file: str
    lines: int
    why: str

    def __str__(self) -> str:
        return f"{self.lines} lines of {self.file} ({self.why})"


@dataclass(slots=True)
class Replayed:
    """What became of a journal. `restored`: the bytes that log files lacked."""

    restored: int
    unplaced: list[Unplaced]


def replay(logs: Path, pieces: Iterable[Written]) -> Replayed:
    """Write these pieces into the log files and sync them. Raises OSError where the disk does, and SyncError."""
    replayed = Replayed(0, [])
    for file, runs in plan(pieces).items():
        _replay_file(logs, file, runs, replayed)
    return replayed


def plan(pieces: Iterable[Written]) -> dict[str, list[Written]]:
    """Join pieces into the runs of bytes that each file holds in the end.

    A piece that begins before the end of the last one says that the file was shortened in between, or that a new one
    took its name: what was behind that offset is gone. One that begins behind it: somebody else has appended.
    """
    parts = dict[str, list[list[Written]]]()  # of each file its runs, of each run the pieces, one behind the other
    for piece in pieces:
        runs = parts.setdefault(piece.file, [])
        while runs and _end(runs[-1][-1]) > piece.offset:
            _shorten(runs, piece.offset)
        if runs and _end(runs[-1][-1]) == piece.offset:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return {file: [_joined(run) for run in runs] for file, runs in parts.items()}


def _end(piece: Written) -> int:
    return piece.offset + len(piece.data)


def _shorten(runs: list[list[Written]], size: int) -> None:
    """Take what the last piece has behind `size`; the piece, and its run, if nothing is left."""
    last = runs[-1].pop()
    if last.offset < size:
        runs[-1].append(last._replace(data=last.data[: size - last.offset]))
    if not runs[-1]:
        runs.pop()


def _joined(run: list[Written]) -> Written:
    return run[0]._replace(data=b"".join(piece.data for piece in run))


def _replay_file(logs: Path, file: str, runs: list[Written], replayed: Replayed) -> None:
    path = logs / file
    if not _is_log_file(file) or not path.is_file():
        replayed.unplaced += [_unplaced(run, "there is no such file") for run in runs]
        return
    with path.open("r+b", buffering=0) as opened:
        for run in runs:
            why = _obstacle(opened, run)
            if why:
                replayed.unplaced.append(_unplaced(run, why))
            else:
                replayed.restored += _write(opened, run)
        try:
            os.fsync(opened.fileno())
        except OSError as error:
            raise SyncError(error.strerror) from error
    sync_folder(path.parent)  # the bridge that made the file may have been killed before it did so


def _is_log_file(file: str) -> bool:
    session, _, name = file.partition("/")
    try:
        check_session(session)
    except TopicError:
        return False
    return log_file.NAME.fullmatch(name) is not None


def _obstacle(opened: BinaryIO, run: Written) -> str:
    """Why a run must not be written; empty when it may."""
    if run.offset > opened.seek(0, os.SEEK_END):
        return "the file was shortened"
    return "" if is_older_state(_there(opened, run), run.data) else "the file was edited"


def is_older_state(there: bytes, data: bytes) -> bool:
    """Whether `there` can be what is left of `data` where some of it was lost: each byte is the same, or zero, which is
    what file systems put where they have a length and no data."""
    blocks = zip(_blocks(there), _blocks(data), strict=False)
    return all(a == b or all(x in (y, 0) for x, y in zip(a, b, strict=False)) for a, b in blocks)


def _blocks(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))


def _there(opened: BinaryIO, run: Written) -> bytes:
    opened.seek(run.offset)
    parts, left = list[bytes](), len(run.data)
    while left and (part := opened.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _write(opened: BinaryIO, run: Written) -> int:
    """Write a run, also where it is the same: after a failed sync the system takes pages for written that are not.
    Returns how many bytes the file lacked."""
    there = _there(opened, run)
    opened.seek(run.offset)
    rest = memoryview(run.data)
    while rest:
        rest = rest[opened.write(rest) :]
    return len(run.data) - len(there) if run.data.startswith(there) else len(run.data)


def _unplaced(run: Written, why: str) -> Unplaced:
    return Unplaced(run.file, run.data.count(b"\n"), why)
