"""The log folder: its lock, which one bridge holds, and how the bridge before it ended."""

import json
import os
import time
from pathlib import Path

from filelock import FileLock, Timeout

from chat.errors import SessionLogError
from chat.session_log import make_durable_folder

LOCK = ".bridge.lock"
STATE = ".bridge.state"


class LogFolder:
    """The log folder, locked by this bridge. `ended_cleanly`: the bridge before it had logged all that it took."""

    def __init__(self, logs: Path) -> None:
        self.path = logs
        self._lock = FileLock(logs / LOCK)
        self.ended_cleanly = True

    def acquire(self) -> None:
        """Make the folder and lock it. Raises SessionLogError (`log-folder-locked`, `log-unwritable`)."""
        try:
            make_durable_folder(self.path)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise SessionLogError("log-folder-locked", f"another bridge writes in {self.path.resolve()}") from error
        except OSError as error:
            raise SessionLogError("log-unwritable", f"{self.path.resolve()}: {error.strerror}") from error
        self.ended_cleanly = self._last_state() in ("", "stopped")

    def release(self, *, all_logged: bool) -> None:
        """Unlock the folder, and note a clean end if all that was taken is logged. Raises OSError when the disk does
        not take the note; the folder is unlocked all the same."""
        try:
            if all_logged:
                self.write_state("stopped")
        finally:
            self._lock.release()

    def write_state(self, state: str) -> None:
        """Write durably whether the bridge is `running` or `stopped`. Raises OSError when the disk does not take it."""
        text = json.dumps({"state": state, "pid": os.getpid(), "at": time.time()})
        with (self.path / STATE).open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def _last_state(self) -> str:
        try:
            return str(json.loads((self.path / STATE).read_text(encoding="utf-8"))["state"])
        except FileNotFoundError:
            return ""
        except (ValueError, KeyError, TypeError):
            return "unknown"
