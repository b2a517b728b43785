"""The log folder: its lock, which one bridge holds, and how the bridge before it ended."""

import json
import os
import time
from pathlib import Path

from filelock import FileLock, Timeout

from chat.errors import SessionLogError
from chat.session_log import SyncError, make_durable_folder

LOCK = ".bridge.lock"
STATE = ".bridge.state"


class LogFolder:
    """The log folder, locked by this bridge. `ended_cleanly`: the bridge before it had logged all that it took.

    `packet_ids_since`: when the broker began to count the packet ids of the bridge's session, in the form of a record's
    `at`; empty when it is not known.
    """

    def __init__(self, logs: Path) -> None:
        self.path = logs
        self._lock = FileLock(logs / LOCK)
        self.ended_cleanly = True
        self.packet_ids_since = ""

    def acquire(self) -> None:
        """Make the folder and lock it. Raises SessionLogError (`log-folder-locked`, `log-unwritable`)."""
        try:
            make_durable_folder(self.path)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise SessionLogError("log-folder-locked", f"another bridge writes in {self.path.resolve()}") from error
        except (OSError, SyncError) as error:
            raise SessionLogError("log-unwritable", f"{self.path.resolve()}: {error}") from error
        last = self._last_state()
        self.ended_cleanly = last.get("state", "") in ("", "stopped")
        self.packet_ids_since = last.get("packet_ids_since", "")

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
        noted = {"state": state, "pid": os.getpid(), "at": time.time(), "packet_ids_since": self.packet_ids_since}
        with (self.path / STATE).open("w", encoding="utf-8") as file:
            file.write(json.dumps(noted))
            file.flush()
            os.fsync(file.fileno())

    def note_new_session(self, at: str) -> None:
        """Write durably that the broker counts packet ids anew since `at`. Raises OSError."""
        self.packet_ids_since = at
        self.write_state("running")

    def _last_state(self) -> dict[str, str]:
        """What the bridge before this one noted; `unknown` as its state when that can't be read."""
        try:
            noted = json.loads((self.path / STATE).read_text(encoding="utf-8"))
            return {"state": str(noted["state"]), "packet_ids_since": str(noted.get("packet_ids_since", ""))}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"state": "unknown"}
