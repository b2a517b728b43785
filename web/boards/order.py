"""What is to be filled in: the boards, and what they need to know of the lab and of its network. Pure."""

import re
from dataclasses import dataclass

from chat.errors import LabError
from chat.settings import check_host
from chat.topic import check_role, check_session

MAX_BOARDS = 200
"""Boards of one download or one request: some classes at once, within seconds."""

MAX_WIFI = 64
"""Characters of a Wi-Fi's name or password; IEEE 802.11 has 32 bytes for the name, and 63 or 64 for the password."""

_PASSWORD = re.compile(r"[!-~]{0,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Board:
    """One board: its role, and the password of its account; empty where the broker asks for none."""

    role: str
    password: str = ""

    def __post_init__(self) -> None:
        """Raises TopicError (the role) and LabError (`bad-field`)."""
        check_role(self.role)
        if not _PASSWORD.fullmatch(self.password):
            raise LabError("bad-field", "a board's `password` has at most 64 characters, all of ASCII, without spaces")


@dataclass(frozen=True, slots=True)
class Wifi:
    """The network that the boards join."""

    name: str = ""
    password: str = ""

    def __post_init__(self) -> None:
        """Raises LabError (`bad-field`)."""
        for text in (self.name, self.password):
            if len(text) > MAX_WIFI or _CONTROL.search(text):
                raise LabError("bad-field", f"`wifi` takes one line of at most {MAX_WIFI} characters")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a board finds the broker: an address or a name, a port, and whether it speaks TLS.

    `ca`: the certificate of the authority to trust (PEM); empty where there is none to give.
    """

    host: str
    port: int
    tls: bool = False
    ca: bytes = b""

    def __post_init__(self) -> None:
        """Raises LabError (`bad-field`)."""
        try:
            check_host(self.host)
        except ValueError as error:
            raise LabError("bad-field", f"`host`: {error}") from error


@dataclass(frozen=True, slots=True)
class Order:
    """The files of some boards of one session."""

    reach: Reach
    session: str
    boards: tuple[Board, ...]
    wifi: Wifi = Wifi()

    def __post_init__(self) -> None:
        """Raises TopicError (the session) and LabError (`bad-field`, `same-role`)."""
        check_session(self.session)
        check_distinct([board.role for board in self.boards])


def check_distinct(roles: list[str]) -> list[str]:
    """Return `roles` when they are 1 to MAX_BOARDS, and no two differ in case alone.

    Raises LabError (`bad-field`, `same-role`).
    """
    if not 1 <= len(roles) <= MAX_BOARDS:
        raise LabError("bad-field", f"1 to {MAX_BOARDS} roles are taken at once")
    if len({role.casefold() for role in roles}) < len(roles):
        raise LabError("same-role", "two of the roles are the same, or differ in case alone")
    return roles
