"""Faults of the disk, of files under the bridge, and of what the system grants it. Linux; some need to be root."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.trial.fault import Fault
from bench.trial.testbed import Testbed
from chat.history import History

# So that every few records ask for a new file.
_SMALL_FILES = {"LAB_LOG_ROTATE": "4096"}
# As root permissions do not bite, unless the process gives up the right to pass over them.
_UNPRIVILEGED = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", sys.executable, "-m"]
_DISK = "24m"
_EDITED = "s1"
_REMOVED = "s2"


def faults() -> Iterator[Fault]:
    """Those that this machine can make."""
    is_linux = sys.platform == "linux"
    is_root = is_linux and os.geteuid() == 0
    if is_root:
        yield Fault("disk-full", "a full disk (tmpfs)", _fill, _free, prepare=_mount, settings=_SMALL_FILES)
    if is_linux:
        yield Fault("file-limit", "files may grow no further (RLIMIT_FSIZE)", _limit_files, _unlimit_files)
        yield Fault(
            "folder-read-only",
            "no file may be made in the log folders",
            _forbid,
            _permit,
            prepare=_give_up_privileges,
            settings=_SMALL_FILES,
        )
        yield Fault(
            "descriptors",
            "the bridge may open no more files (RLIMIT_NOFILE)",
            _limit_descriptors,
            _unlimit_descriptors,
            settings={**_SMALL_FILES, "LAB_MAX_OPEN_FILES": "8"},
        )
    yield Fault("log-moved", "somebody moves a log file away, and later back", _move_away, _move_back)
    yield Fault("log-edited", "somebody edits a log file and puts it in place of the old one", _edit, hold=0.5)


def _bridge(testbed: Testbed) -> psutil.Process:
    return testbed.processes("bridge")[0]


def _mount(testbed: Testbed) -> None:
    testbed.lab.logs.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(testbed.lab.logs)], check=True)
    testbed.cleanups.append(lambda: subprocess.run(["umount", "-l", str(testbed.lab.logs)], check=True))


def _fill(testbed: Testbed) -> None:
    with (testbed.lab.logs / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            pass


def _free(testbed: Testbed) -> None:
    (testbed.lab.logs / "filler").unlink()


def _limit_files(testbed: Testbed) -> None:
    largest = max(path.stat().st_size for path in testbed.lab.logs.rglob("*.log"))
    _, hard = _bridge(testbed).rlimit(psutil.RLIMIT_FSIZE)
    _bridge(testbed).rlimit(psutil.RLIMIT_FSIZE, (largest + 100, hard))


def _unlimit_files(testbed: Testbed) -> None:
    _, hard = _bridge(testbed).rlimit(psutil.RLIMIT_FSIZE)
    _bridge(testbed).rlimit(psutil.RLIMIT_FSIZE, (hard, hard))


def _give_up_privileges(testbed: Testbed) -> None:
    if os.geteuid() == 0:
        testbed.lab.prefixes["bridge"] = _UNPRIVILEGED


def _forbid(testbed: Testbed) -> None:
    for folder in testbed.lab.logs.glob("s*"):
        folder.chmod(0o555)


def _permit(testbed: Testbed) -> None:
    for folder in testbed.lab.logs.glob("s*"):
        folder.chmod(0o755)


def _limit_descriptors(testbed: Testbed) -> None:
    process = _bridge(testbed)
    _, hard = process.rlimit(psutil.RLIMIT_NOFILE)
    process.rlimit(psutil.RLIMIT_NOFILE, (process.num_fds() - 2, hard))


def _unlimit_descriptors(testbed: Testbed) -> None:
    _, hard = _bridge(testbed).rlimit(psutil.RLIMIT_NOFILE)
    _bridge(testbed).rlimit(psutil.RLIMIT_NOFILE, (hard, hard))


def _newest(testbed: Testbed, session: str) -> Path:
    return History(testbed.lab.logs / session).files()[-1].path


def _move_away(testbed: Testbed) -> None:
    path = _newest(testbed, _REMOVED)
    time.sleep(1.0)  # files are named for their second: a new one in the same would be overwritten by moving back
    path.rename(testbed.lab.folder / path.name)
    testbed.moved_file = path


def _move_back(testbed: Testbed) -> None:
    assert testbed.moved_file is not None
    (testbed.lab.folder / testbed.moved_file.name).rename(testbed.moved_file)


def _edit(testbed: Testbed) -> None:
    """What an editor does: a new file takes the name of the old one. A line of no meaning is added.

    What the bridge writes between the reading and the renaming would be the editor's loss, so it is held meanwhile.
    """
    bridge = _bridge(testbed)
    bridge.suspend()
    path = _newest(testbed, _EDITED)
    copy = path.with_suffix(".edited")
    shutil.copyfile(path, copy)
    with copy.open("ab") as file:
        file.write(b"somebody was here\n")
    copy.replace(path)
    bridge.resume()
