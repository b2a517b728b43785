"""The access rules of one lab: whether it is closed, what a person may do, under which role, and how often."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from chat.credentials import CredentialsFile
from chat.errors import LabError, TopicError
from chat.rules import RULES_ROLE
from chat.settings import Settings
from chat.topic import ChatTopic
from web.access.codes import COOKIE_SECONDS, Codes
from web.access.limits import Limits
from web.access.person import EVERYBODY, Person, Right
from web.access.revoked import RevokedIds
from web.access.rights import Limit, Rule
from web.access.seats import Seats
from web.access.seats_file import SeatsFile


class NoAccessError(LabError):
    """The client is not authenticated, or its code was replaced."""

    def __init__(self, detail: str = "a code of the lab is needed: see /enter") -> None:
        super().__init__("no-access", detail)


class Access:
    """The rules of one lab. Without codes it is open: everybody may do everything."""

    def __init__(
        self,
        codes: Codes | None,
        clock: Callable[[], float],
        teacher_roles: Iterable[str] = (),
        seats: Seats | None = None,
    ) -> None:
        self.codes = codes
        self._teacher_roles = frozenset(teacher_roles)
        self.limits = Limits(clock)
        self.seats = seats if seats is not None else Seats(time.time)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the settings say. Raises SettingsError when the codes of a closed lab can't be had."""
        if not settings.access_on:
            return cls(None, time.monotonic, settings.teacher_roles)
        file = SeatsFile(settings.data / "web-seats.json")
        seats = Seats(time.time, lasting=file.read(), store=file.write)
        return cls(_codes(settings.data), time.monotonic, settings.teacher_roles, seats)

    def check(self, person: Person | None, rule: Rule) -> None:
        """Check that a person has the right that a rule needs. Raises LabError (`no-access`, `teacher-only`)."""
        if person is None and rule.right > Right.ANYBODY:
            raise NoAccessError
        if person is not None and person.right < rule.right:
            raise LabError("teacher-only", "the teacher's code is needed for this")

    def check_event(self, person: Person, rule: Rule) -> None:
        """Check and count an event of a person who connected earlier. Raises LabError as `check`, and `too-fast`."""
        if self.codes is None:
            return
        self.check(person if self.codes.knows(person) else None, rule)
        if rule.limit is not Limit.NONE:
            self.limits.spend(rule.limit, person.id)

    def sit(self, person: Person, session: str, role: str, sid: str) -> None:
        """Let a client take a seat until it leaves. Raises LabError (`role-taken`, `device-role`,
        `teacher-role`, `busy`)."""
        is_bound = self._is_bound(person, role)
        try:
            self.seats.sit(session, role, person.id, sid)
        except LabError:
            if is_bound:
                raise
            self.seats.leave(sid)

    def claim(self, person: Person, session: str, role: str) -> None:
        """Let a person write once under a role, and hold the role for a while. Raises LabError as `sit` does."""
        if self._is_bound(person, role):
            self.seats.claim(session, role, person.id)

    def claim_topic(self, person: Person, topic: str) -> None:
        """Let a person publish to a topic. A topic that the lab refuses belongs to nobody. Raises LabError as `sit`."""
        try:
            chat_topic = ChatTopic.parse(topic)
        except TopicError:
            return
        self.claim(person, chat_topic.session, chat_topic.role)

    def is_device(self, role: str) -> bool:
        """Whether a role is that of a device with an account, in upper or lower case."""
        return self.codes is not None and self.codes.is_device(role)

    def check_no_device(self, role: str) -> None:
        """Check that a role is not that of a device with an account. Raises LabError (`device-role`)."""
        if self.is_device(role):
            raise LabError("device-role", f"{role!r} is a device with a password of its own: nobody else writes as it")

    def _is_bound(self, person: Person, role: str) -> bool:
        """Whether a person may only use free roles: pupils, not the teacher. Raises LabError (`device-role`,
        `teacher-role`, `reserved-role`)."""
        self.check_no_device(role)
        if role.lower() == RULES_ROLE:
            raise LabError("reserved-role", f"{role!r} is the role of the session's rules")
        if person.right >= Right.TEACHER:
            return False
        if role.lower() in self._teacher_roles:
            raise LabError("teacher-role", f"{role!r} is the teacher's role")
        return True


def _codes(data: Path) -> Codes:
    revoked = RevokedIds.read(data / "web-revoked.json", COOKIE_SECONDS, time.time)
    return Codes(CredentialsFile(data), revoked)


def everybody_of(access: Access) -> Person | None:
    """The person behind a client that has shown nothing: in an open lab EVERYBODY, in a closed one None."""
    return EVERYBODY if access.codes is None else None
