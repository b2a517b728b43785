"""Who uses a role already, when it is to get an account. Pure.

An account takes the role for itself: a new password disconnects the device that has the old one, and nobody in a
browser writes under the role any more. Roles that differ in case alone are one: they would be taken for each other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chat.errors import LabError


@dataclass(frozen=True, slots=True)
class RoleUse:
    """One role that is in use: by an account, or in `sessions`, where somebody is connected under it or holds it."""

    role: str
    has_account: bool
    sessions: tuple[str, ...] = ()


class RoleInUseError(LabError):
    """Roles that are in use, so whoever gives them accounts must confirm it."""

    def __init__(self, uses: Sequence[RoleUse]) -> None:
        self.uses = tuple(uses)
        super().__init__("role-in-use", f"in use already: {', '.join(use.role for use in uses)}")


def role_uses(
    roles: Sequence[str], accounts: Collection[str], present: Mapping[str, Sequence[str]]
) -> tuple[RoleUse, ...]:
    """The roles among `roles` that have an account, or are `present` in sessions, in their order."""
    known = {name.casefold() for name in accounts}
    where: dict[str, tuple[str, ...]] = {}
    for name, sessions in present.items():
        where[name.casefold()] = tuple(sorted({*where.get(name.casefold(), ()), *sessions}))
    uses = [RoleUse(role, role.casefold() in known, where.get(role.casefold(), ())) for role in roles]
    return tuple(use for use in uses if use.has_account or use.sessions)
