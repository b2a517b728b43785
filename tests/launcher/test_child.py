"""Child processes: their output, their end, and the end of what they started."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from launcher.child import Child, describe_exit
from tests.support.services import ROOT
from tests.support.waiting import wait_until

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
WITH_GRANDCHILD = """
import subprocess, sys, time
made = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(made.pid, flush=True)
time.sleep(60)
"""


class Started:
    """Children of a test, with what they said."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.children: list[Child] = []

    def python(self, program: str) -> Child:
        command = [sys.executable, "-c", program]
        child = Child.start(command, env=os.environ, cwd=ROOT, on_line=self.lines.append)
        self.children.append(child)
        return child


@pytest.fixture
def started() -> Iterator[Started]:
    made = Started()
    yield made
    for child in made.children:
        child.stop(0)


def gone(pid: int) -> bool:
    """Whether a process has ended, counting one that waits to be buried."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_every_line_is_handed_on_without_its_end(started: Started) -> None:
    started.python("import sys; print('um é'); print('dois', file=sys.stderr)")
    wait_until(lambda: sorted(started.lines) == ["dois", "um é"], what="both lines")


def test_bytes_that_are_no_utf8_do_not_end_the_reading(started: Started) -> None:
    started.python("import os; os.write(1, b'\\xff\\n'); print('after')")
    wait_until(lambda: "after" in started.lines, what="the line after the broken one")


def test_the_exit_code_is_the_commands_own(started: Started) -> None:
    child = started.python("raise SystemExit(5)")
    assert wait_until(child.exit_code) == 5


def test_a_child_that_ends_when_asked_is_given_the_time(started: Started) -> None:
    child = started.python(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), print('bye', flush=True), sys.exit(0)))\n"
        "print('up', flush=True); time.sleep(60)"
    )
    wait_until(lambda: "up" in started.lines)
    child.stop(5)
    assert (child.exit_code(), started.lines[-1]) == (0, "bye")


def test_a_child_that_does_not_listen_is_killed(started: Started) -> None:
    child = started.python(STUBBORN)
    wait_until(lambda: "up" in started.lines)
    child.stop(0.2)
    assert child.exit_code() == -signal.SIGKILL


def test_what_the_child_started_ends_with_it(started: Started) -> None:
    child = started.python(WITH_GRANDCHILD)
    grandchild = int(wait_until(lambda: next(iter(started.lines), "")))
    child.stop(1)
    wait_until(lambda: gone(grandchild), what="the grandchild is gone")


def test_a_child_is_in_a_session_of_its_own(started: Started) -> None:
    child = started.python("import time; time.sleep(60)")
    assert os.getsid(child.pid) == child.pid != os.getsid(0)


def test_a_child_ends_when_the_launcher_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys, time\n"
        "from launcher.child import Child\n"
        "said = 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'\n"
        "child = Child.start([sys.executable, '-c', said],"
        " env=os.environ, cwd=pathlib.Path(), on_line=lambda line: print(line, flush=True))\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        pid = int(launcher.stdout.readline())
        launcher.kill()
    wait_until(lambda: gone(pid), what="the child is gone")


@pytest.mark.parametrize(("code", "words"), [(1, "code 1"), (-9, "SIGKILL"), (-15, "SIGTERM"), (-99, "signal 99")])
def test_an_exit_code_is_put_in_words(code: int, words: str) -> None:
    assert describe_exit(code) == words
