"""The loads, one function each: a subject and its size in, figures out. Each starts a new system."""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.compare.processes import LOADS, Generator, cpu, generator, memory, node, python
from bench.compare.systems import Subject, System, running
from bench.history import fill, measure
from bench.loads.publishers import Load
from bench.loads.texts import text
from tests.support.waiting import wait_until

Figures = dict[str, float]
SIZE = 64
"""Bytes of a text."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much. `python lab.py bench --quick` takes QUICK.

    `intake`: messages of an intake; `small_windows`: of one with small windows; `flood`: texts to browsers; `paced`:
    texts at a steady rate; `blocking`: messages of a client that waits for each PUBACK; `idle`: browsers that only
    look on; `sessions` and `records`: of a full lab; `missed`: records to catch up with; `requests`: over HTTP.
    """

    intake: int = 200_000
    small_windows: int = 40_000
    flood: int = 20_000
    paced: int = 2_000
    blocking: int = 500
    flood_seconds: float = 5.0
    idle: int = 2_000
    sessions: int = 1_000
    records: int = 1_000_000
    missed: int = 100_000
    requests: int = 200
    divide_browsers: int = 1


FULL = Size()
QUICK = Size(
    intake=40_000,
    small_windows=10_000,
    flood=4_000,
    paced=400,
    blocking=100,
    flood_seconds=1.0,
    idle=300,
    sessions=50,
    records=20_000,
    missed=20_000,
    requests=50,
    divide_browsers=10,
)
SESSIONS = tuple(f"s{number}" for number in range(50))
BLOCKING_CLIENTS = 20
"""Clients in a flood that wait for each PUBACK: several, since each gets few answers a second."""

_ENDLESS = 10**9


def topics(sessions: Sequence[str], roles: int = 1) -> list[str]:
    """The topics of so many participants in each session."""
    return [f"chat/{session}/load{role}" for role in range(roles) for session in sessions]


def publishers(load: Load) -> AbstractContextManager[Generator]:
    """Participants, ready to publish."""
    return generator(*python("bench.loads.publishers", json.dumps(asdict(load))))


def browsers(system: System, count: int, each: int, *, latency: bool = False) -> AbstractContextManager[Generator]:
    """Browsers that have joined."""
    arguments = (system.lab.web_port, system.kind, "s0", count, each, int(latency))
    return generator(*node(LOADS / "browsers.mjs", *arguments))


def intake(
    subject: Subject,
    folder: Path,
    size: Size,
    *,
    qos: int = 1,
    publishers_each: int = 1,
    window: int = 1000,
    divide: int = 1,
) -> Figures:
    """Messages a second from the first that is published to the last that is logged and acknowledged.

    50 sessions, `publishers_each` publishers in each; `divide` 8 publishes an eighth of the messages. `share`: how much
    of what was published is logged.
    """
    messages = (size.intake if window > 100 else size.small_windows) // divide
    with running(subject, folder) as system:
        load = Load(
            port=system.lab.mqtt_port,
            topics=topics(SESSIONS, publishers_each),
            messages=messages,
            qos=qos,
            size=SIZE,
            window=window,
        )
        before = _warm_up(system)
        begun, ended, logged = _publish(system, load, before + messages)
        return {"rate": (logged - before) / (ended - begun), "share": (logged - before) / messages}


def _warm_up(system: System) -> int:
    """Begin each session. Returns how many lines are logged then."""
    load = Load(port=system.lab.mqtt_port, topics=topics(SESSIONS), messages=len(SESSIONS), size=SIZE)
    return _publish(system, load, system.logged() + len(SESSIONS))[2]


def _publish(system: System, load: Load, lines: int) -> tuple[float, float, int]:
    """Publish until there are so many lines. Returns when it began, when the last line was there and the last message
    acknowledged, and the number of lines."""
    with publishers(load) as publishing:
        publishing.go()
        ended, logged = system.wait_for_lines(lines)
        told = publishing.told()
        return told["begun"], max(ended, told["begun"] + told["seconds"]), logged


