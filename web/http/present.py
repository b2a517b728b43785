"""Who is present: connected to the broker under a role, or holding it in a browser. Pure."""

from collections.abc import Mapping, Sequence


def together(online: Mapping[str, Sequence[str]], held: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The sessions of each role in either, in the spelling of `online` where a role is in both."""
    spelling = {role.casefold(): role for role in online}
    found = {role: set(sessions) for role, sessions in online.items()}
    for role, sessions in held.items():
        found.setdefault(spelling.get(role.casefold(), role), set()).update(sessions)
    return {role: sorted(sessions) for role, sessions in found.items()}
