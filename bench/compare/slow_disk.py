"""Runs a module with slow syncs: `python -m bench.compare.slow_disk <milliseconds> <serial|parallel> <module>`.

Each `os.fsync` and `os.fdatasync` takes so much longer. `serial`: one at a time, whichever thread calls it, as on a
card that flushes for each file. `parallel`: several at once, as where the file system writes several files with one
flush.
"""

import contextlib
import os
import runpy
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager


def delayed(sync: Callable[[int], None], seconds: float, turn: AbstractContextManager[object]) -> Callable[[int], None]:
    """The same call, `seconds` slower. The caller waits for its turn first."""

    def slow(descriptor: int) -> None:
        with turn:
            time.sleep(seconds)
            sync(descriptor)

    return slow


def main(milliseconds: float, at_once: str, module: str) -> None:
    """Run a module as `python -m` does, with slow syncs."""
    turn = threading.Lock() if at_once == "serial" else contextlib.nullcontext()
    for name in ("fsync", "fdatasync"):
        if hasattr(os, name):  # macOS and Windows have no fdatasync
            setattr(os, name, delayed(getattr(os, name), milliseconds / 1000, turn))
    sys.argv = sys.argv[3:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2], sys.argv[3])
