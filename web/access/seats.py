"""Seats: in a closed lab a role of a session belongs to one person, while connected and for a while after.

Pure bookkeeping; the clock is handed in. Bounded: when too many seats are held, no new one is given.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from chat.errors import LabError

KEPT_SECONDS = 60.0
"""How long a seat is kept for its person after the last client left it."""

MOST = 20_000
"""Seats that may be held at once."""

_SeatKey = tuple[str, str]


@dataclass(slots=True)
class _Held:
    person: str
    until: float
    sids: set[str] = field(default_factory=set)

    def lasts(self, now: float) -> bool:
        return bool(self.sids) or now < self.until


class Seats:
    """The seats that are held. Roles that differ in case alone are one seat: they would be taken for each other."""

    def __init__(self, clock: Callable[[], float], most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._held: dict[_SeatKey, _Held] = {}
        self._seat_of: dict[str, _SeatKey] = {}  # by client

    def __len__(self) -> int:
        return len(self._held)

    def claim(self, session: str, role: str, person: str) -> None:
        """Take a seat, or keep one's own, for KEPT_SECONDS. Raises LabError (`role-taken`, `busy`)."""
        held = self._given(session, role, person)
        held.until = max(held.until, self._clock() + KEPT_SECONDS)

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
            held.until = self._clock() + KEPT_SECONDS

    def held(self, wants: Callable[[str], bool], most: int) -> dict[str, list[str]]:
        """The sessions in which a role is held now, by role in small letters, if `wants` accepts it; `most` at most."""
        now, found = self._clock(), dict[str, list[str]]()
        lasting = (key for key, held in self._held.items() if wants(key[1]) and held.lasts(now))
        for session, role in itertools.islice(lasting, most):
            found.setdefault(role, []).append(session)
        return found

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
