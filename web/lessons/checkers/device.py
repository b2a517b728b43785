"""A device of one's own: it says what it is, reports what it described, and what it reports is measured."""

from collections.abc import Iterator

from chat.description import Value
from web.lessons.evidence import Evidence
from web.lessons.verdict import Verdict, missing, passed

REPORTS = 3
"""Reports that are enough to see that a device goes on."""


def described(evidence: Evidence) -> Verdict:
    """A description with a value or a command."""
    for record in evidence.own:
        found = evidence.descriptions.get(record.role.lower())
        if found is not None and (found.values or found.commands):
            return passed(record.seq)
    return missing("description-empty") if evidence.descriptions else missing("no-description")


def reports(evidence: Evidence) -> Verdict:
    """At least REPORTS numbers under a name that the device described."""
    counts: dict[tuple[str, str], int] = {}
    for seq, role, value, _ in _described_numbers(evidence):
        key = role, value.key
        counts[key] = counts.get(key, 0) + 1
        if counts[key] >= REPORTS:
            return passed(seq)
    if counts:
        return missing("few-reports", count=max(counts.values()), wanted=REPORTS)
    keys = [value.key for found in evidence.descriptions.values() for value in found.values]
    return missing("not-as-described", keys=", ".join(keys)) if keys else missing("no-described-value")


def varies(evidence: Evidence) -> Verdict:
    """A described number that has changed: a constant is no measurement."""
    first: dict[tuple[str, str], float] = {}
    for seq, role, value, number in _described_numbers(evidence):
        if number != first.setdefault((role, value.key), number):
            return passed(seq)
    return missing("constant") if first else missing("no-described-value")


def in_bounds(evidence: Evidence) -> Verdict:
    """The last REPORTS of a described number are within its own `least` and `greatest`."""
    last: dict[tuple[str, str], list[bool]] = {}
    for seq, role, value, number in _described_numbers(evidence):
        if value.least is None or value.greatest is None:
            continue
        within = last.setdefault((role, value.key), [])
        within.append(value.least <= number <= value.greatest)
        if len(within) >= REPORTS and all(within[-REPORTS:]):
            return passed(seq)
    if not last:
        return missing("no-bounds")
    outside = [key for (_, key), within in last.items() if not within[-1]]
    return missing("out-of-bounds", keys=", ".join(outside)) if outside else missing("few-in-bounds", wanted=REPORTS)


def _described_numbers(evidence: Evidence) -> Iterator[tuple[int, str, Value, float]]:
    """Each number that an own device reported under a name of its description."""
    descriptions = evidence.descriptions
    for record, numbers in evidence.readings:
        role = record.role.lower()
        found = descriptions.get(role)
        for value in found.values if found else ():
            number = numbers.get(value.key)
            if number is not None and not isinstance(number, bool):
                yield record.seq, role, value, float(number)
