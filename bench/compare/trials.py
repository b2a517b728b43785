"""The loads, one function each: a system and its size in, figures out. Each starts a new system."""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.compare import systems
from bench.compare.processes import LOADS, Generator, cpu, generator, memory, node, python
from bench.compare.systems import Start, System, running
from bench.history import fill, measure
from bench.loads.texts import text

Figures = dict[str, float]
SIZE = 64
"""Bytes of a text."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much. `python lab.py bench --quick` takes QUICK."""

    intake: int = 200_000
    flood: int = 20_000
    paced: int = 4_000
    idle: int = 2_000
    sessions: int = 1_000
    records: int = 1_000_000
    missed: int = 100_000
    requests: int = 200
    divide_browsers: int = 1


FULL = Size()
QUICK = Size(
    intake=40_000,
    flood=4_000,
    paced=400,
    idle=300,
    sessions=50,
    records=20_000,
    missed=20_000,
    requests=50,
    divide_browsers=10,
)
SESSIONS = tuple(f"s{number}" for number in range(50))


def publishers(
    port: int, sessions: Sequence[str], messages: int, *, qos: int = 1, rate: float = 0
) -> AbstractContextManager[Generator]:
    """Participants, ready to publish."""
    return generator(*python("bench.loads.publishers", port, ",".join(sessions), messages, qos, SIZE, rate))


def browsers(system: System, count: int, each: int, *, latency: bool = False) -> AbstractContextManager[Generator]:
    """Browsers that have joined."""
    arguments = (system.lab.web_port, system.kind, "s0", count, each, int(latency))
    return generator(*node(LOADS / "browsers.mjs", *arguments))


def intake(start: Start, folder: Path, size: Size, *, qos: int, broker: str = systems.PLAIN, part: int = 1) -> Figures:
    """Messages a second from the first that is published to the last that is logged; `part` 10 sends a tenth."""
    messages = size.intake // part
    with running(start, folder, broker) as system:
        warmed = system.logged() + len(SESSIONS)
        _publish(system, SESSIONS, len(SESSIONS), warmed)
        begun, ended, logged = _publish(system, SESSIONS, messages, warmed + messages, qos=qos)
        came = logged - warmed
        assert came == messages or not qos, f"{came} of {messages} messages are logged"
        return {"rate": came / (ended - begun), "share": came / messages}


def _publish(
    system: System, sessions: Sequence[str], messages: int, lines: int, qos: int = 1
) -> tuple[float, float, int]:
    """Publish until there are so many lines. Returns when it began, when the last line was seen, and their number."""
    with publishers(system.lab.mqtt_port, sessions, messages, qos=qos) as load:
        load.go()
        ended, logged = system.wait_for_lines(lines)
        return load.told()["begun"], ended, logged


def fan_out(start: Start, folder: Path, size: Size, *, count: int, messages: int = 0) -> Figures:
    """Records a second to all browsers together, from the first that is published to the last that arrives."""
    count, messages = max(1, count // size.divide_browsers), messages or size.flood
    with running(start, folder) as system, browsers(system, count, messages) as viewers:
        if system.kind == "bare":
            begun = time.monotonic()
            _get(system, "/flood?" + urlencode({"messages": messages, "text": text(SIZE).decode()}))
            return {"rate": count * messages / (viewers.told()["ended"] - begun)}
        with publishers(system.lab.mqtt_port, ["s0"], messages) as load:
            load.go()
            ended = viewers.told()["ended"]
            return {"rate": count * messages / (ended - load.told()["begun"])}


def latency(start: Start, folder: Path, size: Size) -> Figures:
    """Milliseconds from a publish to a page: 200 messages a second to 100 browsers."""
    count = max(1, 100 // size.divide_browsers)
    with (
        running(start, folder) as system,
        browsers(system, count, size.paced, latency=True) as viewers,
        publishers(system.lab.mqtt_port, ["s0"], size.paced, rate=200) as load,
    ):
        load.go()
        return percentiles(viewers.told()["latencies"])


def idle_memory(start: Start, folder: Path, size: Size) -> Figures:
    """Kilobytes for each browser that is connected and quiet."""
    with running(start, folder) as system:
        before = memory(system.pids)
        with browsers(system, size.idle, 1):
            return {"kilobytes": (memory(system.pids) - before) / size.idle / 1024}


def cpu_per_message(folder: Path, size: Size, *, sessions: int) -> Figures:
    """Microseconds of bridge and web for a message to one session, with so many sessions of records beside it."""
    for number in range(sessions):
        fill(folder / "lab" / "logs" / f"old{number}", size.records // sessions, quiet=True)
    with running(systems.ours, folder / "lab") as system:
        _get(system, "/api/sessions")
        present = system.logged()
        begun = cpu(system.pids)
        _, _, logged = _publish(system, ["s0"], size.intake, present + size.intake)
        assert logged == present + size.intake, f"{logged - present} of {size.intake} messages are logged"
        return {"microseconds": (cpu(system.pids) - begun) / size.intake * 1e6}


def history(folder: Path, size: Size, *, records: int) -> Figures:
    """Milliseconds, the median, for the last 100 records of a session of so many."""
    fill(folder / "lab" / "logs" / "old", records, quiet=True)
    with running(systems.ours, folder / "lab") as system:
        times = measure(system.lab.url, ("old",), size.requests)["old"]
        return {"milliseconds": statistics.median(times)}


def catch_up(folder: Path, size: Size) -> Figures:
    """Records a second of a page that pulls what it missed, a thousand at a time."""
    fill(folder / "lab" / "logs" / "old", size.missed, quiet=True)
    with running(systems.ours, folder / "lab") as system:
        connection = http.client.HTTPConnection("127.0.0.1", system.lab.web_port, timeout=30)
        begun, have = time.monotonic(), 0
        while have < size.missed:
            connection.request("GET", f"/api/sessions/old/messages?limit=1000&after={have}")
            have = json.loads(connection.getresponse().read())["records"][-1]["seq"]
        connection.close()
        return {"rate": size.missed / (time.monotonic() - begun)}


def bare_amqtt(folder: Path, size: Size) -> Figures:
    """amqtt with a bare subscriber: messages a second, and milliseconds at 200 a second."""
    with running(lambda lab: System(lab, lab.logs, []), folder, "amqtt") as system:
        port = system.lab.mqtt_port
        delays = _paced(port, "chat/#", size)
        messages = size.intake // 4
        begun, told = seen(port, "chat/#", messages, partial(publishers, port, SESSIONS, messages))
        return {**delays, "rate": messages / (told["ended"] - begun)}


def our_amqtt(folder: Path, size: Size) -> Figures:
    """amqtt with our bridge: messages logged a second, and milliseconds at 200 a second to the same subscriber, who
    hears of them once they are logged and synced."""
    with running(systems.our_bridge, folder, "amqtt") as system:
        delays = _paced(system.lab.mqtt_port, "log/#", size)
        messages = size.intake // 4
        lines = system.logged() + messages
        begun, ended, logged = _publish(system, SESSIONS, messages, lines)
        assert logged == lines, f"{lines - logged} messages are not logged"
        return {**delays, "rate": messages / (ended - begun)}


def _paced(port: int, topic: str, size: Size) -> Figures:
    _, told = seen(port, topic, size.paced, partial(publishers, port, ["s0"], size.paced, rate=200))
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
