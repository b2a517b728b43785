"""Who looks at which session: the Socket.IO clients, their seats, and those that can't keep up.

Pure bookkeeping; never emits anything.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a client sits."""

    session: str
    role: str


class Rooms:
    """Every client's seat."""

    def __init__(self) -> None:
        self._seats: dict[str, Seat] = {}
        self._in_session: Counter[str] = Counter()
        self._in_seat: Counter[Seat] = Counter()

    def take(self, sid: str, seat: Seat) -> Seat | None:
        """Seat a client; returns the seat that it leaves, if it had another."""
        left = self.leave(sid)
        self._seats[sid] = seat
        self._in_session[seat.session] += 1
        self._in_seat[seat] += 1
        return left if left != seat else None

    def leave(self, sid: str) -> Seat | None:
        """The client is gone; returns the seat that it had."""
        seat = self._seats.pop(sid, None)
        if seat is not None:
            _count_down(self._in_session, seat.session)
            _count_down(self._in_seat, seat)
        return seat

    def seat_of(self, sid: str) -> Seat | None:
        """Where a client sits; None before it joined."""
        return self._seats.get(sid)

    def is_taken(self, seat: Seat) -> bool:
        """Whether any client sits there."""
        return seat in self._in_seat

    def viewers(self, session: str) -> int:
        """How many clients look at the session."""
        return self._in_session[session]

    def clients(self, session: str) -> list[str]:
        """The clients that look at a session."""
        return [sid for sid, seat in self._seats.items() if seat.session == session]

    def sessions(self) -> list[str]:
        """The sessions that somebody looks at."""
        return list(self._in_session)

    def seats(self) -> list[Seat]:
        """The seats that are taken."""
        return list(self._in_seat)


def _count_down(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if counter[key] == 0:
        del counter[key]
