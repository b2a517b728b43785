"""Who sits where: in a closed lab a role of a session is one person's, while connected and a while after.

Pure bookkeeping; the clock is handed in. Bounded: when too many seats are remembered, no new one is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from chat.errors import LabError

KEPT_SECONDS = 60.0
MOST = 20_000


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
        self._held: dict[tuple[str, str], _Held] = {}

    def __len__(self) -> int:
        return len(self._held)

    def claim(self, session: str, role: str, person: str) -> None:
        """Take a seat, or keep one's own, for a while. Raises LabError (`role-taken`, `busy`)."""
        held = self._given(session, role, person)
        held.until = max(held.until, self._clock() + KEPT_SECONDS)

    def sit(self, session: str, role: str, person: str, sid: str) -> None:
        """Take a seat until the client `sid` leaves it. Raises LabError (`role-taken`, `busy`)."""
        self._given(session, role, person).sids.add(sid)

    def leave(self, session: str, role: str, sid: str) -> None:
        """The client is gone; its person may come back before another takes the seat."""
        held = self._held.get(_key(session, role))
        if held is not None and sid in held.sids:
            held.sids.remove(sid)
            held.until = self._clock() + KEPT_SECONDS

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
        """Make room when there is none."""
        if len(self._held) <= self._most:
            return
        newest = next(reversed(self._held))
        self._held = {key: held for key, held in self._held.items() if key == newest or held.lasts(now)}
        if len(self._held) > self._most:
            del self._held[newest]
            raise LabError("busy", "too many roles are held at the moment")


def _key(session: str, role: str) -> tuple[str, str]:
    return session, role.casefold()
