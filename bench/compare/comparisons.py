"""The tables of what is compared with what, and what must come out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.compare import trials
from bench.compare.systems import (
    BARE_SERVER,
    EMBEDDED,
    EMBEDDED_ALONE,
    KEEPS_NOTHING,
    MOSQUITTO,
    NODE_DROPPING_NOTHING,
    OURS,
    OURS_ON_A_SLOW_DISK,
    OURS_ON_A_SLOW_DISK_WITH_QUEUE,
    PEERS_AS_INSTALLED,
    PEERS_KEEPING_NOTHING,
    Subject,
)
from bench.compare.trials import Figures, Size

Trial = Callable[..., Figures]
Bound = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of a table: ours divided by the peer's `figure`.

    It must be at least, or at most, `target`; 0: nothing is promised. `collapse` is a ratio twice as bad as what
    `--quick` usually shows; 0 where it shows nothing that can be relied on.
    """

    figure: str
    unit: str
    bound: Bound
    target: float
    collapse: float = 0.0

    def holds(self, ratio: float) -> bool:
        """Whether a ratio is as promised."""
        return not self.target or self._is_within(self.target, ratio)

    def is_standing(self, ratio: float) -> bool:
        """Whether a ratio of a quick run is no sign of a collapse."""
        return not self.collapse or self._is_within(self.collapse, ratio)

    def _is_within(self, limit: float, ratio: float) -> bool:
        return ratio >= limit if self.bound == "at least" else ratio <= limit


