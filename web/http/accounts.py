"""`/api/accounts`: the accounts of devices in a closed lab. Only the teacher lists, makes and removes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from flask import Blueprint, Response, jsonify

from chat.credentials import Device, add_devices, remove_devices
from chat.errors import LabError
from chat.role_use import role_uses
from chat.topic import check_role, check_session
from web.access.access import Access
from web.boards.order import check_distinct
from web.http.queries import json_body, strings_in

MOST_PRESENT = 2_000
"""Roles in sessions that one answer names."""

MOST_SESSIONS = 50
"""Sessions to which an account can be limited."""


class Present(Protocol):
    """Looks up the sessions in which somebody is connected under a role, or holds it in a browser."""

    def __call__(self, wants: Callable[[str], bool], most: int) -> Mapping[str, Sequence[str]]:
        """The sessions by role, for the roles that `wants` accepts; `most` of them at most."""


@dataclass(frozen=True, slots=True)
class NewAccounts:
    """What the teacher asks for: accounts of these roles.

    `sessions`: those that they may use; empty means all, and None what each could use before.
    `confirmed`: also for roles that are in use.
    """

    roles: tuple[str, ...]
    sessions: tuple[str, ...] | None
    confirmed: bool

    @classmethod
    def read(cls, body: dict[str, Any]) -> Self:
        """Read the body of a request. Raises LabError (`bad-field`, `same-role`) and TopicError (the names)."""
        roles = check_distinct([check_role(role) for role in strings_in(body, "roles")])
        sessions = None if body.get("sessions") is None else _sessions_in(body)
        confirmed = body.get("confirmed", False)
        if not isinstance(confirmed, bool):
            raise LabError("bad-field", "`confirmed` must be true or false")
        return cls(tuple(roles), sessions, confirmed)


def _sessions_in(body: dict[str, Any]) -> tuple[str, ...]:
    sessions = strings_in(body, "sessions")
    if len(sessions) > MOST_SESSIONS:
        raise LabError("bad-field", f"at most {MOST_SESSIONS} sessions are taken")
    return tuple(check_session(session) for session in sessions)


def accounts_blueprint(data: Path, access: Access, present: Present, *, has_accounts: bool) -> Blueprint:
    """Everything under /api/accounts. `data`: the folder with the file of the accounts."""
    accounts = Blueprint("accounts", __name__, url_prefix="/api/accounts")

    def devices() -> Mapping[str, Device]:
        return access.codes.devices if access.codes is not None and has_accounts else {}

    def check_needed() -> None:
        if not has_accounts:
            raise LabError(
                "no-accounts", "the lab's broker asks for no accounts: the lab is open, or has another broker"
            )

    @accounts.get("")
    def list_accounts() -> Response:
        known = devices()
        ours = {name.casefold() for name in known}
        with_account = present(lambda role: role.casefold() in ours, MOST_PRESENT) if known else {}
        others = present(lambda role: role.casefold() not in ours, MOST_PRESENT)
        uses = {use.role: list(use.sessions) for use in role_uses(list(known), known, with_account)}
        return _private(
            jsonify(
                needed=has_accounts,
                accounts=[_entry(role, device, uses[role]) for role, device in sorted(known.items(), key=_by_name)],
                present=[{"role": role, "online": sorted(sessions)} for role, sessions in sorted(others.items())],
            )
        )

    @accounts.post("")
    def add() -> tuple[Response, int]:
        asked = NewAccounts.read(json_body())
        check_needed()
        wanted = {role.casefold() for role in asked.roles}
        found = present(lambda role: role.casefold() in wanted, MOST_PRESENT)
        passwords = add_devices(data, asked.roles, asked.sessions, present=found, confirmed=asked.confirmed)
        known = devices()
        return _private(jsonify(accounts=[_made(role, password, known) for role, password in passwords.items()])), 201

    @accounts.post("/remove")
    def remove() -> Response:
        roles = check_distinct([check_role(role) for role in strings_in(json_body(), "roles")])
        check_needed()
        return jsonify(removed=remove_devices(data, roles))

    return accounts


def _entry(role: str, device: Device, online: list[str]) -> dict[str, Any]:
    return {"role": role, "sessions": list(device.sessions), "since": device.since or None, "online": online}


def _made(role: str, password: str, known: Mapping[str, Device]) -> dict[str, Any]:
    limits = known[role].sessions if role in known else ()  # not there: removed a moment ago
    return {"role": role, "password": password, "sessions": list(limits)}


def _by_name(item: tuple[str, Device]) -> tuple[str, str]:
    return item[0].casefold(), item[0]


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
