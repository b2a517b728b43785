"""The codes of a closed lab, as its file has them now, and the signatures that its key makes."""

import hashlib
import hmac
from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeTimedSerializer

from chat.credentials import Credentials, CredentialsFile, Device
from chat.secret import format_code, is_same_code
from web.access.person import Person, Right
from web.access.revoked import RevokedIds

TOKEN_SECONDS = 300
"""Seconds for which a token for Socket.IO is valid; a page that connects later requests a new one."""

COOKIE_SECONDS = 12 * 3600
"""Seconds for which a cookie is valid: a school day, for computers that many people use."""


class Codes:
    """The codes, the key, and who has left."""

    def __init__(self, file: CredentialsFile, revoked: RevokedIds) -> None:
        self._file = file
        self._revoked = revoked
        self._names_of: Mapping[str, Device] = {}
        self._names: frozenset[str] = frozenset()

    @property
    def secret_key(self) -> str:
        """The key that signs cookies."""
        return self._file.current().secret_key

    @property
    def class_code(self) -> str:
        """The class code as people read it: `ABCD-EFGH`."""
        return format_code(self._file.current().class_code)

    def right_of(self, typed: str) -> Right | None:
        """The right that a typed code gives; None for a wrong one. Both codes are compared, in constant time."""
        known = self._file.current()
        is_teacher, is_pupil = is_same_code(typed, known.teacher_code), is_same_code(typed, known.class_code)
        return Right.TEACHER if is_teacher else Right.PUPIL if is_pupil else None

    def person(self, identity: str, right: Right) -> Person:
        """A person with this right, who has given its code now."""
        return Person(identity, right, _mark(self._file.current(), right))

    def knows(self, person: Person) -> bool:
        """Whether the code by which a person came in is still the code, and the person has not left since."""
        known = self._file.current()
        if person.id in self._revoked:
            return False
        return person.right > Right.ANYBODY and hmac.compare_digest(person.mark, _mark(known, person.right))

    def may_return(self, person: Person) -> bool:
        """Whether a person with an older cookie is still the same person; False after leaving."""
        return person.right > Right.ANYBODY and person.id not in self._revoked

    def revoke(self, person: Person) -> None:
        """End every cookie, token and connection of a person."""
        self._revoked.add(person.id)

    def is_device(self, role: str) -> bool:
        """Whether a role is a device with an account, in upper or lower case."""
        if self._names_of is not self.devices:
            self._names_of = self.devices
            self._names = frozenset(name.casefold() for name in self._names_of)
        return role.casefold() in self._names

    @property
    def devices(self) -> Mapping[str, Device]:
        """The accounts of devices, by role."""
        return self._file.current().devices

    def token(self, person: Person) -> str:
        """A token with which a person connects to Socket.IO within TOKEN_SECONDS."""
        return str(self._signer().dumps(person.document()))

    def holder(self, token: object) -> Person | None:
        """The person of a token; None when it is malformed, too old, or its code was replaced."""
        try:
            person = Person.read(self._signer().loads(str(token), max_age=TOKEN_SECONDS))
        except BadSignature:
            return None
        return person if person is not None and self.knows(person) else None

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret_key, salt="socket.io")


def _mark(known: Credentials, right: Right) -> str:
    code = known.teacher_code if right is Right.TEACHER else known.class_code
    return hmac.new(known.secret_key.encode(), code.encode(), hashlib.sha256).hexdigest()[:32]
