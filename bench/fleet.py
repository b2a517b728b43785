"""A fleet of simulated devices against the lab as it ships: what it bears, and what each process costs.

Runs `python -m devices fleet` (docs/fleet.md) against a lab of its own and measures every process meanwhile. With
`--search` it looks for how many devices the machine bears: all connected, nothing lost, left out or doubled, and the
time to the record below a second in 99 of 100 cases.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from bench.compare import systems
from bench.compare.processes import cpu, memory
from bench.compare.systems import System, running
from tests.support.services import ROOT

MEBIBYTE = 2**20
SLOWEST_MS = 1000.0
"""The time to the record, in 99 of 100 cases, from which on a machine no longer bears a fleet."""

STEP = 1.15
"""How close the search comes: the first count that is not borne is at most so many times the last one that is."""

MOST = 20_000
_SAMPLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: seconds of processor time, and resident bytes before and at most."""

    name: str
    cpu: float
    before: int
    most: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has shown: the fleet's report, how long it took in all, and the cost of each process."""

    report: Mapping[str, Any]
    seconds: float
    costs: Sequence[Cost]

    @property
    def is_borne(self) -> bool:
        """Whether the lab bears this fleet."""
        report = self.report
        return bool(
            report["good"]
            and report["connected"] == report["devices"]
            and not report["left_out"]
            and not report["unacknowledged"]
            and report["log_ms"]["p99"] < SLOWEST_MS
        )

    def lines(self) -> Iterator[str]:
        """The costs as a table. Processor time is in percent of one core, and a message in microseconds."""
        yield "| process | processor, % of a core | processor, us a message | memory before, MiB | at most, MiB |"
        yield "|---|---|---|---|---|"
        for one in self.costs:
            share, each = 100 * one.cpu / self.seconds, 1e6 * one.cpu / max(1, self.report["sent"])
            held = f"{one.before / MEBIBYTE:.1f} | {one.most / MEBIBYTE:.1f}"
            yield f"| {one.name} | {share:.1f} | {each:.0f} | {held} |"


class Meter:
    """Looks at processes every second until it is stopped. One that has ended counts as it was seen last."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self._begun = {name: cpu([pid]) for name, pid in pids.items()}
        self._before = {name: memory([pid]) for name, pid in pids.items()}
        self._cpu, self._most = dict(self._begun), dict(self._before)
        self._stopped = Event()
        self._thread = Thread(target=self._look_each_second, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> list[Cost]:
        """Look once more, and tell."""
        self._stopped.set()
        self._thread.join()
        self._look()
        return [
            Cost(name, self._cpu[name] - self._begun[name], self._before[name], self._most[name]) for name in self._pids
        ]

    def _look_each_second(self) -> None:
        while not self._stopped.wait(_SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        for name, pid in self._pids.items():
            with suppress(psutil.NoSuchProcess):
                held = memory([pid])
                self._cpu[name], self._most[name] = cpu([pid]), max(self._most[name], held)


def run(folder: Path, broker: str, arguments: Sequence[str]) -> Outcome:
    """One run of a fleet against a new lab. Raises AssertionError when it ends without a report."""
    with running(systems.OURS[broker], folder) as system:
        file = folder / "report.json"
        command = [sys.executable, "-m", "devices", "fleet", "--session", "load", "--report", str(file), *arguments]
        begun = time.monotonic()
        with subprocess.Popen(command, cwd=ROOT, env={**system.lab.environ(), "LAB_LANG": "en"}) as fleet:
            meter = Meter({**_pids(system), "fleet": fleet.pid})
            meter.start()
            code = fleet.wait()
            costs, seconds = meter.stop(), time.monotonic() - begun
        assert file.exists(), f"the fleet ended with {code}"
        return Outcome(json.loads(file.read_text()), seconds, costs)


def _pids(system: System) -> dict[str, int]:
    return {name: one.process.pid for name, one in system.lab.services.items() if one.process is not None}


def search(bears: Callable[[int], bool], first: int, most: int = MOST) -> int:
    """The greatest count that is borne, to within STEP; 0 when not even `first` is. Doubles, then halves the ratio."""
    good, bad, count = 0, 0, first
    while not bad and count <= most:
        if bears(count):
            good, count = count, 2 * count
        else:
            bad = count
    while good and bad > good * STEP:
        middle = round((good * bad) ** 0.5)
        if bears(middle):
            good = middle
        else:
            bad = middle
    return good


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lab-fleet-", ignore_cleanup_errors=True) as made:
        yield Path(made) / "run"


def _measure(broker: str, arguments: Sequence[str]) -> Outcome:
    with _folder() as folder:
        outcome = run(folder, broker, arguments)
    print(*outcome.lines(), "", sep="\n", flush=True)
    return outcome


def main(arguments: list[str]) -> int:
    """Run, or search, and print. 1 when the lab did not bear the fleet."""
    parser = argparse.ArgumentParser(
        prog="python lab.py bench fleet",
        description=(__doc__ or "").splitlines()[0],
        epilog="Other options are those of `python -m devices fleet`.",
        allow_abbrev=False,
    )
    parser.add_argument("--broker", choices=[systems.EMBEDDED, systems.MOSQUITTO], default=systems.EMBEDDED)
    parser.add_argument("--count", type=int, default=2000, help="devices; with --search the first count")
    parser.add_argument("--search", action="store_true", help="look for the greatest count that is borne")
    given, others = parser.parse_known_args(arguments)
    if not given.search:
        outcome = _measure(given.broker, ["--count", str(given.count), *others])
        return 0 if outcome.is_borne else 1

    def bears(count: int) -> bool:
        is_borne = _measure(given.broker, ["--count", str(count), *others]).is_borne
        print(f"{count} devices: {'borne' if is_borne else 'not borne'}\n", flush=True)
        return is_borne

    most = search(bears, given.count)
    print(f"{given.broker}: {most} devices are borne")
    return 0 if most else 1
