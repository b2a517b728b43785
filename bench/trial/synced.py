"""What a stop of the machine leaves of files: `python -m bench.trial.synced <notes> <module>` runs a module, and notes
how much of each file its syncs have covered. `lose_unsynced` takes the rest away.

A killed process loses nothing of what it wrote: the system has it. So a stop of the machine needs to be played.
"""

import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

_KEEP_HALF, _KEEP_LENGTH, _KEEP_NOTHING = range(3)


def noting(sync: Callable[[int], None], notes: int) -> Callable[[int], None]:
    """The same call. `notes` is the descriptor of a file that gets a line for each: the file's inode, and the size that
    was synced."""

    def noted(descriptor: int) -> None:
        status = os.fstat(descriptor)
        sync(descriptor)
        os.write(notes, b"%d %d\n" % (status.st_ino, status.st_size))

    return noted


def lose_unsynced(notes: Path, files: list[Path]) -> int:
    """Take away what no sync of these files covers: from some all of it, from some half, so that a line is torn; some
    keep their length and have zeros instead, as file systems do. Returns how many bytes were lost."""
    synced = dict[int, int]()
    for inode, size in (map(int, line.split()) for line in notes.read_text().splitlines()):
        synced[inode] = size
    lost = 0
    for number, path in enumerate(files):
        status = path.stat()
        sound = min(synced.get(status.st_ino, 0), status.st_size)
        how = number % 3
        left = (sound + status.st_size) // 2 if how == _KEEP_HALF else sound
        lost += status.st_size - left
        os.truncate(path, left)
        if how == _KEEP_LENGTH:
            os.truncate(path, status.st_size)
    return lost


def main(notes: str, module: str) -> None:
    """Run a module as `python -m` does, and note its syncs."""
    descriptor = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for name in ("fsync", "fdatasync"):
        if hasattr(os, name):  # macOS and Windows have no fdatasync
            setattr(os, name, noting(getattr(os, name), descriptor))
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
