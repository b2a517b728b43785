"""Seats: in a closed lab a role of a session belongs to one person.

A seat is kept for a minute after the last client left it; once its person has said something there, for the lesson. It
is free again when the session ends, when its person leaves the lab, or when the teacher frees it.

Bookkeeping alone; the clock, in seconds since 1970, and where lasting seats are stored are handed in. Bounded: when too
many seats are held, no new one is given.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chat.errors import LabError

KEPT_SECONDS = 60.0
"""How long a seat is kept for its person after the last client left it."""

LESSON_SECONDS = 12 * 3600.0
"""How long it is kept for a person who has said something: as long as the person's cookie lasts."""

MOST = 20_000
"""Seats that may be held at once."""

_SeatKey = tuple[str, str]

Lasting = Mapping[_SeatKey, tuple[str, float]]
"""The seats that are kept for the lesson, by session and role: whose they are, and until when."""


def _nowhere(_lasting: Lasting) -> None:
    """Seats that are not stored."""


@dataclass(slots=True)
class _Held:
    person: str
    until: float
    sids: set[str] = field(default_factory=set)
    is_lasting: bool = False

    def lasts(self, now: float) -> bool:
        return bool(self.sids) or now < self.until


class Seats:
    """The seats that are held. Roles that differ in case alone are one seat: they would be taken for each other."""

    def __init__(
        self,
        clock: Callable[[], float],
        most: int = MOST,
        lasting: Lasting | None = None,
        store: Callable[[Lasting], object] = _nowhere,
    ) -> None:
        """`lasting`: those of before a restart; `store` is told them after each change."""
        self._clock = clock
        self._most = most
        self._store = store
        known = (lasting or {}).items()
        self._held = {key: _Held(person, until, is_lasting=True) for key, (person, until) in known}
        self._seat_of: dict[str, _SeatKey] = {}  # by client

    def __len__(self) -> int:
        return len(self._held)

    def claim(self, session: str, role: str, person: str) -> None:
        """Take a seat, or keep one's own: for KEPT_SECONDS, or for the lesson if a client of this person sits there.

        Raises LabError (`role-taken`, `busy`).
        """
        held = self._given(session, role, person)
        held.until = max(held.until, self._clock() + KEPT_SECONDS)
        if held.sids:
            self._make_last(held)

    def said(self, sid: str) -> None:
        """The person of a client has said something: the seat is the person's for the lesson."""
        held = self._held.get(self._seat_of.get(sid, ("", "")))
        if held is not None:
            self._make_last(held)

    def free(self, session: str, role: str) -> bool:
        """Give a seat back, whoever has it. Returns whether somebody had it."""
        return self._forget_where(lambda key, _held: key == _key(session, role))

    def free_session(self, session: str) -> None:
        """The session is over: its seats are free."""
        self._forget_where(lambda key, _held: key[0] == session)

    def free_person(self, person: str) -> None:
        """A person has left the lab."""
        self._forget_where(lambda _key, held: held.person == person)

    def sit(self, session: str, role: str, person: str, sid: str) -> None:
        """Take a seat until the client `sid` leaves it or takes another one.

        Raises LabError (`role-taken`, `busy`); then the client keeps the seat that it has.
        """
        self._given(session, role, person).sids.add(sid)
        key = _key(session, role)
        if self._seat_of.get(sid, key) != key:
            self.leave(sid)
        self._seat_of[sid] = key

    def leave(self, sid: str) -> None:
        """The client leaves its seat, if it has one. Its person may come back before another one takes the seat."""
        held = self._held.get(self._seat_of.pop(sid, ("", "")))
        if held is not None:
            held.sids.remove(sid)
            held.until = self._clock() + (LESSON_SECONDS if held.is_lasting else KEPT_SECONDS)

    def held(self, wants: Callable[[str], bool], most: int) -> dict[str, list[str]]:
        """The sessions in which a role is held now, by role in small letters, if `wants` accepts it; `most` at most."""
        now, found = self._clock(), dict[str, list[str]]()
        lasting = (key for key, held in self._held.items() if wants(key[1]) and held.lasts(now))
        for session, role in itertools.islice(lasting, most):
            found.setdefault(role, []).append(session)
        return found

    def _make_last(self, held: _Held) -> None:
        held.until = self._clock() + LESSON_SECONDS
        if not held.is_lasting:
            held.is_lasting = True
            self._tell_store()

    def _forget_where(self, is_free: Callable[[_SeatKey, _Held], bool]) -> bool:
        freed = [key for key, held in self._held.items() if is_free(key, held)]
        lasting = [self._held.pop(key).is_lasting for key in freed]
        self._seat_of = {sid: key for sid, key in self._seat_of.items() if key in self._held}
        if any(lasting):
            self._tell_store()
        return bool(freed)

    def _tell_store(self) -> None:
        now = self._clock()
        lasting = {key: held for key, held in self._held.items() if held.is_lasting and held.lasts(now)}
        self._store({key: (held.person, held.until) for key, held in lasting.items()})

    def _given(self, session: str, role: str, person: str) -> _Held:
        key, now = _key(session, role), self._clock()
        held = self._held.get(key)
        if held is None or not held.lasts(now):
            held = self._held[key] = _Held(person, now)
            self._forget(now)
        if held.person != person:
            raise LabError("role-taken", f"somebody else is {role!r} in {session!r}")
        return held

    def _forget(self, now: float) -> None:
        """Forget seats that are free again when there are too many. Raises LabError (`busy`)."""
        if len(self._held) <= self._most:
            return
        newest = next(reversed(self._held))
        self._held = {key: held for key, held in self._held.items() if key == newest or held.lasts(now)}
        if len(self._held) > self._most:
            del self._held[newest]
            raise LabError("busy", "too many roles are held at the moment")


def _key(session: str, role: str) -> _SeatKey:
    return session, role.casefold()
