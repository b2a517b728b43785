"""Every number that was ever reported in a session, as series for a chart. Only new records are read again.

Pure but for the reading of lines; bounded: a long series keeps the least and the greatest of each stretch.
"""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chat.description import is_description
from chat.history import History
from chat.paths import leaves
from chat.readings import may_report, reported
from chat.record import Record, seq_of, sound_records

MAX_SERIES = 5_000
"""Series of one session; the answer says how many more there are."""

MAX_NAMES = 500_000
"""Characters of their roles and keys together."""

MAX_POINTS = 100_000
"""Points of one series that are remembered."""

MAX_POINTS_IN_ALL = 1_000_000
"""Points of one session that are remembered: 16 MB."""

MAX_ANSWER_POINTS = 200_000
"""Points of one answer, about 5 MB of JSON; each series has its share, and 20 at least."""

FEWEST_POINTS = 20

MAX_LEFT_OUT = 10_000
"""Series beyond those that are counted one by one."""

MAX_SESSIONS = 8
"""Sessions whose series are remembered."""

BREATH = 200
"""Lines and numbers after which others get their turn."""


@dataclass(slots=True)
class Series:
    """The values of one key of one role: milliseconds since 1970, and numbers."""

    times: "array[float]" = field(default_factory=lambda: array("d"))
    values: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, time: float, value: float) -> None:
        """One more point; a full series is thinned to half."""
        self.times.append(time)
        self.values.append(value)
        if len(self.times) > MAX_POINTS:
            half = thinned(self, MAX_POINTS // 2)
            self.times, self.values = half.times, half.values


def thinned(series: Series, points: int) -> Series:
    """At most `points` points: of each stretch the least and the greatest, in their order."""
    count = len(series.times)
    if count <= points:
        return series
    made = Series()
    stretches = max(1, points // 2)
    for number in range(stretches):
        begin, end = number * count // stretches, (number + 1) * count // stretches
        indexes = range(begin, end)
        low = min(indexes, key=series.values.__getitem__)
        high = max(indexes, key=series.values.__getitem__)
        for index in sorted({low, high}):
            made.times.append(series.times[index])
            made.values.append(series.values[index])
    return made


def numbers(data: Any) -> Iterator[tuple[str, float]]:
    """Every number in `data`, with its path as docs/protocol.md, "Paths", writes it."""
    for path, leaf in leaves(data):
        if isinstance(leaf, int | float) and not isinstance(leaf, bool):
            yield path, float(leaf)


class Pace:
    """Calls `breathe` after every BREATH steps."""

    def __init__(self, breathe: Callable[[], None]) -> None:
        self.breathe = breathe
        self._left = BREATH

    def step(self) -> None:
        """A line was read, or a number added."""
        self._left -= 1
        if self._left <= 0:
            self._left = BREATH
            self.breathe()


@dataclass(slots=True)
class Known:
    """The series of one session, up to a `seq`."""

    last_seq: int = 0
    begun_at: str = ""
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    characters: int = 0
    points: int = 0
    left_out: set[int] = field(default_factory=set)
    """Hashes of the roles and keys that had no room."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held by the one request that reads new records; the others would read the same."""

    def begin(self, begun_at: str) -> None:
        """Forget everything: the session is another one now."""
        self.last_seq, self.begun_at = 0, begun_at
        self.series, self.left_out = {}, set()
        self.characters = self.points = 0

    def extend(self, lines: Iterable[bytes], breathe: Callable[[], None]) -> None:
        """Add the numbers of further lines; `breathe` is called after BREATH lines and numbers."""
        pace = Pace(breathe)
        for line in lines:
            self._add_line(line, pace)
            self.last_seq = seq_of(line)
            pace.step()

    def _add_line(self, line: bytes, pace: Pace) -> None:
        if may_report(line):
            for record in sound_records([line]):
                if not record.event:
                    self._add(record, pace)

    def _add(self, record: Record, pace: Pace) -> None:
        if is_description(record.data):
            return  # bounds and steps are no readings
        time = _milliseconds(record.at)
        for key, value in numbers(reported(record)):
            pace.step()
            series = self._series(record.role, key)
            if series is not None:
                self.points -= len(series.times)
                series.add(time, value)
                self.points += len(series.times)
        if self.points > MAX_POINTS_IN_ALL:
            self._thin(pace)

    def _series(self, role: str, key: str) -> Series | None:
        """The series of a role and a key, made if it is new; None when it has no room any more."""
        series = self.series.get((role, key))
        if series is not None:
            return series
        characters = len(role) + len(key)
        if len(self.series) >= MAX_SERIES or self.characters + characters > MAX_NAMES:
            if len(self.left_out) < MAX_LEFT_OUT:
                self.left_out.add(hash((role, key)))
            return None
        self.characters += characters
        series = self.series[role, key] = Series()
        return series

    def _thin(self, pace: Pace) -> None:
        """Halve what is remembered: each series keeps its share of it."""
        share = MAX_POINTS_IN_ALL // 2 // len(self.series)
        for name, series in self.series.items():
            self.series[name] = thinned(series, share)
            pace.breathe()
        self.points = sum(len(series.times) for series in self.series.values())


class SeriesStore:
    """The series of the sessions that were requested last. `breathe` lets other greenlets work during a long read."""

    def __init__(self, breathe: Callable[[], None]) -> None:
        self._breathe = breathe
        self._known: OrderedDict[str, Known] = OrderedDict()

    def document(self, session: str, history: History, points: int) -> dict[str, Any]:
        """The answer of the API: at most `points` points a series; `left_out` is the number of series without room."""
        known = self._up_to_date(session, history)
        share = max(FEWEST_POINTS, min(points, MAX_ANSWER_POINTS // max(1, len(known.series))))
        found = []
        for (role, key), series in sorted(known.series.items()):
            answered = thinned(series, share)
            self._breathe()
            found.append({"role": role, "key": key, "t": list(answered.times), "v": list(answered.values)})
        return {
            "session": session,
            "last_seq": known.last_seq,
            "series": found,
            "left_out": len(known.left_out),
        }

    def _up_to_date(self, session: str, history: History) -> Known:
        known = self._known.setdefault(session, Known())
        self._known.move_to_end(session)
        if len(self._known) > MAX_SESSIONS:
            self._known.popitem(last=False)
        with known.lock:
            first = next(sound_records([history.first() or b""]), None)
            begun_at = first.at if first else ""
            if known.begun_at != begun_at or history.last_seq() < known.last_seq:
                known.begin(begun_at)  # deleted and made again
            known.extend(history.since(known.last_seq), self._breathe)
        return known


def _milliseconds(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp() * 1000
    except ValueError:
        return 0.0
