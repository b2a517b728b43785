"""QoS under faults: what a run of the fault lab, or of a program, left in the log (MQTT 3.1.1, section 4.3)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from web.lessons.evidence import Evidence
from web.lessons.verdict import Verdict, missing, passed

LEAST = 10
"""Messages of a run that is long enough to judge."""


@dataclass(slots=True)
class Run:
    """What the log has of one run: how often each number came, how many there should be, and whether each had an id."""

    of: int
    qos: int
    has_ids: bool = True
    last_seq: int = 0
    came: Counter[int] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """Numbers that never came."""
        return self.of - len(self.came)

    @property
    def twice(self) -> int:
        """Numbers that came more than once."""
        return sum(count > 1 for count in self.came.values())


def loses(evidence: Evidence) -> Verdict:
    """A run at QoS 0 of which some messages are in the log and some are not, and the last is."""
    near = 0
    for run in _runs(evidence):
        if run.qos == 0 and 0 < run.lost < run.of and run.came[run.of]:
            return passed(run.last_seq)
        near = run.last_seq if run.qos == 0 else near
    return missing("nothing-lost", near) if near else missing("no-qos-run", qos=0)


def doubles(evidence: Evidence) -> Verdict:
    """A whole run at QoS 1 without ids, of which a message came twice."""
    near = 0
    for run in _runs(evidence):
        if run.qos != 1 or run.has_ids:
            continue
        if run.lost == 0 and run.twice:
            return passed(run.last_seq)
        near = run.last_seq
    return missing("none-twice", near) if near else missing("no-qos-run", qos=1)


def once(evidence: Evidence) -> Verdict:
    """A whole run at QoS 1 with ids: each message once, after a run without them showed that the line doubles."""
    if not doubles(evidence).is_passed:
        return missing("double-first")
    near = 0
    for run in _runs(evidence):
        if run.qos == 1 and run.has_ids and run.lost == 0 and not run.twice:
            return passed(run.last_seq)
        near = run.last_seq if run.has_ids else near
    return missing("not-once", near) if near else missing("no-id-run")


def _runs(evidence: Evidence) -> Iterator[Run]:
    """The own runs of at least LEAST messages, by their names, in the order in which they began."""
    found: dict[tuple[str, str], Run] = {}
    for record in evidence.own:
        data = record.data if isinstance(record.data, dict) else {}
        name, number, of, qos = data.get("run"), _whole(data, "n"), _whole(data, "of"), _whole(data, "qos")
        if not isinstance(name, str) or qos < 0:
            continue
        run = found.setdefault((record.role.lower(), name), Run(of, qos))
        if 1 <= number <= run.of == of:
            run.came[number] += 1
            run.has_ids = run.has_ids and record.id != ""
            run.last_seq = record.seq
    yield from (run for run in found.values() if run.of >= LEAST and run.came)


def _whole(data: Mapping[str, Any], key: str) -> int:
    """The whole number under a key; -1 without one."""
    value = data.get(key)
    return value if type(value) is int else -1
