"""Resending: without an id a message that is sent twice is two messages, with one it is one."""

from web.lessons.evidence import Evidence, is_typed, milliseconds
from web.lessons.verdict import Verdict, missing, passed

TWICE_MS = 60_000.0
"""Within which the second copy follows the first."""

RUN = 5
"""Messages of a run that counts itself."""


def doubled(evidence: Evidence) -> Verdict:
    """Two records of one text, neither with an id."""
    last: dict[tuple[str, str], float] = {}
    near = 0
    for record in evidence.own:
        if not record.text or record.id or record.data:
            continue
        key, now = (record.role.lower(), record.text), milliseconds(record)
        if key in last and now - last[key] <= TWICE_MS:
            return passed(record.seq)
        last[key], near = now, record.seq
    return missing("not-doubled", near) if near else missing("nothing-published")


def other_content(evidence: Evidence) -> Verdict:
    """One id with two contents: these are two messages."""
    texts: dict[tuple[str, str], str] = {}
    near = 0
    for record in evidence.own:
        if not record.id or is_typed(record):
            continue
        key, said = (record.role.lower(), record.id), repr((record.text, record.data))
        if texts.setdefault(key, said) != said:
            return passed(record.seq)
        near = record.seq
    return missing("same-id-same-content", near) if near else missing("no-own-id")


def counted_run(evidence: Evidence) -> Verdict:
    """A program sends `{"n": 1}` to `{"n": 5}`, each with an id of its own, and says how often it published: more often
    than the log has records of it, so the resends were logged once."""
    runs: dict[str, dict[int, str]] = {}
    for record in evidence.own:
        data = record.data if isinstance(record.data, dict) else {}
        number, total = data.get("n"), data.get("published")
        run = runs.setdefault(record.role.lower(), {})
        if type(number) is int and record.id and 1 <= number <= RUN:
            run[number] = record.id
        if type(total) is int and _is_whole(run):
            return passed(record.seq) if total > RUN else missing("nothing-resent", record.seq, count=total, wanted=RUN)
    best = max((len(run) for run in runs.values()), default=0)
    return missing("run-unfinished", count=best, wanted=RUN) if best else missing("no-run", wanted=RUN)


def _is_whole(run: dict[int, str]) -> bool:
    return len(run) == RUN and len(set(run.values())) == RUN
