"""Who may search now, and who waits: first come, first served, one search a person. Pure bookkeeping."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from chat.errors import LabError

MAX_AT_ONCE = 2
"""Searches that run at the same time: each is a process that reads the disk."""

MAX_WAITING = 100
"""Searches that wait for their turn."""


@dataclass(eq=False, slots=True)
class Turn:
    """One search. `changed` is set when its place in the queue changes or it is ended; `stop` ends its process."""

    person: str
    changed: threading.Event = field(default_factory=threading.Event)
    is_ended: bool = False
    stop: Callable[[], None] = lambda: None


class SearchTurns:
    """The searches that run, and after them those that wait."""

    def __init__(self, at_once: int = MAX_AT_ONCE, waiting: int = MAX_WAITING) -> None:
        self._at_once = at_once
        self._most = at_once + waiting
        self._turns: list[Turn] = []

    def __len__(self) -> int:
        return len(self._turns)

    def check(self) -> None:
        """Raise LabError (`busy`) when there is no place left in the queue."""
        if len(self._turns) >= self._most:
            raise LabError("busy", "too many searches wait; try again in a moment")

    def enter(self, person: str) -> Turn:
        """Take a place. An older search of the same person ends, unless the name is empty. Raises LabError (`busy`)."""
        for older in [turn for turn in self._turns if person and turn.person == person]:
            self._end(older)
        self.check()
        turn = Turn(person)
        self._turns.append(turn)
        return turn

    def place(self, turn: Turn) -> int:
        """How many places before its turn a search is: 0 when it may run."""
        return max(0, self._turns.index(turn) - self._at_once + 1) if turn in self._turns else 0

    def leave(self, turn: Turn) -> None:
        """Give a place up; once is enough."""
        if turn in self._turns:
            self._turns.remove(turn)
            for other in self._turns:
                other.changed.set()

    def _end(self, turn: Turn) -> None:
        turn.is_ended = True
        self.leave(turn)
        turn.stop()
        turn.changed.set()
