"""The bridge is away under load, for minutes: memory, what clients and the console see, and the log afterwards.

The lab runs as it ships. Publishers with a window queue what they may not send yet; others wait for each PUBACK, have
no window, or publish at QoS 0. The bridge is killed, stays away while the load goes on, and is started again.
"""

import argparse
import contextlib
import http.client
import os
import platform
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from bench.compare import systems
from bench.compare.processes import Generator, generator, memory, python
from bench.compare.systems import System, running
from bench.loads.patient import Group, PatientLoad, Seen, number_of
from chat.history import History
from chat.topic import REJECTED
from mqtt.packets import Publish
from tests.support.mqtt import probe
from tests.support.services import Service
from tests.support.waiting import wait_until

BROKERS = {"amqtt": systems.EMBEDDED, "mosquitto": systems.MOSQUITTO}
LOOK_EVERY = 0.25
"""Seconds between two looks at the broker's memory."""

QUIET = 5.0
"""Seconds without a new line after which the log is taken for complete."""

MEBIBYTE = 2**20
_MORE_THAN_THERE_WILL_BE = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What is tried: the bridge is away for `seconds`, after it was there for `before`.

    `rate`: messages a second of the `publishers` with a window, all together; `free_rate`: of one without a window, 0:
    there is none. The absence ends no sooner than the broker's console has said `until`.
    """

    broker: str = "amqtt"
    seconds: float = 300.0
    before: float = 5.0
    rate: float = 2000.0
    publishers: int = 50
    window: int = 20
    keep_alive: int = 60
    free_rate: float = 100.0
    until: str = ""

    def groups(self) -> list[Group]:
        """The publishers, each in a session of its own, under a role of its own."""
        topics = [f"chat/s{number}/p{number}" for number in range(self.publishers)]
        rate, window = self.rate / self.publishers, self.window
        groups = [
            Group(name=f"window of {window}", topics=topics, rate=rate, window=window),
            Group(name="waits for each PUBACK", topics=["chat/blocking/p"], rate=10, window=1, queues=False),
            Group(name="QoS 0", topics=["chat/qos0/p"], rate=20, qos=0),
        ]
        if self.free_rate:
            groups.append(Group(name="no window", topics=["chat/free/p"], rate=self.free_rate, window=65535))
        return groups


@dataclass(slots=True)
class Tally:
    """Messages of a group in the log. `doubled`: sent once and there twice; `sent_twice`: sent twice and there twice;
    `reordered`: there for the first time behind a later one."""

    logged: int = 0
    not_logged: int = 0
    doubled: int = 0
    sent_twice: int = 0
    reordered: int = 0

    def add(self, numbers: list[int], sent: int, again: set[int]) -> None:
        """Count one publisher: the numbers in its log in their order, how many it sent, and which of them again."""
        firsts = list(dict.fromkeys(numbers))
        twice = {number for number, times in Counter(numbers).items() if times > 1}
        self.logged += len(firsts)
        self.not_logged += sent - len(firsts)
        self.doubled += len(twice - again)
        self.sent_twice += len(twice & again)
        self.reordered += sum(later < earlier for earlier, later in pairwise(firsts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was seen, by the names of the groups where it is of the publishers.

    `memory`: bytes of the broker before, at most, and afterwards. `refused`: messages of which `lab/rejected` told.
    `seconds_to_log`: from the start of the bridge to the last line.
    """

    absence: Absence
    memory: tuple[int, int, int]
    before: dict[str, Seen]
    away: dict[str, Seen]
    after: dict[str, Seen]
    console: list[str]
    health: str
    refused: int
    seconds_to_log: float
    logged: dict[str, Tally]

    @property
    def is_whole(self) -> bool:
        """Whether every message of QoS 1 is acknowledged, and logged once and in order."""
        return all(self._is_whole(group.name) for group in self.absence.groups() if group.qos)

    def _is_whole(self, name: str) -> bool:
        seen, tally = self.after[name], self.logged[name]
        is_complete = seen.acknowledged == seen.sent == seen.due and not tally.not_logged
        return is_complete and not (tally.doubled or tally.reordered)

    def while_away(self, name: str) -> dict[str, int]:
        """What a group did and saw while the bridge was away."""
        then, now = self.before[name], self.away[name]
        counted = ("due", "sent", "acknowledged", "sent_again", "lost_by_keep_alive", "lost_otherwise")
        return {one: getattr(now, one) - getattr(then, one) for one in counted}


def report(outcome: Outcome) -> str:
    """For a person, as two tables and some lines."""
    asked = outcome.absence
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    load = f"{asked.rate:,.0f} messages a second of {asked.publishers} publishers, beside others"
    held = [f"{size / MEBIBYTE:.1f} MiB" for size in outcome.memory]
    lines = [
        f"The bridge was away for {asked.seconds:g} s under {load} ({asked.broker}; {machine}).",
        "",
        *_table(_AWAY, [_row_away(outcome, name) for name in outcome.away]),
        "",
        f"Memory of the broker: {held[0]} before, {held[1]} at most, {held[2]} afterwards.",
        f"/healthz: {outcome.health}",
        "The console of the broker:",
        *(f"    {line}" for line in outcome.console or ["(nothing)"]),
        "",
        f"The last line was logged {outcome.seconds_to_log:.1f} s after the start of the bridge.",
        f"{outcome.refused:,} messages were refused, as `lab/rejected` told.",
        "",
        *_table(_AFTERWARDS, [_row_afterwards(outcome, name) for name in outcome.logged]),
    ]
    return "\n".join(lines)


