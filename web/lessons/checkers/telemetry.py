"""Telemetry: a steady pace, two values in one message, a unit, and a peak that the chart shows."""

from itertools import pairwise
from statistics import median

from web.lessons.evidence import Evidence, milliseconds
from web.lessons.verdict import Verdict, missing, passed

STEADY_REPORTS = 10
UNEVEN = 2.0
"""An interval so many times the usual one is no steady pace."""

SHORTEST_MS = 200.0
"""Between two reports: faster ones are a burst and no pace."""

PEAK = 3
"""Reports on each side of a peak that are lower than it."""


def steady(evidence: Evidence) -> Verdict:
    """STEADY_REPORTS in a row whose intervals are alike."""
    best, uneven = 0, False
    for times in _times(evidence).values():
        best = max(best, len(times))
        for end in range(STEADY_REPORTS, len(times) + 1):
            row = times[end - STEADY_REPORTS : end]
            if _is_steady([moment for _, moment in row]):
                return passed(row[-1][0])
            uneven = True
    if uneven:
        return missing("uneven")
    return missing("few-reports", count=best, wanted=STEADY_REPORTS) if best else missing("no-value")


def two_values(evidence: Evidence) -> Verdict:
    """Two numbers in one message."""
    near = 0
    for record, numbers in evidence.readings:
        if sum(not isinstance(number, bool) for number in numbers.values()) >= 2:
            return passed(record.seq)
        near = record.seq
    return missing("one-value", near) if near else missing("no-value")


def unit(evidence: Evidence) -> Verdict:
    """A described number with a unit, which was then reported."""
    units = {
        (role, value.key): value.unit
        for role, found in evidence.descriptions.items()
        for value in found.values
        if value.unit
    }
    for record, numbers in evidence.readings:
        if any((record.role.lower(), key) in units for key in numbers):
            return passed(record.seq)
    return missing("unit-not-reported") if units else missing("no-unit")


def peak(evidence: Evidence) -> Verdict:
    """A value higher than PEAK before it and PEAK behind it: somebody breathed on the sensor, say."""
    rows = evidence.numbers()
    for row in rows.values():
        for place in range(PEAK, len(row) - PEAK):
            around = [number for _, number in row[place - PEAK : place] + row[place + 1 : place + 1 + PEAK]]
            if row[place][1] > max(around):
                return passed(row[place][0])
    return missing("no-peak", wanted=PEAK) if rows else missing("no-value")


def _times(evidence: Evidence) -> dict[str, list[tuple[int, float]]]:
    """When each own device reported: `seq` and milliseconds."""
    found: dict[str, list[tuple[int, float]]] = {}
    for record, _ in evidence.readings:
        found.setdefault(record.role.lower(), []).append((record.seq, milliseconds(record)))
    return found


def _is_steady(times: list[float]) -> bool:
    intervals = [later - earlier for earlier, later in pairwise(times)]
    usual = median(intervals)
    return usual >= SHORTEST_MS and max(intervals) <= UNEVEN * usual
