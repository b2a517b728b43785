"""Topics and wildcards: a program that hears everybody, and says what it heard."""

from bisect import bisect_left

from web.lessons.evidence import Evidence, milliseconds
from web.lessons.verdict import Verdict, missing, passed

PONGS = 3
"""Answers that are enough to see that a program listens."""

PATIENCE_MS = 10_000.0
"""Within which it answers."""


def hears_all(evidence: Evidence) -> Verdict:
    """`{"heard": n}`: as many roles as have spoken in the session until then, at least three."""
    first_said = evidence.transcript.first_said
    began = sorted(first_said.values())
    wrong: Verdict | None = None
    for record in evidence.own:
        heard = record.data.get("heard") if isinstance(record.data, dict) else None
        if type(heard) is not int:
            continue
        # It may count itself or not, and somebody may speak while it counts.
        others = bisect_left(began, record.seq) - (first_said.get(record.role.lower(), record.seq) < record.seq)
        if heard >= 3 and others - 1 <= heard <= others + 1:
            return passed(record.seq)
        wrong = missing("heard-wrong", record.seq, heard=heard, roles=others + 1)
        if others + 1 < 3:
            wrong = missing("few-roles", record.seq)
    return wrong or missing("no-heard")


def answers_all(evidence: Evidence) -> Verdict:
    """`{"pong": seq}` with the `seq` of a ping of somebody else, PONGS times, soon after it."""
    said = {
        record.seq: record
        for record in evidence.transcript.records
        if record.text.strip().lower() == "ping" and not evidence.is_own(record.role)
    }
    answered: set[int] = set()
    wrong = 0
    for record in evidence.own:
        pong = record.data.get("pong") if isinstance(record.data, dict) else None
        if type(pong) is not int:
            continue
        asked = said.get(pong)
        if asked is None or not 0 <= milliseconds(record) - milliseconds(asked) <= PATIENCE_MS:
            wrong = record.seq
            continue
        answered.add(pong)
        if len(answered) >= PONGS:
            return passed(record.seq)
    if not said:
        return missing("no-ping")
    if wrong and not answered:
        return missing("wrong-pong", wrong)
    return missing("few-pongs", count=len(answered), wanted=PONGS)
