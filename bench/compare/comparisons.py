"""The table of what is compared with what, and what must come out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.compare import systems, trials
from bench.compare.trials import Figures, Size

Measure = Callable[[Path, Size], Figures]


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of the table: ours divided by the peer's `figure` is at least, or at most, `target`.

    `collapse` is a ratio twice as bad as what `--quick` usually shows; 0 where it shows nothing that can be relied on.
    """

    figure: str
    unit: str
    bound: Literal["at least", "at most"]
    target: float
    collapse: float = 0.0

    def holds(self, ratio: float) -> bool:
        """Whether a ratio is as promised."""
        return self._is_within(self.target, ratio)

    def is_standing(self, ratio: float) -> bool:
        """Whether a ratio of a quick run is no sign of a collapse."""
        return not self.collapse or self._is_within(self.collapse, ratio)

    def _is_within(self, limit: float, ratio: float) -> bool:
        return ratio >= limit if self.bound == "at least" else ratio <= limit


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours and a peer under the same load."""

    group: str
    what: str
    peer: str
    measure_ours: Measure
    measure_peer: Measure
    claims: tuple[Claim, ...]


def _load(trial: Callable[..., Figures], start: systems.Start, **options: object) -> Measure:
    def measure(folder: Path, size: Size) -> Figures:
        return trial(start, folder, size, **options)

    return measure


def _against(
    group: str,
    what: str,
    trial: Callable[..., Figures],
    peer: tuple[str, systems.Start],
    claims: tuple[Claim, ...],
    **options: object,
) -> Comparison:
    name, start = peer
    return Comparison(group, what, name, _load(trial, systems.ours, **options), _load(trial, start, **options), claims)


_NODE = ("Node bridge", systems.node_bridge)
_FLASK = ("Flask bridge", systems.flask_bridge)
_SUB = ("mosquitto_sub", systems.mosquitto_sub)
_BARE = ("bare WebSocket server", systems.bare_server)


def _rate(target: float, collapse: float = 0.0, unit: str = "messages/s") -> tuple[Claim, ...]:
    return (Claim("rate", unit, "at least", target, collapse),)


def _records(target: float, collapse: float = 0.0) -> tuple[Claim, ...]:
    return _rate(target, collapse, "records/s")


def _delays(p50: float, p99: float, bound: Literal["at least", "at most"] = "at most") -> tuple[Claim, ...]:
    return Claim("p50", "ms", bound, p50), Claim("p99", "ms", bound, p99)


def _history(records: int) -> Measure:
    def measure(folder: Path, size: Size) -> Figures:
        return trials.history(folder, size, records=min(records, size.records))

    return measure


def _growth(*, full: bool) -> Measure:
    def measure(folder: Path, size: Size) -> Figures:
        return trials.cpu_per_message(folder, size, sessions=size.sessions if full else 0)

    return measure


def _live(folder: Path, size: Size) -> Figures:
    return trials.fan_out(systems.ours, folder, size, count=1)


COMPARISONS = (
    _against("intake", "intake, QoS 1, 50 sessions", trials.intake, _SUB, _rate(1.3, 0.4), qos=1),
    _against("intake", "intake, QoS 1, 50 sessions", trials.intake, _NODE, _rate(1.0, 0.6), qos=1),
    _against("intake", "intake, QoS 1, 50 sessions", trials.intake, _FLASK, _rate(1.0, 2), qos=1),
    _against("intake", "intake, QoS 0, 50 sessions", trials.intake, _NODE, _rate(1.0, 0.8), qos=0),
    _against(
        "saving",
        "intake, QoS 1, the broker saves its state",
        trials.intake,
        _NODE,
        _rate(0),
        qos=1,
        broker="mosquitto",
        part=10,
    ),
    _against("fanout", "delivered to 100 browsers", trials.fan_out, _NODE, _records(8, 2), count=100),
    _against("fanout", "delivered to 1000 browsers", trials.fan_out, _NODE, _records(8, 6), count=1000),
    _against("fanout", "delivered to 100 browsers", trials.fan_out, _FLASK, _records(8, 12), count=100),
    _against("fanout", "delivered to 100 browsers", trials.fan_out, _BARE, _records(0), count=100),
    _against("latency", "publish to page, 200 messages/s, 100 browsers", trials.latency, _NODE, _delays(2, 1.5)),
    _against(
        "memory",
        "memory of an idle browser",
        trials.idle_memory,
        _NODE,
        (Claim("kilobytes", "KiB", "at most", 1.5, 2),),
    ),
    Comparison(
        "growth",
        "CPU of a message, a full lab",
        "ours, an empty lab",
        _growth(full=True),
        _growth(full=False),
        (Claim("microseconds", "us", "at most", 1.2, 2.4),),
    ),
    Comparison(
        "tail",
        "the last 100 of a million records",
        "ours, of 1000 records",
        _history(1_000_000),
        _history(1_000),
        (Claim("milliseconds", "ms", "at most", 1.3, 2.2),),
    ),
    Comparison("catchup", "catching up 100,000 records", "ours, live", trials.catch_up, _live, _records(1, 2)),
    Comparison(
        "embedded",
        "embedded amqtt, logged and synced",
        "amqtt alone",
        trials.our_amqtt,
        trials.bare_amqtt,
        (*_rate(0.8), *_delays(1.25, 1.25)),
    ),
)

GROUPS = tuple(dict.fromkeys(one.group for one in COMPARISONS))