@dataclass(frozen=True, slots=True)
class Measurement:
    """One system under one load. Comparisons that need the same one share its runs."""

    trial: Trial
    subject: Subject
    options: tuple[tuple[str, int], ...] = ()

    def run(self, folder: Path, size: Size) -> Figures:
        """Measure once, in a new folder."""
        return self.trial(self.subject, folder, size, **dict(self.options))

    def __str__(self) -> str:
        load = ", ".join([self.trial.__name__, *(f"{name} {value}" for name, value in self.options)])
        return f"{load}  {self.subject.name} [{self.subject.broker}]"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours and a peer under the same load."""

    group: str
    what: str
    against: str
    ours: Measurement
    peer: Measurement
    claims: tuple[Claim, ...]

    @property
    def broker(self) -> str:
        """The broker beside our side."""
        return self.ours.subject.broker


def _same(
    group: str,
    what: str,
    trial: Trial,
    sides: tuple[Subject, Subject],
    claims: tuple[Claim, ...],
    **options: int,
) -> Comparison:
    """Both sides under the same load with the same options."""
    ours, peer = (Measurement(trial, subject, tuple(options.items())) for subject in sides)
    return Comparison(group, what, sides[1].name, ours, peer, claims)


def _rate(target: float, collapse: float = 0.0, unit: str = "messages/s") -> tuple[Claim, ...]:
    return (Claim("rate", unit, "at least", target, collapse),)


def _records(target: float, collapse: float = 0.0) -> tuple[Claim, ...]:
    return _rate(target, collapse, "records/s")


def _delays(p50: float, p99: float) -> tuple[Claim, ...]:
    return Claim("p50", "ms", "at most", p50), Claim("p99", "ms", "at most", p99)


def _ours(trial: Trial, **options: int) -> Measurement:
    """The lab as it starts by itself: with the embedded broker."""
    return Measurement(trial, OURS[EMBEDDED], tuple(options.items()))


def _small_window(what: str, window: int, sides: tuple[Subject, Subject], target: float = 0.0) -> Comparison:
    """Four publishers in each of the 50 sessions."""
    return _same("windows", what, trials.intake, sides, _rate(target), publishers_each=4, window=window)


_NODE, _FLASK, _SUB = (PEERS_AS_INSTALLED[name] for name in ("Node bridge", "Flask bridge", "mosquitto_sub"))
_INTAKE = "intake, QoS 1, 50 sessions, window 1000"
_LATENCY = "publish to page, 200 messages/s, 100 browsers"

SHIPPED = (
    _same("intake", _INTAKE, trials.intake, (OURS[EMBEDDED], _NODE), _rate(1.0, 2)),
    _same("intake", _INTAKE, trials.intake, (OURS[MOSQUITTO], _NODE), _rate(0.8, 2)),
    _same("intake", _INTAKE, trials.intake, (OURS[EMBEDDED], NODE_DROPPING_NOTHING), _rate(1.0, 0.5)),
    _same("intake", _INTAKE, trials.intake, (OURS[MOSQUITTO], NODE_DROPPING_NOTHING), _rate(0.8)),
    _same("intake", _INTAKE, trials.intake, (OURS[EMBEDDED], _FLASK), _rate(0)),
    _same("intake", _INTAKE, trials.intake, (OURS[EMBEDDED], _SUB), _rate(0)),
    _small_window("intake, QoS 1, 200 publishers, window 1", 1, (OURS[EMBEDDED], _NODE), 0.7),
    _small_window("intake, QoS 1, 200 publishers, window 1", 1, (OURS[MOSQUITTO], _NODE)),
    _small_window("intake, QoS 1, 200 publishers, window 20", 20, (OURS[EMBEDDED], _NODE)),
    _small_window("intake, QoS 1, 200 publishers, window 20", 20, (OURS[MOSQUITTO], _NODE)),
    _small_window("intake, QoS 1, 200 publishers, window 20", 20, (OURS[EMBEDDED], NODE_DROPPING_NOTHING)),
    _small_window("intake, QoS 1, 200 publishers, window 20", 20, (OURS[MOSQUITTO], NODE_DROPPING_NOTHING)),
    *(
        _same("fanout", f"records to {count} browsers", trials.fan_out, (OURS[broker], _NODE), claims, count=count)
        for count, claims in ((100, _records(15, 2)), (1000, _records(15, 6)))
        for broker in (EMBEDDED, MOSQUITTO)
    ),
    _same("fanout", "records to 100 browsers", trials.fan_out, (OURS[EMBEDDED], _FLASK), _records(0), count=100),
    _same("fanout", "records to 100 browsers", trials.fan_out, (OURS[EMBEDDED], BARE_SERVER), _records(0), count=100),
    *(
        _same("latency", _LATENCY, trials.latency, (OURS[broker], _NODE), _delays(2, 1.5))
        for broker in (EMBEDDED, MOSQUITTO)
    ),
    *(
        _same("puback", what, trials.puback, (OURS[broker], _NODE), _delays(0, 0), in_flood=in_flood)
        for what, in_flood in (("time to PUBACK, alone", False), ("time to PUBACK, in a flood", True))
        for broker in (EMBEDDED, MOSQUITTO)
    ),
    *(
        Comparison(
            "slowdisk",
            f"intake, fsync 20 ms slower, {how}",
            "ours, the disk as it is",
            Measurement(trials.intake, subject, (("divide", 2),)),
            _ours(trials.intake),
            _rate(target),
        )
        for how, subject, target in (
            ("one at a time", OURS_ON_A_SLOW_DISK, 0.3),
            ("several at once", OURS_ON_A_SLOW_DISK_WITH_QUEUE, 0),
        )
    ),
    _same(
        "memory",
        "memory of an idle browser",
        trials.idle_memory,
        (OURS[EMBEDDED], _NODE),
        (Claim("kilobytes", "KiB", "at most", 1.5, 2),),
    ),
    Comparison(
        "growth",
        "CPU of a message, a full lab",
        "ours, an empty lab",
        _ours(trials.cpu_per_message, is_full=True),
        _ours(trials.cpu_per_message, is_full=False),
        (Claim("microseconds", "us", "at most", 1.2, 2.4),),
    ),
    Comparison(
        "tail",
        "the last 100 of a million records",
        "ours, of 1000 records",
        _ours(trials.history, records=1_000_000),
        _ours(trials.history, records=1_000),
        (Claim("milliseconds", "ms", "at most", 1.3, 2.2),),
    ),
    Comparison(
        "catchup",
        "catching up 100,000 records",
        "ours, live",
        _ours(trials.catch_up),
        _ours(trials.fan_out, count=1),
        _rate(1, 2, "records/s"),
    ),
    Comparison(
        "embedded",
        "logged, synced, relayed",
        EMBEDDED_ALONE.name,
        _ours(trials.logged_and_passed_on),
        Measurement(trials.passed_on, EMBEDDED_ALONE),
        (*_rate(0.8), *_delays(1.25, 1.25)),
    ),
)
"""Every side as its user starts it."""


def _keeping_nothing(what: str, trial: Trial, peer: str, claims: tuple[Claim, ...], **options: int) -> Comparison:
    sides = (OURS[KEEPS_NOTHING], PEERS_KEEPING_NOTHING[peer])
    return _same("nothing-kept", what, trial, sides, claims, **options)


NOTHING_KEPT = (
    _keeping_nothing(_INTAKE, trials.intake, "mosquitto_sub", _rate(1.3)),
    _keeping_nothing(_INTAKE, trials.intake, "Node bridge", _rate(1.0)),
    _keeping_nothing(_INTAKE, trials.intake, "Flask bridge", _rate(1.0)),
    _keeping_nothing("intake, QoS 0, 50 sessions", trials.intake, "Node bridge", _rate(1.0), qos=0),
    _keeping_nothing("records to 100 browsers", trials.fan_out, "Node bridge", _records(8), count=100),
    _keeping_nothing(_LATENCY, trials.latency, "Node bridge", _delays(2, 1.5)),
)
"""Both sides beside a mosquitto that keeps nothing on the disk and drops nothing: what the broker itself costs is the
same for both."""

TABLES = {"as shipped": SHIPPED, "nothing kept": NOTHING_KEPT}
"""The tables of docs/performance.md, by the names of their marks."""

COMPARISONS = (*SHIPPED, *NOTHING_KEPT)
GROUPS = tuple(dict.fromkeys(one.group for one in COMPARISONS))
