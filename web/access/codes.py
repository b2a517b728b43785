"""What the codes of a closed lab open, as its file holds them now; and the signatures made with its key."""

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeTimedSerializer

from chat.credentials import Credentials, CredentialsFile
from chat.secret import format_code, is_same_code
from web.access.person import Person, Right
from web.access.revoked import RevokedIds

TOKEN_SECONDS = 300
"""How long a token for Socket.IO opens; a page that connects later asks for a new one."""

COOKIE_SECONDS = 12 * 3600
"""How long a cookie lasts: a school day, for computers that many use."""


class Codes:
    """The codes, the key, and who has left."""

    def __init__(self, file: CredentialsFile, revoked: RevokedIds) -> None:
        self._file = file
        self._revoked = revoked

    @property
    def secret_key(self) -> str:
        """The key that signs cookies."""
        return self._file.current().secret_key

    @property
    def class_code(self) -> str:
        """The class's code, as people read it."""
        return format_code(self._file.current().class_code)

    def right_of(self, typed: str) -> Right | None:
        """What a code that somebody typed opens; both are compared, whatever the first says."""
        known = self._file.current()
        is_teacher, is_pupil = is_same_code(typed, known.teacher_code), is_same_code(typed, known.class_code)
        return Right.TEACHER if is_teacher else Right.PUPIL if is_pupil else None

    def person(self, identity: str, right: Right) -> Person:
        """Somebody who has come in now, with this right."""
        return Person(identity, right, _mark(self._file.current(), right))

    def knows(self, person: Person) -> bool:
        """Whether the code by which a person came in is still the code, and the person has not left since."""
        known = self._file.current()
        if person.id in self._revoked:
            return False
        return person.right > Right.ANYBODY and hmac.compare_digest(person.mark, _mark(known, person.right))

    def may_return(self, person: Person) -> bool:
        """Whether somebody with an older cookie is still the same person: not after leaving."""
        return person.right > Right.ANYBODY and person.id not in self._revoked

    def revoke(self, person: Person) -> None:
        """End every cookie, token and connection of a person."""
        self._revoked.add(person.id)

    def is_device(self, role: str) -> bool:
        """Whether a role has an account of its own; in another case it would be taken for it."""
        return role.casefold() in {name.casefold() for name in self._file.current().devices}

    def token(self, person: Person) -> str:
        """What opens Socket.IO to a person, for TOKEN_SECONDS."""
        return str(self._signer().dumps(person.document()))

    def holder(self, token: object) -> Person | None:
        """Who carries a token; None when it is none, too old, or its code is not the code any more."""
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
