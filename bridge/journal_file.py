"""One file of the journal: written over from its beginning each time it is used, so that it does not grow.

A sync of bytes that lie within the file is cheaper than one that makes it longer.
"""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from bridge.journal_blocks import JournalContents, decode_journal, encode_block
from chat.session_log import SyncError, Written, sync_folder

KEPT_BYTES = 64 * 1024 * 1024
"""What a file that is emptied keeps of its length; a batch of large messages may need more."""

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNREADABLE = (errno.EIO, errno.EISDIR)


class JournalFile:
    """A journal file. Where it says so it raises OSError, and can be called again; SyncError ends the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        """Bytes of what is synced in it."""
        self._descriptor = -1
        self._generation = 0
        self._number = 0
        self._unsynced = 0

    def read(self) -> JournalContents:
        """What it holds; damaged when it can't be read at all. Raises OSError when it can't be opened now."""
        try:
            return decode_journal(self.path.read_bytes())
        except FileNotFoundError:
            return JournalContents()
        except OSError as error:
            if error.errno in _UNREADABLE:
                return JournalContents(is_damaged=True)
            raise

    def empty(self, generation: int) -> None:
        """Make it empty, durably. `generation` is greater than that of all journal files before. Raises OSError and
        SyncError."""
        if self._descriptor < 0:
            is_new = not self.path.exists()
            self._descriptor = os.open(self.path, _FLAGS, 0o644)
            if is_new:
                sync_folder(self.path.parent)
        self._generation, self._number, self.size = generation, 0, 0
        self.write([])
        self.sync()
        if os.fstat(self._descriptor).st_size > KEPT_BYTES:
            os.ftruncate(self._descriptor, KEPT_BYTES)

    def write(self, pieces: Sequence[Written]) -> None:
        """Write one block behind what is synced, or in place of the one that is not synced yet. Raises OSError."""
        rest = memoryview(encode_block(self._generation, self._number, pieces))
        self._unsynced = len(rest)
        os.lseek(self._descriptor, self.size, os.SEEK_SET)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def sync(self) -> None:
        """Return when the block that was written last is on the disk. Raises SyncError."""
        try:
            (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(self._descriptor)  # macOS, Windows: only fsync
        except OSError as error:
            raise SyncError(error.strerror) from error
        self.size += self._unsynced
        self._number += 1
        self._unsynced = 0

    def close(self) -> None:
        """Close it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def set_aside(self) -> Path:
        """Rename what is damaged, so that somebody may look at it. Returns its new path. Raises OSError."""
        # The bytes of this file are not needed any more when it is renamed.
        return self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
