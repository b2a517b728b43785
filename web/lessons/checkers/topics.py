"""Topics and wildcards: a program that hears everybody, and says what it heard."""

from web.lessons.evidence import Evidence, is_typed, milliseconds
from web.lessons.verdict import Verdict, missing, passed

PONGS = 3
"""Answers that are enough to see that a program listens."""

PATIENCE_MS = 10_000.0
"""Within which it answers."""


def hears_all(evidence: Evidence) -> Verdict:
    """`{"heard": n}`: as many roles as have spoken in the session until then, at least three."""
    roles: set[str] = set()
    wrong: tuple[int, int, int] | None = None
    for record in evidence.records:
        if record.event:
            continue
        heard = record.data.get("heard") if isinstance(record.data, dict) else None
        if type(heard) is int and evidence.is_own(record.role) and not is_typed(record):
            # It may count itself or not, and somebody may speak while it counts.
            if heard >= 3 and len(roles | {record.role.lower()}) - 1 <= heard <= len(roles) + 1:
                return passed(record.seq)
            wrong = heard, len(roles), record.seq
        roles.add(record.role.lower())
    if wrong is None:
        return missing("no-heard")
    return missing("few-roles") if wrong[1] < 3 else missing("heard-wrong", wrong[2], heard=wrong[0], roles=wrong[1])


def answers_all(evidence: Evidence) -> Verdict:
    """`{"pong": seq}` with the `seq` of what somebody else said, for PONGS different roles' or messages of others."""
    said = {
        record.seq: record
        for record in evidence.records
        if not record.event and record.text.strip().lower() == "ping" and not evidence.is_own(record.role)
    }
    answered: set[int] = set()
    wrong = 0
    for record in evidence.own():
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
