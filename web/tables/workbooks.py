"""Has workbooks written, each by a process of its own (`web.tables.make`), a few at a time."""

import logging
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from chat.errors import LabError
from web.tables.manner import Manner

AT_ONCE = 2
"""Workbooks that are written at the same time."""

WAIT_SECONDS = 30.0
"""How long a request waits for its turn."""

MOST_SECONDS = 300.0
"""How long the writing of one may take."""

_log = logging.getLogger("web")


class Workbooks:
    """Writes workbooks into temporary files, of which nothing is left once they are closed."""

    def __init__(self, at_once: int = AT_ONCE, wait: float = WAIT_SECONDS, most: float = MOST_SECONDS) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._wait = wait
        self._most = most

    def written(self, folder: Path, manner: Manner) -> IO[bytes]:
        """The workbook of the session in this folder, to be read from its beginning and closed.

        Raises LabError (`busy`) when it has to wait for too long, or can't be written.
        """
        if not self._turns.acquire(timeout=self._wait):
            raise LabError("busy", "other tables are being written; try again in a moment")
        try:
            return self._made(folder, manner)
        finally:
            self._turns.release()

    def _made(self, folder: Path, manner: Manner) -> IO[bytes]:
        out = TemporaryFile()  # noqa: SIM115 - whoever gets it closes it
        command = [sys.executable, "-m", "web.tables.make", str(folder), manner.language, manner.zone]
        try:
            subprocess.run(command, stdout=out, timeout=self._most, check=True)  # noqa: S603 - our own module
            out.seek(0)
        except (OSError, subprocess.SubprocessError) as error:
            out.close()
            _log.warning("a table could not be written: %s", error)
            raise LabError("busy", "the table could not be written; try again in a moment") from error
        except BaseException:
            out.close()
            raise
        return out
