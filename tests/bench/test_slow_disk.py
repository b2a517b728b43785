"""bench.compare.slow_disk: syncs take longer, one at a time or several at once."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bench.compare.slow_disk import delayed
from tests.support.services import ROOT

DELAY = 0.1


@pytest.mark.parametrize(
    ("turn", "least", "most"), [(threading.Lock(), 5 * DELAY, 30), (contextlib.nullcontext(), DELAY, 4 * DELAY)]
)
def test_five_syncs_at_once_take_as_long_as_their_turns(
    turn: AbstractContextManager[object], least: float, most: float
) -> None:
    synced = list[int]()
    sync = delayed(synced.append, DELAY, turn)
    threads = [threading.Thread(target=sync, args=(number,)) for number in range(5)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(synced) == list(range(5))
    assert least <= time.monotonic() - begun < most


def test_a_module_runs_with_slow_syncs_and_its_own_arguments(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import os, sys, time\n"
        "begun = time.monotonic()\n"
        "os.fsync(os.open(__file__, os.O_RDONLY))\n"
        "print(__name__, sys.argv[1:], time.monotonic() - begun >= 0.05)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "bench.compare.slow_disk", "50", "serial", "program", "x"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "__main__ ['x'] True\n"
