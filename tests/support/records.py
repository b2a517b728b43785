"""Lines and folders of records, made for tests."""

from collections.abc import Iterable
from pathlib import Path

from chat.record import Record


def line(seq: int, text: str = "") -> bytes:
    """A record with nothing special about it."""
    return Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="usuario", text=text or f"message {seq}").encode()


def write(folder: Path, name: str, seqs: Iterable[int]) -> Path:
    """A log file of such records."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"".join(line(seq) for seq in seqs))
    return path


def seqs(lines: Iterable[bytes]) -> list[int]:
    """The seq of each line."""
    return [Record.decode(one).seq for one in lines]
