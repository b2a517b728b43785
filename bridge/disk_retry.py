"""Repeats what the disk refuses until it works: nothing is given up, and nothing is acknowledged meanwhile."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from chat.errors import LabError, SessionLogError

_RETRY_SECONDS = 1.0

_log = logging.getLogger("bridge")
T = TypeVar("T")


class StoppedError(Exception):
    """The bridge was told to stop while it waited for the disk."""


class DiskRetry:
    """Calls actions that may fail at the disk. One object serves all actions of a bridge."""

    def __init__(self) -> None:
        self.waits = 0
        """How often it had to wait for the disk."""
        self._stopping = threading.Event()

    def give_up(self) -> None:
        """End the waiting for the disk with StoppedError. May be called from any thread."""
        self._stopping.set()

    def __call__(self, action: Callable[[], T]) -> T:
        """Call `action`, once a second while it raises OSError or SessionLogError, and return what it returns. Logs the
        first failure. Raises StoppedError when the bridge stops meanwhile."""
        is_logged = False
        while True:
            try:
                result = action()
            except (OSError, SessionLogError) as error:
                if not is_logged:
                    _log.error("the log can't be written, waiting: %s", _words(error))
                    is_logged = True
                    self.waits += 1
                if self._stopping.wait(_RETRY_SECONDS):
                    raise StoppedError from error
            else:
                if is_logged:
                    _log.warning("the log can be written again")
                return result


def _words(error: OSError | LabError) -> str:
    return error.detail if isinstance(error, LabError) else f"{error.strerror} ({error.filename or 'log file'})"