_AWAY = (
    "while the bridge was away",
    "due",
    "sent",
    "acknowledged",
    "sent again",
    "gave up: no PINGRESP",
    "disconnected otherwise",
    "longest without a byte",
    "longest without a PUBACK",
)
_AFTERWARDS = (
    "in all",
    "sent",
    "acknowledged",
    "logged",
    "not logged",
    "doubled",
    "twice, as they were sent",
    "out of order",
)


def _row_away(outcome: Outcome, name: str) -> list[str]:
    seen = outcome.away[name]
    counts = [f"{count:,}" for count in outcome.while_away(name).values()]
    return [name, *counts, f"{seen.silence:.1f} s", f"{seen.wait:.1f} s" if seen.wait else "-"]


def _row_afterwards(outcome: Outcome, name: str) -> list[str]:
    seen, tally = outcome.after[name], outcome.logged[name]
    counts = (seen.sent, seen.acknowledged, tally.logged, tally.not_logged, tally.doubled, tally.sent_twice)
    return [name, *(f"{count:,}" for count in counts), f"{tally.reordered:,}"]


def _table(heads: tuple[str, ...], rows: list[list[str]]) -> Iterator[str]:
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cells)} |"


class MemoryWatch:
    """Looks at the memory of a service while a `with` block lasts. `most` is in bytes."""

    def __init__(self, service: Service) -> None:
        assert service.process is not None
        self._pid = service.process.pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")
        self.most = 0

    def now(self) -> int:
        """The resident bytes of the service, with what it started."""
        held = memory([self._pid])
        self.most = max(self.most, held)
        return held

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY):
            self.now()

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def measure(folder: Path, absence: Absence) -> Outcome:
    """Try it on a new lab. Raises AssertionError when the lab or the load does not work."""
    with running(systems.OURS[BROKERS[absence.broker]], folder) as system:
        port = system.lab.mqtt_port
        load = PatientLoad(port=port, groups=absence.groups(), keep_alive=absence.keep_alive)
        with (
            probe(port, REJECTED) as watcher,
            generator(*python("bench.loads.patient", load.to_json())) as publishers,
            MemoryWatch(system.lab.services["broker"]) as watch,
        ):
            return _measure(system, absence, publishers, watch, watcher.received)


def _measure(
    system: System, absence: Absence, publishers: Generator, watch: MemoryWatch, rejected: list[Publish]
) -> Outcome:
    bridge, broker = system.lab.services["bridge"], system.lab.services["broker"]
    publishers.go()
    time.sleep(absence.before)
    memory_before, said = watch.now(), len(broker.text())
    bridge.kill()
    publishers.go()
    before, end = publishers.told(), time.monotonic() + absence.seconds
    time.sleep(absence.seconds / 2)
    health = _health(system.lab.web_port)
    time.sleep(max(0.0, end - time.monotonic()))
    wait_until(lambda: absence.until in broker.text()[said:], seconds=30, what=broker.text)
    publishers.go()
    away, begun = publishers.told(), time.monotonic()
    bridge.start()
    after = publishers.told()
    ended, _ = system.wait_for_lines(_MORE_THAN_THERE_WILL_BE, quiet=QUIET)
    return Outcome(
        absence=absence,
        memory=(memory_before, watch.most, watch.now()),
        before=_seen(before),
        away=_seen(away),
        after=_seen(after),
        console=broker.text()[said:].splitlines(),
        health=health,
        refused=sum(1 + orjson.loads(one.payload).get("suppressed", 0) for one in list(rejected)),
        seconds_to_log=ended - begun,
        logged=_tallies(system.logs, absence, after["topics"]),
    )


def _seen(told: dict[str, Any]) -> dict[str, Seen]:
    return {name: Seen(**seen) for name, seen in told["groups"].items()}


def _tallies(logs: Path, absence: Absence, topics: dict[str, dict[str, Any]]) -> dict[str, Tally]:
    made = dict[str, Tally]()
    for group in absence.groups():
        tally = made[group.name] = Tally()
        for topic in group.topics:
            _, session, role = topic.split("/")
            tally.add(_numbers(logs / session, role), topics[topic]["sent"], set(topics[topic]["again"]))
    return made


def _numbers(folder: Path, role: str) -> list[int]:
    records = (orjson.loads(line) for line in History(folder).all())
    return [number_of(record["text"]) for record in records if record["role"] == role]


def _health(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return f"{answer.status} {answer.read().decode().strip()}"


def main(arguments: list[str]) -> int:
    """Measure and say what was seen. 1 when a message of QoS 1 is not acknowledged, not logged, doubled or out of
    order."""
    parser = argparse.ArgumentParser(prog="lab.py bench away", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--broker", choices=list(BROKERS), default="amqtt")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long the bridge is away")
    parser.add_argument("--rate", type=float, default=2000.0, help="messages a second of those with a window")
    parser.add_argument("--publishers", type=int, default=50, help="with a window")
    parser.add_argument("--window", type=int, default=20)
    parser.add_argument("--keep-alive", type=int, default=60, help="of all publishers, in seconds")
    parser.add_argument("--free-rate", type=float, default=100.0, help="of the one without a window; 0: without it")
    absence = Absence(**vars(parser.parse_args(arguments)))
    with tempfile.TemporaryDirectory(prefix="lab-away-") as folder:
        outcome = measure(Path(folder) / "run", absence)
    print(report(outcome))
    return 0 if outcome.is_whole else 1
