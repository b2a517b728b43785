"""The file of everything that opens a closed lab: `LAB_DATA/access.json`, made once, readable by its owner alone.

Changed under a lock and replaced whole, so readers need no lock and see either the old or the new. Never printed.
"""

import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from chat.access import FAULT_SENDERS, SERVICES, Account, device_account, service_account
from chat.errors import LabError, SettingsError
from chat.private_file import write_private
from chat.record import utc_text
from chat.role_use import RoleInUseError, role_uses
from chat.secret import (
    CLASS_CODE_LENGTH,
    TEACHER_CODE_LENGTH,
    check_hash,
    hash_password,
    is_code,
    make_code,
    make_password,
)
from chat.settings import Settings
from chat.topic import check_role, check_session

_NAME = "access.json"
_SECRET_KEY_BYTES = 32

MAX_DEVICES = 5_000
"""Accounts of devices in all, so that a program that makes them without end costs bounded memory in every service."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """A device's account: the hash of its password, and its sessions; none named means all.

    `since`: when it got this password, as in a record's `at`; empty for accounts that are older than this key.
    """

    password: str
    sessions: tuple[str, ...] = ()
    since: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError (a bad hash, a bad time) and TopicError (a bad session)."""
        check_hash(self.password)
        if self.since:
            datetime.fromisoformat(self.since)
        for session in self.sessions:
            check_session(session)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the file holds. Services' passwords are in the clear, for the services must be able to say them."""

    class_code: str
    teacher_code: str
    secret_key: str = field(repr=False)
    services: Mapping[str, str] = field(repr=False)
    devices: Mapping[str, Device] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError and TopicError."""
        if not (is_code(self.class_code, CLASS_CODE_LENGTH) and is_code(self.teacher_code, TEACHER_CODE_LENGTH)):
            raise ValueError("class_code and teacher_code: not codes that the lab makes")
        if len(self.secret_key) < _SECRET_KEY_BYTES or not all(self.services.get(name) for name in SERVICES):
            raise ValueError("secret_key is too short, or a service has no password")
        for role in self.devices:
            check_role(role)

    def accounts(self) -> dict[str, Account]:
        """Every account of the broker by its name."""
        own = {name: service_account(name) for name in (*SERVICES, *FAULT_SENDERS) if name in self.services}
        return own | {role: device_account(role, device.sessions) for role, device in self.devices.items()}

    @classmethod
    def new(cls) -> "Credentials":
        """Make new credentials, without any device."""
        return cls(
            make_code(CLASS_CODE_LENGTH),
            make_code(TEACHER_CODE_LENGTH),
            secrets.token_hex(_SECRET_KEY_BYTES),
            {name: make_password() for name in SERVICES},
        )


def file_in(data: Path) -> Path:
    """The path of the credentials in the folder LAB_DATA."""
    return data / _NAME


def load(data: Path) -> Credentials:
    """Read the file. Raises SettingsError (`no-access-file`, `bad-access-file`), which names it."""
    path = file_in(data)
    try:
        return _decode(path.read_bytes())
    except FileNotFoundError as error:
        raise SettingsError("no-access-file", f"{path} is not there; python lab.py makes it") from error
    except OSError as error:
        raise SettingsError("bad-access-file", f"{path} can't be read: {error.strerror}") from error
    except (ValueError, LabError) as error:  # never what the file holds: this goes to a log
        reason = error.detail if isinstance(error, LabError) else str(error)
        raise SettingsError("bad-access-file", f"{path} is damaged ({reason}); remove it to begin anew") from error


def load_or_create(data: Path) -> Credentials:
    """Read the file; make it if there is none. Processes that start at once get the same. Raises SettingsError."""
    if not file_in(data).exists():
        return change(data, lambda known: known)
    return load(data)


def change(data: Path, make: Callable[[Credentials], Credentials]) -> Credentials:
    """Replace the credentials by the result of `make`, under a lock; make the file if there is none.

    Returns them. Raises SettingsError.
    """
    with _locked(data):
        known = load(data) if file_in(data).exists() else None
        made = make(known or Credentials.new())
        if made != known:
            write_private(file_in(data), _encode(made))
    return made


def add_device(data: Path, role: str, sessions: tuple[str, ...] = (), password: str = "") -> str:
    """Give a device an account, or a new password, without asking; an empty `password` makes one. Returns the password.

    Raises SettingsError (the file), TopicError (the names) and LabError (`too-many-accounts`).
    """
    password = password or make_password()
    _add(data, {role: password}, sessions)
    return password


def add_devices(
    data: Path,
    roles: Sequence[str],
    sessions: Sequence[str] | None = (),
    *,
    present: Mapping[str, Sequence[str]],
    confirmed: bool = False,
) -> dict[str, str]:
    """Give devices accounts, or new passwords, all or none. Returns the passwords by role; only their hashes are kept.

    `sessions`: those that the accounts may use; empty means all, and None what each could use before. `present`: the
    sessions in which each role is connected or held now. Unless `confirmed`, no role may have an account or be present,
    for whoever uses it would be thrown out.

    Raises RoleInUseError, SettingsError (the file), TopicError (the names) and LabError (`too-many-accounts`).
    """
    passwords = {role: make_password() for role in roles}
    _add(data, passwords, sessions, lambda known: None if confirmed else _check_free(roles, known.devices, present))
    return passwords


def _check_free(roles: Sequence[str], accounts: Collection[str], present: Mapping[str, Sequence[str]]) -> None:
    uses = role_uses(roles, accounts, present)
    if uses:
        raise RoleInUseError(uses)


def _add(
    data: Path,
    passwords: Mapping[str, str],
    sessions: Sequence[str] | None,
    check: Callable[[Credentials], None] = lambda _known: None,
) -> None:
    for role in passwords:
        check_role(role)
    since = utc_text(time.time())

    def with_devices(known: Credentials) -> Credentials:
        check(known)
        made = {
            role: Device(hash_password(password), _limits(known.devices.get(role), sessions), since)
            for role, password in passwords.items()
        }
        together = {**known.devices, **made}
        if len(together) > max(MAX_DEVICES, len(known.devices)):
            raise LabError("too-many-accounts", f"at most {MAX_DEVICES} devices have accounts; remove some first")
        return replace(known, devices=together)

    change(data, with_devices)


def _limits(before: Device | None, sessions: Sequence[str] | None) -> tuple[str, ...]:
    """The sessions that an account may use: the given ones, or those that it could use before."""
    if sessions is None:
        return before.sessions if before is not None else ()
    return tuple(dict.fromkeys(sessions))


def remove_device(data: Path, role: str) -> bool:
    """Remove a device's account. False when it has none. Raises SettingsError."""
    return remove_devices(data, [role]) == [role]


