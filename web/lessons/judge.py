"""How far everybody is in a lesson: the checkers on what a session's log holds. What was passed once stays passed."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from chat.description import is_description
from chat.history import History
from chat.record import Record, sound_records
from chat.rules import RULES_ROLE
from web.lessons.checkers.registry import CHECKERS
from web.lessons.evidence import Evidence, is_typed
from web.lessons.lesson import Lesson
from web.lessons.verdict import Verdict

MOST_RECORDS = 10_000
"""The last records of a session that are looked at."""

MOST_SESSIONS = 50
"""Sessions that are remembered; the one that was asked for longest ago is forgotten first."""

MOST_PUPILS = 200


@dataclass(slots=True)
class _Known:
    """What is remembered of a session: its records, and what each role has passed or misses, and up to which record."""

    begun_at: str = ""
    records: list[Record] = field(default_factory=list)
    passed: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    looked: dict[tuple[str, str], tuple[int, Verdict]] = field(default_factory=dict)


class Judge:
    """Judges the tasks of lessons in the sessions below a folder. `breathe` lets other greenlets work."""

    def __init__(self, logs: Path, breathe: Callable[[], None] = lambda: None) -> None:
        self._logs = logs
        self._breathe = breathe
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def verdicts(self, session: str, lesson: Lesson, role: str) -> tuple[Verdict, ...]:
        """One verdict for each task of a lesson, in its order, for one role. Raises TopicError (`bad-session`)."""
        with self._one_at_a_time:
            return self._verdicts(self._up_to_date(session), lesson, role)

    def whole_class(self, session: str, lesson: Lesson) -> dict[str, tuple[Verdict, ...]]:
        """The verdicts of everybody who speaks in a session, by role. Devices count as their pupil's."""
        with self._one_at_a_time:
            known = self._up_to_date(session)
            return {role: self._verdicts(known, lesson, role) for role in pupils(known.records)}

    def _verdicts(self, known: _Known, lesson: Lesson, role: str) -> tuple[Verdict, ...]:
        return tuple(self._verdict(known, task.checker, role) for task in lesson.tasks)

    def _verdict(self, known: _Known, checker: str, role: str) -> Verdict:
        key = checker, role.lower()
        if key in known.passed:
            return known.passed[key]
        last = known.records[-1].seq if known.records else 0
        seq, verdict = known.looked.get(key, (-1, Verdict()))
        if seq == last:
            return verdict
        self._breathe()
        verdict = CHECKERS[checker](Evidence(known.records, role))
        if verdict.is_passed:
            known.passed[key] = verdict
        else:
            known.looked[key] = last, verdict
        return verdict

    def _up_to_date(self, session: str) -> _Known:
        history = History.of(self._logs, session)
        first = history.first()
        begun_at = next((record.at for record in sound_records([first] if first else [])), "")
        known = self._known.pop(session, None)
        if known is None or known.begun_at != begun_at:
            known = _Known(begun_at)  # another session may have this name now
        self._known[session] = known
        if len(self._known) > MOST_SESSIONS:
            self._known.popitem(last=False)
        removed = history.state().removed
        last = known.records[-1].seq if known.records else max(0, history.last_seq() - MOST_RECORDS)
        known.records += [record for record in sound_records(history.since(last)) if record.seq not in removed]
        del known.records[:-MOST_RECORDS]
        return known


def pupils(records: list[Record]) -> list[str]:
    """Who takes part, in the order in which they began: whoever gave a name, wrote or published, but for the devices of
    one of these."""
    found: dict[str, str] = {}
    for record in records:
        if record.event == "name-set" and isinstance(record.data, dict):
            role = str(record.data.get("role", ""))
            found.setdefault(role.lower(), role)
        elif not record.event and (is_typed(record) or not is_description(record.data)):
            found.setdefault(record.role.lower(), record.role)
    people = [role for key, role in found.items() if role and key not in ("lab", RULES_ROLE)]
    own = [role for role in people if not any(_is_device_of(role, other) for other in people)]
    return own[:MOST_PUPILS]


def _is_device_of(role: str, person: str) -> bool:
    return role.lower().startswith(f"{person.lower()}-")
