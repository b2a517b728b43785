"""Which Socket.IO client looks at which session, and under which role.

Pure bookkeeping; never emits anything.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A session and the role under which a client looks at it; the role is empty for one that takes no part."""

    session: str
    role: str


class Rooms:
    """The viewer of each client."""

    def __init__(self) -> None:
        self._viewers: dict[str, Viewer] = {}
        self._count_by_session: Counter[str] = Counter()
        self._count_by_viewer: Counter[Viewer] = Counter()

    def take(self, sid: str, viewer: Viewer) -> Viewer | None:
        """Note where a client is now; returns where it was, if that differs."""
        left = self.leave(sid)
        self._viewers[sid] = viewer
        self._count_by_session[viewer.session] += 1
        self._count_by_viewer[viewer] += 1
        return left if left != viewer else None

    def leave(self, sid: str) -> Viewer | None:
        """The client is gone; returns where it was."""
        viewer = self._viewers.pop(sid, None)
        if viewer is not None:
            _count_down(self._count_by_session, viewer.session)
            _count_down(self._count_by_viewer, viewer)
        return viewer

    def viewer_of(self, sid: str) -> Viewer | None:
        """The session and role of a client; None before it joined."""
        return self._viewers.get(sid)

    def is_present(self, viewer: Viewer) -> bool:
        """Whether any client is in this session under this role."""
        return viewer in self._count_by_viewer

    def viewers(self, session: str) -> int:
        """How many clients look at the session."""
        return self._count_by_session[session]

    def sessions(self) -> list[str]:
        """The sessions that somebody looks at."""
        return list(self._count_by_session)

    def present(self) -> list[Viewer]:
        """The viewers, each once."""
        return list(self._count_by_viewer)


def _count_down(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if counter[key] == 0:
        del counter[key]
