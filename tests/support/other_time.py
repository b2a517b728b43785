"""`python -m tests.support.other_time <module>`: a part of the lab whose clock a test moves while it runs.

The file named by OTHER_TIME holds the seconds to add to the real time; without it nothing is added. Monotonic clocks,
which measure how long something took, are as ever.
"""

import datetime
import os
import runpy
import sys
import time
from pathlib import Path

_real_time = time.time
_LOOK = 0.05


class _Clock:
    """Reads the file now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0.0
        self._looked = float("-inf")

    def time(self) -> float:
        """Seconds since 1970, as this process is to believe."""
        if time.monotonic() - self._looked > _LOOK:
            self._looked = time.monotonic()
            self._offset = float(self._path.read_text()) if self._path.exists() else 0.0
        return _real_time() + self._offset


class _Moved(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "_Moved":
        return cls.fromtimestamp(time.time(), tz)


def main() -> None:
    """Move the clock, then be that module."""
    time.time = _Clock(Path(os.environ["OTHER_TIME"])).time
    datetime.datetime = _Moved  # type: ignore[misc]
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