def fan_out(subject: Subject, folder: Path, size: Size, *, count: int) -> Figures:
    """Records a second to all browsers together, from the first that is published to the last that arrives.

    `share`: how much of what was published arrived.
    """
    count = max(1, count // size.divide_browsers)
    with running(subject, folder) as system, browsers(system, count, size.flood) as viewers:
        if system.kind == "bare":
            begun = time.monotonic()
            _get(system, "/flood?" + urlencode({"messages": size.flood, "text": text(SIZE).decode()}))
        else:
            load = Load(port=system.lab.mqtt_port, topics=topics(["s0"]), messages=size.flood, size=SIZE)
            with publishers(load) as publishing:
                publishing.go()
                begun = publishing.told()["begun"]
        viewers.go()
        told = viewers.told()
        return {"rate": told["texts"] / (told["ended"] - begun), "share": told["texts"] / count / size.flood}


def latency(subject: Subject, folder: Path, size: Size) -> Figures:
    """Milliseconds from a publish to a page: 200 messages a second to 100 browsers."""
    count = max(1, 100 // size.divide_browsers)
    with running(subject, folder) as system, browsers(system, count, size.paced, latency=True) as viewers:
        load = Load(port=system.lab.mqtt_port, topics=topics(["s0"]), messages=size.paced, size=SIZE, rate=200)
        with publishers(load) as publishing:
            publishing.go()
            publishing.told()
        viewers.go()
        told = viewers.told()
        return {**percentiles(told["latencies"]), "share": told["texts"] / count / size.paced}


def puback(subject: Subject, folder: Path, size: Size, *, in_flood: bool) -> Figures:
    """Milliseconds from a PUBLISH to its PUBACK, for clients that wait for each before they publish the next.

    One client alone, or several beside the 50 publishers of `intake`.
    """
    with running(subject, folder) as system:
        _warm_up(system)
        port = system.lab.mqtt_port
        if not in_flood:
            alone = Load(port=port, topics=["chat/s0/board"], messages=size.blocking, size=SIZE, window=1, timed=True)
            return percentiles(_told_of(alone)["latencies"])
        boards = [f"chat/s0/board{number}" for number in range(BLOCKING_CLIENTS)]
        blocking = Load(
            port=port,
            topics=boards,
            messages=_ENDLESS,
            size=SIZE,
            window=1,
            seconds=size.flood_seconds,
            timed=True,
        )
        with publishers(Load(port=port, topics=topics(SESSIONS), messages=_ENDLESS, size=SIZE)) as flood:
            flood.go()
            enough = system.logged() + size.intake // 100
            wait_until(lambda: system.logged() >= enough, seconds=60, what="the flood has begun")
            return percentiles(_told_of(blocking)["latencies"])


def _told_of(load: Load) -> dict[str, Any]:
    """Carry out a load, and return what it tells."""
    with publishers(load) as publishing:
        publishing.go()
        return publishing.told()


def idle_memory(subject: Subject, folder: Path, size: Size) -> Figures:
    """Kilobytes for each browser that is connected and quiet."""
    with running(subject, folder) as system:
        before = memory(system.pids)
        with browsers(system, size.idle, 1):
            return {"kilobytes": (memory(system.pids) - before) / size.idle / 1024}


def cpu_per_message(subject: Subject, folder: Path, size: Size, *, is_full: bool) -> Figures:
    """Microseconds of bridge and web for a message to one session; `is_full`: with other sessions of records beside."""
    sessions = size.sessions if is_full else 0
    for number in range(sessions):
        fill(folder / "lab" / "logs" / f"old{number}", size.records // sessions, quiet=True)
    with running(subject, folder / "lab") as system:
        _get(system, "/api/sessions")
        present = system.logged()
        begun = cpu(system.pids)
        load = Load(port=system.lab.mqtt_port, topics=topics(["s0"]), messages=size.intake, size=SIZE)
        _, _, logged = _publish(system, load, present + size.intake)
        return {"microseconds": (cpu(system.pids) - begun) / (logged - present) * 1e6}


def history(subject: Subject, folder: Path, size: Size, *, records: int) -> Figures:
    """Milliseconds, the median, for the last 100 records of a session of so many."""
    fill(folder / "lab" / "logs" / "old", min(records, size.records), quiet=True)
    with running(subject, folder / "lab") as system:
        times = measure(system.lab.url, ("old",), size.requests)["old"]
        return {"milliseconds": statistics.median(times)}


def catch_up(subject: Subject, folder: Path, size: Size) -> Figures:
    """Records a second of a page that pulls what it missed, a thousand at a time."""
    fill(folder / "lab" / "logs" / "old", size.missed, quiet=True)
    with running(subject, folder / "lab") as system:
        connection = http.client.HTTPConnection("127.0.0.1", system.lab.web_port, timeout=30)
        begun, have = time.monotonic(), 0
        while have < size.missed:
            connection.request("GET", f"/api/sessions/old/messages?limit=1000&after={have}")
            have = json.loads(connection.getresponse().read())["records"][-1]["seq"]
        connection.close()
        return {"rate": size.missed / (time.monotonic() - begun)}


def passed_on(subject: Subject, folder: Path, size: Size) -> Figures:
    """Messages a second through a broker to a bare subscriber, and milliseconds at 200 a second.

    On topics of no session, which the embedded broker acknowledges itself.
    """
    with running(subject, folder) as system:
        port, messages = system.lab.mqtt_port, size.intake // 4
        delays = _paced_to_subscriber(port, "plain/s0/load", "plain/#", size)
        load = Load(port=port, topics=[f"plain/{name}/load" for name in SESSIONS], messages=messages, size=SIZE)
        begun, told = seen(port, "plain/#", messages, partial(publishers, load))
        return {**delays, "rate": messages / (told["ended"] - begun)}


def logged_and_passed_on(subject: Subject, folder: Path, size: Size) -> Figures:
    """Messages logged a second, and milliseconds at 200 a second to a bare subscriber of the log, who receives them
    once they are logged and synced."""
    with running(subject, folder) as system:
        port, messages = system.lab.mqtt_port, size.intake // 4
        before = _warm_up(system)
        delays = _paced_to_subscriber(port, "chat/s0/load", "log/s0", size)
        _, before = system.wait_for_lines(before + size.paced)
        load = Load(port=port, topics=topics(SESSIONS), messages=messages, size=SIZE)
        begun, ended, logged = _publish(system, load, before + messages)
        return {**delays, "rate": (logged - before) / (ended - begun)}


def _paced_to_subscriber(port: int, topic: str, topic_filter: str, size: Size) -> Figures:
    load = Load(port=port, topics=[topic], messages=size.paced, size=SIZE, rate=200)
    _, told = seen(port, topic_filter, size.paced, partial(publishers, load))
    return percentiles(told["latencies"])


def seen(
    port: int, topic: str, count: int, load: Callable[[], AbstractContextManager[Generator]]
) -> tuple[float, dict[str, Any]]:
    """When a load began, and what a bare subscriber tells of it."""
    with generator(*python("bench.loads.subscriber", port, topic, count)) as seen, load() as publishing:
        publishing.go()
        told = seen.told()
        return publishing.told()["begun"], told


def percentiles(microseconds: list[int]) -> Figures:
    """p50 and p99, in milliseconds."""
    cuts = statistics.quantiles(microseconds, n=100)
    return {"p50": cuts[49] / 1000, "p99": cuts[98] / 1000}


def _get(system: System, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", system.lab.web_port, timeout=60)
    connection.request("GET", path)
    assert connection.getresponse().status == 200
    connection.close()