def remove_devices(data: Path, roles: Sequence[str]) -> list[str]:
    """Remove devices' accounts, in one step. Returns the roles that had one. Raises SettingsError."""
    removed: list[str] = []

    def without(known: Credentials) -> Credentials:
        removed[:] = [role for role in dict.fromkeys(roles) if role in known.devices]
        return replace(known, devices={name: one for name, one in known.devices.items() if name not in set(removed)})

    change(data, without)
    return removed


def new_codes(data: Path) -> Credentials:
    """Make a new class code and teacher's code. Raises SettingsError."""
    codes = make_code(CLASS_CODE_LENGTH), make_code(TEACHER_CODE_LENGTH)
    return change(data, lambda known: replace(known, class_code=codes[0], teacher_code=codes[1]))


def fault_sender_logins(settings: Settings) -> list[tuple[str, str]]:
    """User names and passwords of the fault lab's own clients; both empty: anonymous. Makes them when there are none.

    Raises SettingsError.
    """
    if not settings.has_accounts:
        return [(settings.mqtt_username, settings.mqtt_password)] * len(FAULT_SENDERS)

    def with_senders(known: Credentials) -> Credentials:
        missing = {name: make_password() for name in FAULT_SENDERS if name not in known.services}
        return replace(known, services={**known.services, **missing})

    services = change(settings.data, with_senders).services
    return [(name, services[name]) for name in FAULT_SENDERS]


def service_login(settings: Settings, name: str) -> tuple[str, str]:
    """User name and password by which a service of the lab connects; both empty: anonymous. Raises SettingsError."""
    if not settings.has_accounts:
        return settings.mqtt_username, settings.mqtt_password
    return name, load_or_create(settings.data).services[name]


class CredentialsFile:
    """The file while the lab runs: `current` is what it holds now, at the price of a `stat` when nothing changed."""

    def __init__(self, data: Path) -> None:
        """Raises SettingsError when the file can be neither read nor made."""
        self._data = data
        self._mark = self._look()
        self._known = load_or_create(data)

    def current(self) -> Credentials:
        """The last credentials that could be read. A damaged or missing file is logged once, and changes nothing."""
        mark = self._look()
        if mark != self._mark:
            self._mark = mark
            try:
                self._known = load(self._data)
            except SettingsError as error:
                _log.error("%s; going on with what it held before", error.detail)
        return self._known

    def _look(self) -> tuple[int, int, int] | None:
        try:
            stat = file_in(self._data).stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino


@contextlib.contextmanager
def _locked(data: Path) -> Iterator[None]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        with FileLock(data / "access.lock", timeout=10):
            yield
    except OSError as error:  # filelock's Timeout is one as well
        raise SettingsError("bad-access-file", f"{file_in(data)} can't be written: {error}") from error


def _encode(credentials: Credentials) -> str:
    devices = {role: _device_document(device) for role, device in credentials.devices.items()}
    document = {
        "class_code": credentials.class_code,
        "teacher_code": credentials.teacher_code,
        "secret_key": credentials.secret_key,
        "services": dict(credentials.services),
        "devices": devices,
    }
    return json.dumps(document, indent=2) + "\n"


def _device_document(device: Device) -> dict[str, Any]:
    sessions = {"sessions": list(device.sessions)} if device.sessions else {}
    return {"password": device.password} | sessions | ({"since": device.since} if device.since else {})


def _decode(text: bytes) -> Credentials:
    document = json.loads(text)
    try:
        devices = {
            str(role): Device(
                str(entry["password"]), tuple(map(str, entry.get("sessions", ()))), str(entry.get("since", ""))
            )
            for role, entry in document["devices"].items()
        }
        services = {str(name): str(password) for name, password in document["services"].items()}
        codes = str(document["class_code"]), str(document["teacher_code"])
        return Credentials(*codes, str(document["secret_key"]), services, devices)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not what the lab writes") from error
