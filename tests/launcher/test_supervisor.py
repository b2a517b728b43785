"""The supervisor, with small commands in place of the services."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import psutil
import pytest

from launcher.supervisor import ServiceSpec, Supervisor, Timing, backoff
from launcher.terminal import Terminal
from launcher.texts import Texts
from tests.support.services import ROOT
from tests.support.waiting import wait_until

QUICK = Timing(first_delay=0.05, longest_delay=0.2, stable_after=30, ready_within=5, stop_within=4.5, tick=0.01)
POLITE = (
    "import pathlib, signal, sys, time\n"
    "name, log = sys.argv[1], pathlib.Path(sys.argv[2])\n"
    "def note(what):\n"
    "    with log.open('a') as out: out.write(f'{name} {what}\\n')\n"
    "signal.signal(signal.SIGTERM, lambda *_: (note('stops'), sys.exit(0)))\n"
    "note('starts'); print('ready', flush=True); time.sleep(60)"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def python(name: str, program: str, *arguments: str, ready: Callable[[], bool] = lambda: True) -> ServiceSpec:
    """A service that is a few lines of Python."""
    return ServiceSpec(name, (sys.executable, "-c", program, *arguments), dict(os.environ), ready, lambda: " (x)")


class Run:
    """A supervisor in the main thread, stopped from another one when `until` holds."""

    def __init__(self, specs: list[ServiceSpec], timing: Timing = QUICK) -> None:
        self.out = io.StringIO()
        self.supervisor = Supervisor(specs, cwd=ROOT, terminal=Terminal(self.out), texts=Texts(), timing=timing)
        self.stop_seconds = 0.0
        self._others = set(children())  # those of other tests, such as a browser that several of them share

    def left(self) -> set[psutil.Process]:
        """Processes that this run has left behind."""
        return set(children()) - self._others

    def text(self) -> str:
        return self.out.getvalue()

    def until(
        self,
        condition: Callable[[], object],
        asks: int = 1,
        on_started: Callable[[bool], None] = lambda _complete: None,
    ) -> int:
        asked_at = []

        def stop() -> None:
            try:
                wait_until(condition, what=lambda: f"the condition of the test:\n{self.text()}")
            finally:
                asked_at.append(time.monotonic())
                for _ in range(asks):
                    self.supervisor.ask_to_stop()

        stopper = threading.Thread(target=stop)
        stopper.start()
        code = self.supervisor.run(on_started)
        stopper.join()
        self.stop_seconds = time.monotonic() - asked_at[0]
        return code


def gone(pid: int) -> bool:
    """Whether a process has ended, counting one that waits to be buried."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def children() -> list[psutil.Process]:
    """This process's own children that are still there."""
    return [child for child in psutil.Process().children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]


def test_output_stands_behind_the_name_of_its_service() -> None:
    run = Run([python("web", "print('olá'); import time; time.sleep(60)")])
    run.until(lambda: "olá" in run.text())
    assert "web     | olá\n" in run.text()


def test_a_service_that_dies_is_started_again(tmp_path: Path) -> None:
    run = Run([python("bridge", "print('hello', flush=True); raise SystemExit(3)")])
    run.until(lambda: run.text().count("| hello") >= 3)
    assert "bridge terminou (code 3)" in run.text()


def test_the_delay_doubles_up_to_the_longest() -> None:
    assert [backoff(deaths, Timing()) for deaths in (1, 2, 3, 5, 6, 1000)] == [0.5, 1, 2, 8, 10, 10]


def test_the_delay_begins_anew_after_a_long_life() -> None:
    timing = Timing(first_delay=0.01, longest_delay=60, stable_after=0, stop_within=4.5, tick=0.01)
    run = Run([python("bridge", "raise SystemExit(3)")], timing)
    run.until(lambda: run.text().count("volta em 0.01 s") >= 4)


def test_the_others_go_on_when_one_dies(tmp_path: Path) -> None:
    log = tmp_path / "log"
    run = Run([python("broker", POLITE, "broker", str(log)), python("web", "raise SystemExit(1)")])
    run.until(lambda: run.text().count("web terminou") >= 3)
    assert log.read_text().splitlines() == ["broker starts", "broker stops"]


