"""The gate of Socket.IO: a token opens a connection, and each event is asked for again."""

from flask_socketio import ConnectionRefusedError as NotLetIn

from web.access.access import Access, everybody_of
from web.access.limits import TooFastError
from web.access.person import Person
from web.access.rights import EVENTS, Limit


class SocketAccess:
    """Who is behind each connection."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._people: dict[str, Person] = {}

    def connect(self, sid: str, auth: object) -> None:
        """Let a client in. Raises Flask-SocketIO's ConnectionRefusedError, whose message is the reason."""
        person = everybody_of(self._access) or self._holder(auth)
        if person is None:
            raise NotLetIn("no-access")
        self._people[sid] = person

    def person(self, sid: str) -> Person:
        """Who a connected client is."""
        return self._people[sid]

    def check(self, sid: str, event: str) -> Person:
        """Who sends this event. Raises LabError (`no-access`, `teacher-only`, `too-fast`)."""
        person = self._people[sid]
        self._access.check_event(person, EVENTS[event])
        return person

    def forget(self, sid: str) -> Person | None:
        """The client is gone."""
        return self._people.pop(sid, None)

    def sids(self) -> list[str]:
        """The clients that are in."""
        return list(self._people)

    def outdated(self) -> list[str]:
        """The clients whose code is not the code any more."""
        codes = self._access.codes
        return [] if codes is None else [sid for sid, person in self._people.items() if not codes.knows(person)]

    def _holder(self, auth: object) -> Person | None:
        codes = self._access.codes
        token = auth.get("token") if isinstance(auth, dict) else None
        person = codes.holder(token) if codes is not None and isinstance(token, str) else None
        if person is not None:
            try:
                self._access.limits.spend(Limit.ASK, person.id)
            except TooFastError as error:
                raise NotLetIn("too-fast") from error
        return person
