"""Random faults, one after another, for as long as you like: 50 publishers, 20 viewers; the seed makes it again.

Every fault that begins and ends while the lab runs may come: kills, pauses, and the network between each pair.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.trial.checker import Tally
from bench.trial.fault import BOTH, Fault
from bench.trial.runner import catalogue, recover
from bench.trial.testbed import Setup, Testbed

_REST = (1.0, 6.0)
_SETTLE = 60.0
_PAIRS = ("publishers", "bridge", "web", "viewers")


@dataclass(frozen=True)
class Plan:
    """`rate` is messages a second of all publishers."""

    seconds: float = 1800.0
    seed: int = 1
    broker: str = "amqtt"
    publishers: int = 50
    viewers: int = 20
    rate: int = 100


@dataclass
class Outcome:
    """What was seen. A recovery is the fault's name and seconds; None when it did not within a minute."""

    tally: Tally = field(default_factory=Tally)
    recoveries: list[tuple[str, float | None]] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    may_lose: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether every promise held. What is lost when a broker dies is no promise to messages without an `id`."""
        tally = self.tally
        lost = tally.lost_with_id if self.may_lose else tally.lost
        recovered = all(seconds is not None for _, seconds in self.recoveries)
        return recovered and not (lost or tally.doubled or tally.holes or tally.diverged or self.unfinished)


class SteadyLoad:
    """Lets the publishers send at a steady rate (messages a second, of all together), whatever happens meanwhile."""

    def __init__(self, testbed: Testbed, rate: int) -> None:
        self._testbed = testbed
        self._every = testbed.setup.publishers / rate
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="steady-load", daemon=True)

    def start(self) -> None:
        """Start sending."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing new."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self._testbed.publisher_group.allow(1)


def run(plan: Plan, folder: Path) -> Outcome:
    """Carry out a plan in a lab of its own."""
    setup = Setup(broker=plan.broker, publishers=plan.publishers, viewers=plan.viewers, proxies=_PAIRS)
    testbed, outcome = Testbed(setup, folder), Outcome()
    try:
        testbed.start()
        outcome.memory.append(testbed.memory())
        load = SteadyLoad(testbed, plan.rate)
        load.start()
        _inject_faults(testbed, plan, outcome)
        load.stop()
        outcome.unfinished = testbed.settle(_SETTLE)
        outcome.memory.append(testbed.memory())
        outcome.tally = testbed.tally()
    finally:
        testbed.stop()
    return outcome


def _inject_faults(testbed: Testbed, plan: Plan, outcome: Outcome) -> None:
    chance = random.Random(plan.seed)
    choice = [fault for fault in catalogue().values() if fault.is_for_soak and plan.broker in fault.brokers]
    begun = time.monotonic()
    while time.monotonic() - begun < plan.seconds:
        time.sleep(chance.uniform(*_REST))
        fault = chance.choice(choice)
        outcome.may_lose = outcome.may_lose or plan.broker in fault.loses
        seconds = _inject(testbed, fault, chance.uniform(0.5, 1.5) * fault.hold)
        outcome.recoveries.append((fault.name, seconds))
        told = "not within a minute" if seconds is None else f"{seconds:.1f} s"
        print(
            f"{time.monotonic() - begun:6.0f} s  {fault.name:24} recovered: {told};"
            f" {testbed.publisher_group.sent:,} sent, {testbed.publisher_group.acknowledged:,} acknowledged",
            flush=True,
        )


def _inject(testbed: Testbed, fault: Fault, hold: float) -> float | None:
    fault.begin(testbed)
    time.sleep(hold)
    fault.end(testbed)
    return recover(testbed)


def main(arguments: list[str]) -> int:
    """Run with the options given; 0 when every promise held."""
    plan = Plan()
    parser = argparse.ArgumentParser(prog="lab.py bench soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=plan.seconds)
    parser.add_argument("--broker", choices=BOTH, default=plan.broker)
    for name in ("seed", "publishers", "viewers", "rate"):
        parser.add_argument(f"--{name}", type=int, default=getattr(plan, name))
    plan = Plan(**vars(parser.parse_args(arguments)))
    print(plan, flush=True)
    with tempfile.TemporaryDirectory(prefix="lab-soak-") as folder:
        outcome = run(plan, Path(folder))
    print("\n" + report(outcome))
    return 0 if outcome.is_clean else 1


def report(outcome: Outcome) -> str:
    """In words and figures."""
    tally = outcome.tally
    seconds = sorted(one for _, one in outcome.recoveries if one is not None)
    lines = [f"{name:24} {getattr(tally, name)}" for name in vars(tally) if name != "problems"]
    if seconds:
        lines.append(f"{'recovery':24} median {seconds[len(seconds) // 2]:.1f} s, longest {seconds[-1]:.1f} s")
    lines.append(f"{'faults':24} {len(outcome.recoveries)}")
    for before, after in [outcome.memory] if len(outcome.memory) == 2 else []:
        lines += [
            f"{'memory of ' + name:24} {before[name]:.0f} MiB, at the end {after[name]:.0f} MiB" for name in before
        ]
    return "\n".join([*lines, *outcome.unfinished, *tally.problems[:20]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
