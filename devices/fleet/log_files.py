"""A session's log files (docs/protocol.md, "Files"): what was added to them since a moment, line by line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"chat_\d{8}-\d{6}\.log")
_SEQ = re.compile(rb'\{"seq":(\d+),')


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of a session's log at some moment: the size of each file in bytes, by its name."""

    sizes: Mapping[str, int]


def mark(folder: Path) -> Mark:
    """The end of the log in a session's folder, which need not be there. Raises OSError."""
    return Mark({path.name: path.stat().st_size for path in _files(folder)})


def lines_since(folder: Path, begin: Mark) -> Iterator[bytes]:
    """The whole lines behind a mark, in the order of the log. Raises OSError."""
    for path in sorted(_files(folder), key=_first_seq):
        with path.open("rb") as file:
            file.seek(begin.sizes.get(path.name, 0))
            for line in file:
                if line.endswith(b"\n"):
                    yield line


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("chat_*.log") if _NAME.fullmatch(path.name)]


def _first_seq(path: Path) -> int:
    """By which files are ordered: their names come from a clock that may be set back."""
    with path.open("rb") as file:
        found = _SEQ.match(file.readline(100))
    return int(found[1]) if found else 0
