"""The terminal: one lock for all writers, and a prefix and a colour for each of them."""

import contextlib
import os
import sys
import threading
from collections.abc import Mapping
from typing import TextIO

LAB = "lab"
_COLOURS = {LAB: 37, "broker": 36, "bridge": 33, "web": 32, "devices": 35}
_OTHER_COLOUR = 34
_WIDTH = 7


def wants_colour(out: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether `out` is a terminal with ANSI colours, and NO_COLOR is not set (https://no-color.org)."""
    if environ.get("NO_COLOR") or not out.isatty() or environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or "WT_SESSION" in environ or "TERM" in environ


class Terminal:
    """Writes whole lines, from any thread, each with a prefix that names its writer.

    `answers`: where a person types, if somebody does.
    """

    def __init__(self, out: TextIO, *, colour: bool = False, answers: TextIO | None = None) -> None:
        self._out = out
        self._colour = colour
        self._answers = answers
        self._lock = threading.Lock()

    @classmethod
    def standard(cls) -> "Terminal":
        """This process's standard output, and its input when both are a terminal."""
        is_typed = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
        return cls(sys.stdout, colour=wants_colour(sys.stdout, os.environ), answers=sys.stdin if is_typed else None)

    @property
    def can_ask(self) -> bool:
        """Whether a person is there to answer."""
        return self._answers is not None

    def ask(self, question: str) -> str:
        """Write a question and return the line that a person types, without white space around it; empty at the end."""
        if self._answers is None:
            return ""
        with self._lock:
            self._out.write(f"{question} ")
            self._out.flush()
        return self._answers.readline().strip()

    def say(self, text: str, name: str = LAB) -> None:
        """Write every line of `text` with the prefix `name`."""
        lines = [self._prefix(name) + line for line in text.splitlines() or [""]]
        self.write("\n".join(lines))

    def write(self, text: str) -> None:
        """Write `text` unchanged, with a newline. A terminal that is gone must not stop the lab."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            encoding = self._out.encoding or "utf-8"
            self._out.write(text.encode(encoding, "replace").decode(encoding) + "\n")
            self._out.flush()

    def _prefix(self, name: str) -> str:
        plain = f"{name:{_WIDTH}} | "
        return f"\x1b[{_COLOURS.get(name, _OTHER_COLOUR)}m{plain}\x1b[0m" if self._colour else plain