def test_a_service_that_is_killed_names_the_signal() -> None:
    run = Run([python("bridge", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")])
    run.until(lambda: "bridge terminou (SIGKILL)" in run.text())


def test_what_a_dead_service_left_behind_is_ended_before_it_starts_again() -> None:
    program = (
        "import subprocess, sys\n"
        "made = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('left', made.pid, flush=True); raise SystemExit(1)"
    )
    run = Run([python("broker", program)])
    run.until(lambda: run.text().count("left") >= 2)
    pids = [int(line.split()[-1]) for line in run.text().splitlines() if "| left" in line]
    for pid in pids:
        wait_until(partial(gone, pid), what=f"{pid} is gone")


def test_exit_code_2_at_the_start_ends_the_lab_with_2() -> None:
    run = Run([python("broker", "import time; time.sleep(60)"), python("web", "print('bad key'); raise SystemExit(2)")])
    assert run.supervisor.run() == 2
    assert "web não aceita a configuração" in run.text()
    assert "| bad key" in run.text()
    assert not run.left()


def test_exit_code_2_after_a_restart_is_tried_again(tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    program = (
        "import pathlib, sys; f = pathlib.Path(sys.argv[1]); old = f.exists(); f.touch(); sys.exit(2 if old else 1)"
    )
    run = Run([python("bridge", program, str(flag))])
    assert run.until(lambda: run.text().count("bridge terminou (code 2)") >= 2) == 0


def test_services_start_in_order_each_after_the_one_before_is_ready(tmp_path: Path) -> None:
    log = tmp_path / "log"
    slow = "import time; time.sleep(0.3)\n" + POLITE
    first = python("broker", slow, "broker", str(log), ready=lambda: log.exists() and "broker" in log.read_text())
    run = Run([first, python("bridge", POLITE, "bridge", str(log))])
    run.until(lambda: log.exists() and "bridge starts" in log.read_text())
    assert log.read_text().splitlines()[:2] == ["broker starts", "bridge starts"]


def test_services_stop_in_the_opposite_order(tmp_path: Path) -> None:
    log = tmp_path / "log"
    names = ("broker", "bridge", "web", "devices")
    run = Run([python(name, POLITE, name, str(log)) for name in names])
    run.until(lambda: log.exists() and log.read_text().count("starts") == 4)
    assert log.read_text().splitlines()[4:] == [f"{name} stops" for name in reversed(names)]


def test_services_that_do_not_listen_are_gone_when_the_time_is_over() -> None:
    run = Run(
        [python(name, STUBBORN) for name in ("broker", "bridge", "web", "devices")], replace(QUICK, stop_within=1)
    )
    run.until(lambda: run.text().count("| up") == 4)
    assert run.stop_seconds < 1 + (5 - Timing().stop_within)
    assert not run.left()


def test_the_time_to_stop_leaves_room_within_5_seconds() -> None:
    assert Timing().stop_within <= 4.5


def test_asked_twice_it_does_not_wait() -> None:
    run = Run([python(name, STUBBORN) for name in ("broker", "bridge")])
    run.until(lambda: run.text().count("| up") == 2, asks=2)
    assert run.stop_seconds < 2


def test_it_can_be_stopped_while_a_service_is_not_ready() -> None:
    run = Run([python("broker", "print('up', flush=True); import time; time.sleep(60)", ready=lambda: False)])
    called: list[str] = []
    run.until(lambda: "| up" in run.text(), on_started=lambda _complete: called.append("ready"))
    assert called == []
    assert run.stop_seconds < 2


def test_a_probe_that_hangs_does_not_hold_up_the_stop() -> None:
    def hang() -> bool:
        time.sleep(3)
        return False

    run = Run([python("web", "print('up', flush=True); import time; time.sleep(60)", ready=hang)])
    run.until(lambda: "| up" in run.text())
    assert run.stop_seconds < 2


def test_what_is_not_ready_in_time_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "log"
    timing = Timing(ready_within=0.3, tick=0.01)
    waiting = python("web", "import time; time.sleep(60)", ready=lambda: False)
    run = Run([waiting, python("devices", POLITE, "devices", str(log))], timing)
    started: list[bool] = []
    run.until(lambda: log.exists() and started, on_started=started.append)
    assert "web não ficou pronto em 0.3 s (x)" in run.text()
    assert started == [False]


def test_a_service_that_nobody_wants_is_started_when_somebody_does(tmp_path: Path) -> None:
    log, wish = tmp_path / "log", tmp_path / "wish"
    asleep = replace(python("faults", POLITE, "faults", str(log)), wanted=wish.exists)
    seen: list[bool] = []

    def on_started(complete: bool) -> None:
        seen.append(complete and not log.exists())
        wish.touch()

    Run([asleep]).until(lambda: log.exists() and "faults starts" in log.read_text(), on_started=on_started)
    assert seen == [True]


def test_ready_is_told_once_everything_is_there(tmp_path: Path) -> None:
    log = tmp_path / "log"
    seen: list[str] = []
    run = Run([python("broker", POLITE, "broker", str(log), ready=log.exists)])
    run.until(lambda: seen, on_started=lambda complete: seen.append(f"{log.read_text().strip()} {complete}"))
    assert seen == ["broker starts True"]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_to_the_launcher_stops_everything_with_code_0(number: str, tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from launcher.supervisor import ServiceSpec, Supervisor\n"
        "from launcher.terminal import Terminal\n"
        "from launcher.texts import Texts\n"
        "from launcher.up import stop_on_signals\n"
        "command = (sys.executable, '-c', 'import os, time; print(os.getpid(), flush=True); time.sleep(60)')\n"
        "spec = ServiceSpec('web', command, dict(os.environ))\n"
        "supervisor = Supervisor([spec], cwd=pathlib.Path(), terminal=Terminal.standard(), texts=Texts())\n"
        "stop_on_signals(supervisor)\n"
        "sys.exit(supervisor.run())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        child = int(launcher.stdout.readline().split("|")[1])
        launcher.send_signal(getattr(signal, number))
        launcher.stdout.read()
    assert (launcher.returncode, psutil.pid_exists(child)) == (0, False)
