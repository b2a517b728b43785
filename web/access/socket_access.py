"""Access to Socket.IO: a token lets a client in, and each of its events is checked again."""

from flask_socketio import ConnectionRefusedError as RefusedError

from web.access.access import Access, NoAccessError, everybody_of
from web.access.limits import TooFastError
from web.access.person import Person
from web.access.rights import EVENTS, Limit


class SocketAccess:
    """The person behind each client."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._people: dict[str, Person] = {}

    def connect(self, sid: str, auth: object) -> None:
        """Let a client in. Raises Flask-SocketIO's ConnectionRefusedError, whose message is the reason."""
        person = everybody_of(self._access) or self._holder(auth)
        if person is None:
            raise RefusedError("no-access")
        self._people[sid] = person

    def person(self, sid: str) -> Person:
        """The person behind a client that was let in. Raises KeyError for any other client."""
        return self._people[sid]

    def person_id(self, sid: str) -> str | None:
        """The id of the person behind a client, empty in an open lab; None for a client that was not let in."""
        person = self._people.get(sid)
        return None if person is None else person.id

    def check(self, sid: str, event: str) -> Person:
        """The person who sends this event. Raises LabError (`no-access`, `teacher-only`, `too-fast`)."""
        person = self._people.get(sid)
        if person is None:
            raise NoAccessError
        self._access.check_event(person, EVENTS[event])
        return person

    def forget(self, sid: str) -> Person | None:
        """The client is gone. Returns the person who was behind it."""
        return self._people.pop(sid, None)

    def sids(self) -> list[str]:
        """The clients that were let in."""
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
                raise RefusedError("too-fast") from error
        return person
