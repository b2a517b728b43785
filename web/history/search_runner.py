"""Runs searches, each in a process of its own, and passes their lines on to readers.

A reader who takes nothing must not keep the others waiting: its search is ended.
"""

import errno
import logging
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gevent
import orjson

from chat.errors import LabError
from web.history.search_queue import SearchTurns, Turn

PATIENCE_SECONDS = 5.0
"""How long a reader may take nothing."""

SLOWEST_READER = 65536
"""Bytes a second that a reader has to take at least, when its patience is used up."""

TELL_AGAIN_SECONDS = 2.0
"""How often the place in the queue is sent, which also shows whether the reader is still connected."""

_log = logging.getLogger("web")


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: `words` in one session, or in all when `session` is empty; at most `limit` records."""

    session: str
    words: str
    limit: int


class SearchRunner:
    """Runs searches over one log folder. `patience`: seconds that a reader may take nothing."""

    def __init__(self, logs: Path, turns: SearchTurns, patience: float = PATIENCE_SECONDS) -> None:
        self._logs = logs
        self._turns = turns
        self._patience = patience

    def check(self) -> None:
        """Raise LabError (`busy`) when no search can be taken."""
        self._turns.check()

    def run(self, person: str, query: Query) -> Iterator[bytes]:
        """The lines of one search, as docs/protocol.md has them. A reader that goes away ends it."""
        try:
            turn = self._turns.enter(person)
        except LabError as error:  # the queue has become full since `check`
            yield _error(error.reason, error.detail)
            return
        try:
            yield from self._wait(turn)
            if not turn.is_ended:
                yield from self._lines(turn, query)
            if turn.is_ended:
                yield _error("replaced", "another search of the same person began")
        finally:
            self._turns.leave(turn)

    def _wait(self, turn: Turn) -> Iterator[bytes]:
        while place := self._turns.place(turn):
            yield orjson.dumps({"waiting": place}, option=orjson.OPT_APPEND_NEWLINE)
            turn.changed.wait(TELL_AGAIN_SECONDS)
            turn.changed.clear()

    def _lines(self, turn: Turn, query: Query) -> Iterator[bytes]:
        try:
            process = subprocess.Popen(self._command(query), stdout=subprocess.PIPE)  # noqa: S603 - our own module
        except OSError as error:
            _log.warning("a search could not be started: %s", error)
            yield _error("busy", "the search could not be started; try again in a moment")
            return
        turn.stop = process.kill
        try:
            if not turn.is_ended:  # by a newer search, while the process was started
                yield from self._handed_over(process.stdout or ())
        finally:
            process.kill()
            process.wait()

    def _command(self, query: Query) -> list[str]:
        where = [str(self._logs), query.session or "-", str(query.limit), query.words]
        return [sys.executable, "-m", "web.history.search", *where]

    def _handed_over(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Each line, for as long as the reader takes them fast enough.

        The server writes while this generator is suspended. An error like that of a closed connection ends the writing.
        """
        patience = self._patience
        for line in lines:
            began = time.monotonic()
            with gevent.Timeout(patience, BrokenPipeError(errno.EPIPE, "the reader of a search took nothing")):
                yield line
            patience -= time.monotonic() - began
            patience = min(self._patience, patience + len(line) / SLOWEST_READER)


def _error(reason: str, detail: str) -> bytes:
    return orjson.dumps({"error": {"reason": reason, "detail": detail}}, option=orjson.OPT_APPEND_NEWLINE)
