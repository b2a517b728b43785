"""Playing a trial: messages before, during and after a fault, then the count."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.trial import disk, network, oddities, processes
from bench.trial.checker import Tally
from bench.trial.fault import Fault
from bench.trial.stage import Cast, Stage
from tests.support.waiting import wait_until

NONE = Fault("none", "no fault")
_RECOVERY = 60.0

# Messages a second, and at most during a fault. mosquitto saves all that waits at every round of its loop, in which it
# reads one acknowledgement of the bridge but a message of each publisher: what waits there is soon all that it does.
_RATE = {"mosquitto": 500, "amqtt": 3000}
_DURING = {"mosquitto": 300, "amqtt": 6000}
_SETTLE = 30.0


@dataclass(frozen=True)
class Plan:
    """One row: a fault, a broker, how many messages in all from the publishers."""

    fault: Fault
    broker: str
    messages: int = 2000
    cast: Cast = field(default_factory=Cast)


@dataclass(frozen=True)
class Outcome:
    """What was seen. `recovery` is in seconds; None when it did not within a minute."""

    plan: Plan
    tally: Tally
    recovery: float | None
    wanting: tuple[str, ...]
    memory: tuple[dict[str, float], dict[str, float]]
    seconds: float

    @property
    def broken(self) -> list[str]:
        """Every promise that did not hold, in words."""
        tally, excused = self.tally, self.plan.broker in self.plan.fault.loses
        found = list(self.wanting)
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
    rooms = (processes, network, disk, oddities)
    return {fault.name: fault for fault in [NONE, *(fault for room in rooms for fault in room.faults())]}


def play(plan: Plan, folder: Path, tell: Callable[[str], None] = lambda _: None) -> Outcome:
    """Play one trial in a folder of its own."""
    fault, begun = plan.fault, time.monotonic()
    stage = Stage(plan.cast, folder)
    try:
        fault.prepare(stage)
        stage.start()
        before = stage.memory()
        during = min(plan.messages // 3, _DURING[plan.broker])
        tell("before")
        speak(stage, (plan.messages - during) // 2)
        wait_until(lambda: stage.have_seen(dict.fromkeys(stage.marks(), 0)), seconds=_RECOVERY, what="a first record")
        tell("during")
        fault.begin(stage)
        speak(stage, during, fault.hold)
        fault.end(stage)
        recovery = recover(stage)
        tell("after")
        speak(stage, (plan.messages - during) // 2)
        wanting = stage.settle(_SETTLE)
        after = stage.memory()
        return Outcome(plan, stage.verdict(), recovery, tuple(wanting), (before, after), time.monotonic() - begun)
    finally:
        stage.stop()


def speak(stage: Stage, messages: int, seconds: float = 0.0) -> None:
    """Let so many be said, in turn, as fast as the broker stands or over `seconds`; returns when they may all be."""
    each = -(-messages // stage.cast.publishers)
    seconds = max(seconds, messages / _RATE[stage.cast.broker])
    begun = time.monotonic()
    for number in range(1, each + 1):
        stage.crowd.allow(1)
        time.sleep(max(0.0, begun + seconds * number / each - time.monotonic()))


def recover(stage: Stage) -> float | None:
    """Everybody says something more, now and then; seconds until every viewer has seen some of it, from everybody."""
    begun, said, marks = time.monotonic(), 0, stage.marks()
    while not (stage.have_seen(marks) and stage.is_well):
        passed = time.monotonic() - begun
        if passed > _RECOVERY:
            return None
        if passed >= said:  # again, because what is said before the bridge has subscribed anew may be lost
            said += 1
            stage.crowd.allow(1)
        time.sleep(0.05)
    return time.monotonic() - begun


def cast_for(fault: Fault, broker: str, **numbers: int) -> Cast:
    """Everybody that this fault needs."""
    return Cast(broker=broker, doors=fault.doors, settings=fault.settings, **numbers)
