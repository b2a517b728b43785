"""A log that is a plain text file: one line a message, the newest last. What the first two stages have in common.

Nothing is synced to the disk, numbered or locked here: that is what stage 3 is for.
"""

import re
from datetime import datetime
from pathlib import Path

from chat.errors import LabError

MAX_TEXT = 2000
"""Characters that may be sent at once."""
MAX_FILE = 1024 * 1024
"""Bytes; a file that would become larger takes no more lines until somebody moves it away."""
SHOWN = 200
"""Lines that a page shows."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotSentError(LabError):
    """A text that is not in the file: `too-long`, `file-full` or `unwritable`."""


def one_line(text: str) -> str:
    """The text with a space for every control character: with a line break in it, it could forge the next line.

    Raises NotSentError (`too-long`).
    """
    if len(text) > MAX_TEXT:
        raise NotSentError("too-long", f"{len(text)} characters; the most is {MAX_TEXT}")
    return _CONTROL.sub(" ", text).strip()


def append_line(path: Path, text: str) -> None:
    """Add the time and the text to the end of the file. Raises NotSentError (`file-full`, `unwritable`).

    A single write to a file opened for appending: on a local disk of Linux or macOS, two writers at once make two whole
    lines (POSIX, write: the move to the end and the write are one step). Windows has no such promise.
    """
    line = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {text}\n".encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            if file.tell() + len(line) > MAX_FILE:
                raise NotSentError("file-full", f"{path} may not grow over {MAX_FILE} bytes")
            if file.write(line) < len(line):
                raise NotSentError("unwritable", f"{path}: only a part of the line was written")
    except OSError as error:
        raise NotSentError("unwritable", f"{path}: {error.strerror}") from error


def last_lines(path: Path) -> list[str]:
    """The end of the file, for which all of it is read. Empty when there is no file yet."""
    if not path.exists():
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN:]
