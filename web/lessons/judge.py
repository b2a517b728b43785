"""How far everybody is in a lesson: the checkers on what a session's log holds. What was passed once stays passed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from chat.description import is_description
from chat.history import History
from chat.record import sound_records
from chat.rules import RULES_ROLE
from web.lessons.checkers.registry import CHECKERS
from web.lessons.evidence import Evidence
from web.lessons.lesson import Lesson
from web.lessons.transcript import MOST_RECORDS, Transcript
from web.lessons.verdict import Verdict

MOST_SESSIONS = 50
"""Sessions that are remembered; the one that was asked for longest ago is forgotten first."""

MOST_PUPILS = 200
"""Pupils of a session that are judged, and whose verdicts are remembered."""


@dataclass(slots=True)
class _Pupil:
    """What is remembered of a pupil: verdicts by checker, and up to which record those that miss something hold."""

    passed: dict[str, Verdict] = field(default_factory=dict)
    missing: dict[str, Verdict] = field(default_factory=dict)
    looked: int = -1


@dataclass(slots=True)
class _Known:
    """What is remembered of a session. `removed`: what the teacher had removed when the log was read."""

    begun_at: str = ""
    removed: frozenset[int] = frozenset()
    transcript: Transcript = field(default_factory=Transcript)
    pupils: OrderedDict[str, _Pupil] = field(default_factory=OrderedDict)


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
            names = History.of(self._logs, session).state().names
            return {role: self._verdicts(known, lesson, role) for role in pupils(known.transcript, names)}

    def _verdicts(self, known: _Known, lesson: Lesson, role: str) -> tuple[Verdict, ...]:
        pupil = known.pupils.pop(role.lower(), None) or _Pupil()
        known.pupils[role.lower()] = pupil
        if len(known.pupils) > MOST_PUPILS:
            known.pupils.popitem(last=False)
        if pupil.looked != known.transcript.last_seq:
            pupil.missing, pupil.looked = {}, known.transcript.last_seq
        open_tasks = [task.checker for task in lesson.tasks if task.checker not in pupil.passed | pupil.missing]
        if open_tasks:
            self._judge(pupil, open_tasks, Evidence.of(known.transcript, role))
        return tuple((pupil.passed | pupil.missing)[task.checker] for task in lesson.tasks)

    def _judge(self, pupil: _Pupil, checkers: Iterable[str], evidence: Evidence) -> None:
        for checker in checkers:
            self._breathe()
            verdict = CHECKERS[checker](evidence)
            (pupil.passed if verdict.is_passed else pupil.missing)[checker] = verdict

    def _up_to_date(self, session: str) -> _Known:
        history = History.of(self._logs, session)
        first = history.first()
        begun_at = next((record.at for record in sound_records([first] if first else [])), "")
        removed = history.state().removed
        known = self._known.pop(session, None)
        if known is None or known.begun_at != begun_at:
            known = _Known(begun_at, removed)  # another session may have this name now
        elif known.removed != removed:
            known.removed, known.transcript = removed, Transcript()
        self._known[session] = known
        if len(self._known) > MOST_SESSIONS:
            self._known.popitem(last=False)
        after = known.transcript.last_seq or max(0, history.last_seq() - MOST_RECORDS)
        known.transcript.add(one for one in sound_records(history.since(after)) if one.seq not in removed)
        return known


def pupils(transcript: Transcript, named: Iterable[str]) -> list[str]:
    """Who takes part: who gave a name, and whoever said more than a description, but for the devices of one of these
    and the lab's own rules."""
    found = {role.lower(): role for role in named}
    for role in transcript.roles():
        said = transcript.said_by(role)
        if role != RULES_ROLE and any(not is_description(record.data) for record in said):
            found.setdefault(role, said[0].role)
    return [role for key, role in found.items() if not _is_device(key, found)][:MOST_PUPILS]


def _is_device(role: str, people: Iterable[str]) -> bool:
    """Whether the part of a role before one of its dashes is somebody's."""
    parts = role.split("-")
    return any("-".join(parts[:end]) in people for end in range(1, len(parts)))
