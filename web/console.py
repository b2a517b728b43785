"""What the web's loggers write: one line each, and those that clients can cause only so often."""

import logging
import sys
import time
from collections.abc import Callable

REQUESTS = logging.getLogger("web.requests")
"""For what clients send that can't be read: malformed requests."""

PACKETS = logging.getLogger("web.packets")
"""For what the libraries of Socket.IO say: mostly about malformed packets."""

LINES = 5
SECONDS = 60.0
"""So many lines in so many seconds are written by each logger that clients can cause to write."""

MAX_TEXT = 300
"""Characters of a line."""


class Limited(logging.Filter):
    """Makes one printable line of each record, and passes at most `lines` of them in `seconds`."""

    def __init__(
        self, lines: int = LINES, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._lines = lines
        self._seconds = seconds
        self._clock = clock
        self._since = -seconds
        self._passed = 0
        self._suppressed = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written. Its text is rewritten, and its traceback removed."""
        now = self._clock()
        if now - self._since >= self._seconds:
            self._since, self._passed = now, 0
        if self._passed >= self._lines:
            self._suppressed += 1
            return False
        self._passed += 1
        record.msg, record.args = self._line(record), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _line(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        text = record.getMessage() if error is None else f"{record.getMessage()}: {type(error).__name__}: {error}"
        suppressed, self._suppressed = self._suppressed, 0
        suffix = f" ({suppressed} more were left out)" if suppressed else ""
        return "".join(c if c.isprintable() else "?" for c in text[:MAX_TEXT]) + suffix


def configure() -> None:
    """Write warnings to standard error, each with the service's name before it."""
    logging.basicConfig(level=logging.WARNING, format="web: %(message)s", stream=sys.stderr)
    PACKETS.setLevel(logging.ERROR)
    for logger in (REQUESTS, PACKETS):
        logger.addFilter(Limited())
