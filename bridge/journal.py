"""The journal: what a batch has written into the files of all its sessions, on the disk with one sync.

A log file needs a sync of its own only at the next checkpoint. There are two journal files. When one is full, or old,
the recorder goes on in the other, and a thread syncs the log files that the first one speaks of; then it is empty. At
the start, what the journal holds is written into the log files (`bridge/journal_replay.py`).
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path

from bridge.journal_file import JournalFile
from bridge.journal_replay import replay
from chat.session_log import SessionLog, SyncError

NAME = ".bridge.journal"
"""The files have `.1` and `.2` behind it."""

CHECKPOINT_BYTES = 16 * 1024 * 1024
"""Bytes from which on the other file is used."""

MOST_BYTES = 4 * CHECKPOINT_BYTES
"""Bytes at which the recorder waits for the other file, as when a slow disk has many log files to sync."""

CHECKPOINT_SECONDS = 10.0
"""Age of the first block at which a checkpoint is made, so that a journal does not speak of what people have done to
their files long since."""

_log = logging.getLogger("bridge")


class Journal:
    """The journal of one log folder. One thread, the recorder's, calls it. `timer` returns seconds.

    Between `recover` and `close`: `write` and `sync` for each batch, then `tend`.
    """

    def __init__(
        self,
        logs: Path,
        *,
        timer: Callable[[], float] = time.monotonic,
        checkpoint_bytes: int = CHECKPOINT_BYTES,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._logs = logs
        self._timer = timer
        self._checkpoint_bytes = checkpoint_bytes
        self._most_bytes = most_bytes
        self._active, self._other = JournalFile(logs / f"{NAME}.1"), JournalFile(logs / f"{NAME}.2")
        self._generations = count(1)
        self._begun = 0.0  # when the first block of the active file was written
        self._to_sync = dict[SessionLog, None]()  # the logs that the active file speaks of
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._underway: Future[None] | None = None
        self._is_urgent = threading.Event()

    def recover(self) -> None:
        """Write into the log files what they lack, and begin anew. Call it before any session is opened; it can be
        called again. Raises OSError where the disk does, and SyncError."""
        found = sorted(((file.read(), file) for file in (self._active, self._other)), key=lambda one: one[0].generation)
        for contents, file in found:
            if contents.is_damaged:
                _log.error("%s is damaged: what is sound in it is used", file.path)
        pieces = [piece for contents, _ in found for piece in contents.pieces]
        if pieces:
            replayed = replay(self._logs, pieces)
            if replayed.restored:
                _log.warning("restored %d bytes of the log from the journal", replayed.restored)
            if replayed.unplaced:
                _log.warning("the journal has what is not restored: %s", "; ".join(map(str, replayed.unplaced)))
        self._generations = count(found[1][0].generation + 1)
        for contents, file in found:
            if contents.is_damaged:
                file.set_aside()
            file.empty(next(self._generations))
        (_, self._active), (_, self._other) = found

    def write(self, logs: Sequence[SessionLog]) -> None:
        """Write what these logs have written and no sync has made durable. Called again before `sync`, it replaces what
        the last call wrote. Raises OSError."""
        pieces = [piece for log in logs for piece in log.written]
        if pieces:
            if not self._to_sync:
                self._begun = self._timer()
            self._active.write(pieces)
            self._to_sync.update(dict.fromkeys(logs))

    def sync(self) -> None:
        """Return when what `write` wrote is on the disk. Raises SyncError."""
        self._active.sync()

    def tend(self) -> None:
        """Begin a checkpoint if it is time for one. Raises SyncError, also when the last one failed."""
        if self._underway is not None and (self._underway.done() or self._active.size >= self._most_bytes):
            self._finish()
        is_due = self._active.size >= self._checkpoint_bytes or self._timer() - self._begun >= CHECKPOINT_SECONDS
        if self._to_sync and is_due and self._underway is None:
            logs, self._to_sync = self._to_sync, {}
            self._underway = self._pool.submit(self._checkpoint, logs, self._active, next(self._generations))
            self._active, self._other = self._other, self._active

    def checkpoint(self) -> None:
        """Return when all log files are synced and the journal is empty. Raises SyncError."""
        self._finish()
        if self._to_sync:
            logs, self._to_sync = self._to_sync, {}
            self._is_urgent.set()
            self._checkpoint(logs, self._active, next(self._generations))
            self._is_urgent.clear()
            self._active, self._other = self._other, self._active

    def close(self) -> None:
        """Make a checkpoint, and remove the files, which are empty then. Raises SyncError."""
        self.checkpoint()
        self.abandon()
        for file in (self._active, self._other):
            with contextlib.suppress(OSError):  # an empty one is in nobody's way
                file.path.unlink()

    def abandon(self) -> None:
        """Close the files as they are: the next start reads them."""
        self._is_urgent.set()
        self._pool.shutdown()
        for file in (self._active, self._other):
            file.close()

    def _finish(self) -> None:
        """Wait for the checkpoint that is underway."""
        if self._underway is not None:
            self._is_urgent.set()
            self._underway.result()
            self._is_urgent.clear()
            self._underway = None

    def _checkpoint(self, logs: Iterable[SessionLog], file: JournalFile, generation: int) -> None:
        """Sync log files, and empty the journal file that speaks of them. In between, leave the disk to the recorder
        for as long as a sync took, unless it waits for this."""
        for log in logs:
            begun = self._timer()
            log.sync()
            self._is_urgent.wait(self._timer() - begun)
        try:
            file.empty(generation)
        except OSError as error:
            raise SyncError(error.strerror) from error
