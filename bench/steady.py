"""Half of what the lab can take in, for ten minutes: does memory or latency grow?

The maximum is measured first. Each minute a quiet session beside the load says how long a message takes from its
publish to `log/<session>`, and the processes say what they hold. In the end every message must be logged.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.compare import systems
from bench.compare.processes import memory
from bench.compare.systems import System, running
from bench.compare.trials import FULL, SESSIONS, SIZE, intake, percentiles, publishers, seen, topics
from bench.loads.publishers import Load

PROBES_A_SECOND = 20
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Minute:
    """What was seen in one minute: milliseconds, and bytes by process."""

    p50: float
    p99: float
    held: dict[str, int]

    def line(self, number: int) -> str:
        """A line of the table."""
        held = "  ".join(f"{name} {size / MEBIBYTE:6.1f} MiB" for name, size in self.held.items())
        return f"minute {number:3}  p50 {self.p50:7.1f} ms  p99 {self.p99:7.1f} ms  {held}"


def is_flat(minutes: list[Minute]) -> bool:
    """Whether the last minutes are as the first: memory within a quarter, the median within a factor of two."""
    early, late = minutes[: max(1, len(minutes) // 3)], minutes[-max(1, len(minutes) // 3) :]
    held = [max(sum(minute.held.values()) for minute in part) for part in (early, late)]
    medians = [sorted(minute.p50 for minute in part)[len(part) // 2] for part in (early, late)]
    return held[1] <= 1.25 * held[0] and medians[1] <= 2 * medians[0]


def run(
    folder: Path, rate: float, minutes: int, seconds: float, broker: str = systems.EMBEDDED
) -> tuple[list[Minute], int, int]:
    """The minutes (each of so many seconds), how many messages were sent, and how many are logged."""
    messages = int(rate * minutes * seconds)
    with running(systems.OURS[broker], folder) as system, publishers(_load(system, SESSIONS, messages, rate)) as load:
        load.go()
        probes = int(PROBES_A_SECOND * seconds)
        made = []
        for number in range(minutes):
            made.append(_minute(system, probes))
            print(made[-1].line(number + 1), flush=True)
        load.told()
        _, logged = system.wait_for_lines(messages + probes * minutes)
        return made, messages, logged - probes * minutes


def _load(system: System, sessions: Sequence[str], messages: int, rate: float) -> Load:
    return Load(port=system.lab.mqtt_port, topics=topics(sessions), messages=messages, size=SIZE, rate=rate)


def _minute(system: System, probes: int) -> Minute:
    load = _load(system, ["probe"], probes, PROBES_A_SECOND)
    _, told = seen(load.port, "log/probe", probes, partial(publishers, load))
    held = {name: memory([one.process.pid]) for name, one in system.lab.services.items() if one.process is not None}
    delays = percentiles(told["latencies"])
    return Minute(delays["p50"], delays["p99"], held)


@contextmanager
def _folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lab-steady-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Measure and say what was seen. 1 when something grew, or a message is missing."""
    parser = argparse.ArgumentParser(prog="python lab.py bench steady", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long a minute is")
    parser.add_argument("--share", type=float, default=0.5, help="of the maximum")
    parser.add_argument("--rate", type=float, default=0.0, help="messages a second; the maximum is not measured")
    parser.add_argument("--broker", choices=[systems.EMBEDDED, systems.MOSQUITTO], default=systems.EMBEDDED)
    given = parser.parse_args(arguments)
    rate = given.rate
    if not rate:
        with _folder() as folder:
            most = intake(systems.OURS[given.broker], folder / "run", FULL)["rate"]
        rate = most * given.share
        print(f"maximum {most:,.0f} messages a second", flush=True)
    print(f"{rate:,.0f} messages a second, {given.minutes} times {given.seconds:g} s", flush=True)
    begun = time.monotonic()
    with _folder() as folder:
        minutes, sent, logged = run(folder / "run", rate, given.minutes, given.seconds, given.broker)
    print(f"sent {sent:,}, logged {logged:,}, in {time.monotonic() - begun:.0f} s")
    return 0 if logged == sent and is_flat(minutes) else 1
