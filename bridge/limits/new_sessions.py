"""Limits how many sessions may begin: each is a folder and a file for ever. Pure; times are passed in, in seconds."""

from collections.abc import Callable
from dataclasses import dataclass

from chat.errors import Refused
from chat.token_buckets import TokenBuckets

_EVERYBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """New sessions a minute that one role may begin, and all together; and how many there may be at all."""

    per_role: int
    in_all: int
    most: int


class NewSessions:
    """Whether one more session may begin. A sender may name any role, so there is a limit for all roles together."""

    def __init__(self, limits: SessionLimits) -> None:
        self._limits = limits
        self._by_role = TokenBuckets(rate=limits.per_role / 60, burst=limits.per_role)
        self._in_all = TokenBuckets(rate=limits.in_all / 60, burst=limits.in_all)

    def refusal(self, role: str, now: float, count: Callable[[], int]) -> Refused | None:
        """Why this role (empty: the web's requests) may not begin a session now. None: it may, and it is counted.

        `count` returns how many sessions there are; it reads a folder, so it is called last.
        """
        if not self._by_role.take(role, now):
            return _too_many(f"a role may begin {self._limits.per_role} sessions a minute")
        if not self._in_all.take(_EVERYBODY, now):
            return _too_many(f"{self._limits.in_all} sessions may begin in a minute")
        if (existing := count()) >= self._limits.most:
            return _too_many(f"there are {existing} sessions already; archive or delete some")
        return None


def _too_many(detail: str) -> Refused:
    return Refused("too-many-sessions", detail)
