"""Runs a trial: messages before, during and after a fault, and then the count of what became of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.trial import clock, disk, network, poison, processes
from bench.trial.checker import Tally
from bench.trial.fault import Fault
from bench.trial.testbed import Setup, Testbed
from tests.support.waiting import wait_until

NONE = Fault("none", "no fault")
_RECOVERY = 60.0

_RATE = 3000
"""Messages a second."""

_DURING = 6000
"""Messages during a fault, at most."""

_SETTLE = 30.0


@dataclass(frozen=True)
class Plan:
    """One row: a fault, a broker, how many messages in all from the publishers."""

    fault: Fault
    broker: str
    messages: int = 2000
    setup: Setup = field(default_factory=Setup)


@dataclass(frozen=True)
class Outcome:
    """What was seen. `recovery` is in seconds; None when it did not within a minute."""

    plan: Plan
    tally: Tally
    recovery: float | None
    unfinished: tuple[str, ...]
    memory: tuple[dict[str, float], dict[str, float]]
    seconds: float

    @property
    def broken(self) -> list[str]:
        """Every promise that did not hold, in words."""
        tally, excused = self.tally, self.plan.broker in self.plan.fault.loses
        found = list(self.unfinished)
        for count, what in (
            (tally.lost_with_id if excused else tally.lost, "lost"),
            (tally.doubled, "doubled"),
            (0 if excused else tally.reordered, "reordered"),
            (tally.holes, "sessions with a hole in seq"),
            (tally.diverged, "viewers that differ from the log"),
        ):
            if count:
                found.append(f"{count} {what}")
        return [*found, *([] if self.recovery is not None else ["not well within a minute"])]


def catalogue() -> dict[str, Fault]:
    """Every fault that this machine can make, by name."""
    modules = (processes, network, disk, clock, poison)
    return {fault.name: fault for fault in [NONE, *(fault for module in modules for fault in module.faults())]}


def run_trial(plan: Plan, folder: Path, on_phase: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run one trial in a folder of its own. `on_phase` is called with `before`, `during` and `after`."""
    fault, begun = plan.fault, time.monotonic()
    testbed = Testbed(plan.setup, folder)
    try:
        fault.prepare(testbed)
        testbed.start()
        before = testbed.memory()
        during = min(plan.messages // 3, _DURING)
        on_phase("before")
        publish_messages(testbed, (plan.messages - during) // 2)
        wait_until(
            lambda: testbed.have_seen(dict.fromkeys(testbed.marks(), 0)), seconds=_RECOVERY, what="a first record"
        )
        on_phase("during")
        fault.begin(testbed)
        publish_messages(testbed, during, fault.hold)
        fault.end(testbed)
        recovery = recover(testbed)
        on_phase("after")
        publish_messages(testbed, (plan.messages - during) // 2)
        unfinished = testbed.settle(_SETTLE)
        after = testbed.memory()
        return Outcome(plan, testbed.tally(), recovery, tuple(unfinished), (before, after), time.monotonic() - begun)
    finally:
        testbed.stop()


def publish_messages(testbed: Testbed, messages: int, seconds: float = 0.0) -> None:
    """Let the publishers send so many messages in turn, at _RATE or over `seconds`, whichever is longer."""
    each = -(-messages // testbed.setup.publishers)
    seconds = max(seconds, messages / _RATE)
    begun = time.monotonic()
    for number in range(1, each + 1):
        testbed.publisher_group.allow(1)
        time.sleep(max(0.0, begun + seconds * number / each - time.monotonic()))


def recover(testbed: Testbed) -> float | None:
    """Publish more until every viewer has seen something new of every publisher. Returns the seconds that took."""
    begun, rounds, marks = time.monotonic(), 0, testbed.marks()
    while not (testbed.have_seen(marks) and testbed.is_well):
        passed = time.monotonic() - begun
        if passed > _RECOVERY:
            return None
        if passed >= rounds:  # again: what is published before the bridge has subscribed again may be lost
            rounds += 1
            testbed.publisher_group.allow(1)
        time.sleep(0.05)
    return time.monotonic() - begun


def setup_for(fault: Fault, broker: str, **numbers: int) -> Setup:
    """The setup that this fault needs."""
    return Setup(broker=broker, proxies=fault.proxies, settings=fault.settings, **numbers)
