"""Who looks at which session: the Socket.IO clients, their viewers, and those that can't keep up.

Pure bookkeeping; never emits anything.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Where a client sits."""

    session: str
    role: str


class Rooms:
    """Every client's viewer."""

    def __init__(self) -> None:
        self._viewers: dict[str, Viewer] = {}
        self._in_session: Counter[str] = Counter()
        self._by_place: Counter[Viewer] = Counter()

    def take(self, sid: str, viewer: Viewer) -> Viewer | None:
        """Note where a client is now; returns where it was, if that differs."""
        left = self.leave(sid)
        self._viewers[sid] = viewer
        self._in_session[viewer.session] += 1
        self._by_place[viewer] += 1
        return left if left != viewer else None

    def leave(self, sid: str) -> Viewer | None:
        """The client is gone; returns where it was."""
        viewer = self._viewers.pop(sid, None)
        if viewer is not None:
            _count_down(self._in_session, viewer.session)
            _count_down(self._by_place, viewer)
        return viewer

    def viewer_of(self, sid: str) -> Viewer | None:
        """The session and role of a client; None before it joined."""
        return self._viewers.get(sid)

    def is_present(self, viewer: Viewer) -> bool:
        """Whether any client is in this session under this role."""
        return viewer in self._by_place

    def viewers(self, session: str) -> int:
        """How many clients look at the session."""
        return self._in_session[session]

    def clients(self, session: str) -> list[str]:
        """The clients that look at a session."""
        return [sid for sid, viewer in self._viewers.items() if viewer.session == session]

    def sessions(self) -> list[str]:
        """The sessions that somebody looks at."""
        return list(self._in_session)

    def places(self) -> list[Viewer]:
        """The viewers, each once."""
        return list(self._by_place)


def _count_down(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if counter[key] == 0:
        del counter[key]
