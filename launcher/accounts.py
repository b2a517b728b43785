"""`device` and `codes`: accounts and codes of a closed lab. Also the accounts of the demo devices that `up` runs."""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chat.credentials import Credentials, add_device, add_devices, load_or_create, new_codes, remove_device
from chat.errors import LabError
from chat.private_file import write_private
from chat.role_use import RoleInUseError, RoleUse, role_uses
from chat.secret import format_code, is_password, make_password
from chat.settings import Settings
from launcher.accounts_arguments import DeviceArguments, read_codes, read_device
from launcher.banner import network_host, network_row, page_url
from launcher.preflight import running_lab
from launcher.present_roles import present_roles
from launcher.terminal import Terminal
from launcher.texts import Texts

DEMO_SESSION = "demo"
DEMO_ROLES = ("sensor-1", "lamp", "echo")
"""What `python -m devices demo` runs."""

_DEMO_FILE = "demo-passwords.json"


def codes(settings: Settings, words: Sequence[str], *, terminal: Terminal, texts: Texts) -> int:
    """Show the codes of the page, new ones with `--new`. Returns the exit code."""
    wants_new = read_codes(words, texts)
    try:
        credentials = new_codes(settings.data) if wants_new else load_or_create(settings.data)
    except LabError as error:
        terminal.write(texts("bad-setting", detail=error.detail))
        return 1
    found = _find(settings)
    rows = {"banner-page": page_url(found.settings), "banner-lan": network_row(found.settings)}
    addresses = [f"  {texts(key):10} {address}" for key, address in rows.items() if address]
    terminal.write("\n".join([*code_lines(credentials, texts), *addresses]))
    _say_if_not_running(found, terminal, texts)
    _say_if_open(found.settings, terminal, texts)
    return 0


@dataclass(frozen=True, slots=True)
class Found:
    """The lab that a command speaks of: the one that runs, or else the one that the settings describe."""

    settings: Settings
    runs: bool


def _find(settings: Settings) -> Found:
    running = running_lab(settings.data)
    return Found(settings, runs=False) if running is None else Found(running.applied_to(settings), runs=True)


def code_lines(credentials: Credentials, texts: Texts) -> list[str]:
    """A line for each of the two codes."""
    rows = {"banner-class-code": credentials.class_code, "banner-teacher-code": credentials.teacher_code}
    return [f"  {texts(key):10} {format_code(code)}" for key, code in rows.items()]


def device(settings: Settings, words: Sequence[str], *, terminal: Terminal, texts: Texts) -> int:
    """Add, list or remove accounts of devices. Returns the exit code: 1 when the account is missing, or on an error."""
    arguments = read_device(words, texts)
    try:
        match arguments.action:
            case "add":
                return _add(settings, arguments, terminal, texts)
            case "remove":
                return _remove(settings, arguments.roles[0], terminal, texts)
        return _list(settings, terminal, texts)
    except LabError as error:
        terminal.write(error.detail)
    except OSError as error:
        terminal.write(f"{arguments.to}: {error.strerror}")
    return 1


def _add(settings: Settings, arguments: DeviceArguments, terminal: Terminal, texts: Texts) -> int:
    found = _find(settings)
    present = present_roles(found.settings, settings.data) if found.runs else {}
    if arguments.to is not None:
        return _add_to_file(settings, arguments, arguments.to, present=present, terminal=terminal, texts=texts)

    def add(*, confirmed: bool) -> Mapping[str, str]:
        return add_devices(settings.data, arguments.roles, arguments.sessions, present=present, confirmed=confirmed)

    try:
        passwords = add(confirmed=arguments.yes)
    except RoleInUseError as error:
        if not _confirmed(error.uses, terminal, texts):
            return 1
        passwords = add(confirmed=True)
    for role, password in passwords.items():
        terminal.write(texts("device-added", role=role, sessions=_sessions(arguments.sessions, texts)))
        terminal.write(how_to_use(found.settings, role, password, arguments.sessions, texts))
    _say_if_not_running(found, terminal, texts)
    _say_if_open(found.settings, terminal, texts)
    return 0


def _add_to_file(
    settings: Settings,
    arguments: DeviceArguments,
    file: Path,
    *,
    present: Mapping[str, Sequence[str]],
    terminal: Terminal,
    texts: Texts,
) -> int:
    """Accounts whose passwords go to a file. It replaces no account, so only a role without one is asked about."""
    devices = load_or_create(settings.data).devices
    uses = role_uses([role for role in arguments.roles if role not in devices], devices, present)
    if uses and not arguments.yes and not _confirmed(uses, terminal, texts):
        return 1
    written = provide_passwords(settings.data, arguments.roles, arguments.sessions, file)
    terminal.write(texts("device-kept", roles=", ".join(written), file=file))
    say_skipped(set(arguments.roles) - set(written), terminal, texts)
    return 0


def _confirmed(uses: Sequence[RoleUse], terminal: Terminal, texts: Texts) -> bool:
    """Say who uses the roles, and ask whether to go on. False, with what to type, when nobody is there to ask."""
    for use in uses:
        terminal.write(_use_line(use, texts))
    if not terminal.can_ask:
        terminal.write(texts("device-needs-yes"))
        return False
    if terminal.ask(texts("device-ask")).casefold() in texts("answers-yes").split():
        return True
    terminal.write(texts("device-not-added"))
    return False


def _use_line(use: RoleUse, texts: Texts) -> str:
    where = ", ".join(use.sessions)
    if use.has_account:
        return texts("device-in-use" if where else "device-has-account", role=use.role, sessions=where)
    return texts("device-present", role=use.role, sessions=where)


def how_to_use(settings: Settings, role: str, password: str, sessions: Sequence[str], texts: Texts) -> str:
    """The text about a new account, with lines to copy that use it."""
    return texts(
        "device-how",
        role=role,
        password=password,
        host=network_host(settings),
        port=settings.mqtts_port if settings.tls_on else settings.mqtt_port,
        **_tls_options(settings),
        session=sessions[0] if sessions else "aula1",
    )


def _tls_options(settings: Settings) -> dict[str, str]:
    """Options that make mosquitto_pub and paho use TLS. `ca.pem` is the file that the page offers at /ca.pem."""
    if not settings.tls_on:
        return {"cafile": "", "tls_set": ""}
    if settings.tls == "own" and settings.tls_ca is None:
        return {"cafile": " --tls-use-os-certs", "tls_set": "\n    client.tls_set()"}
    return {"cafile": " --cafile ca.pem", "tls_set": '\n    client.tls_set("ca.pem")'}


def _remove(settings: Settings, role: str, terminal: Terminal, texts: Texts) -> int:
    removed = remove_device(settings.data, role)
    terminal.write(texts("device-removed" if removed else "device-unknown", role=role))
    return 0 if removed else 1


def _list(settings: Settings, terminal: Terminal, texts: Texts) -> int:
    devices = load_or_create(settings.data).devices
    for role, entry in sorted(devices.items()):
        terminal.write(f"{role:32} {_sessions(entry.sessions, texts)}")
    if not devices:
        terminal.write(texts("device-none"))
    return 0


def _sessions(sessions: Sequence[str], texts: Texts) -> str:
    return ", ".join(sessions) or texts("device-all-sessions")


def _say_if_not_running(found: Found, terminal: Terminal, texts: Texts) -> None:
    # With LAB_MQTT_HOST the parts run apart, as in containers, where no launcher could tell.
    if not (found.runs or found.settings.mqtt_host):
        terminal.write(texts("lab-not-running"))


def _say_if_open(settings: Settings, terminal: Terminal, texts: Texts) -> None:
    if not settings.access_on:
        terminal.write(texts("lab-is-open"))


def say_skipped(roles: Iterable[str], terminal: Terminal, texts: Texts) -> None:
    """Name the roles whose accounts belong to other devices."""
    if skipped := ", ".join(sorted(roles)):
        terminal.say(texts("device-left", roles=skipped))


def demo_accounts(data: Path) -> tuple[Path, list[str]]:
    """Give each demo device an account. Returns the file with their passwords, and the roles in that file.

    Raises SettingsError and OSError.
    """
    file = data / _DEMO_FILE
    return file, provide_passwords(data, DEMO_ROLES, (DEMO_SESSION,), file)


def provide_passwords(data: Path, roles: Sequence[str], sessions: tuple[str, ...], file: Path) -> list[str]:
    """Write the passwords of accounts with these roles to `file`; valid passwords in it stay. Returns its roles.

    An account whose password is not in `file` belongs to another device and stays unchanged.
    Raises SettingsError, TopicError and OSError.
    """
    known, devices = _passwords_in(file), load_or_create(data).devices
    valid = {role: known[role] for role in roles if role in known and role in devices}
    valid = {role: password for role, password in valid.items() if is_password(password, devices[role].password)}
    made = {role: make_password() for role in roles if role not in devices}
    if valid | made != known or not file.exists():
        write_private(file, json.dumps(valid | made) + "\n")
    # After the file. An account whose password is in no file would count as another device's.
    for role, password in made.items():
        add_device(data, role, sessions, password)
    return [*valid, *made]


def _passwords_in(file: Path) -> Mapping[str, str]:
    with contextlib.suppress(OSError, ValueError):
        document = json.loads(file.read_bytes())
        if isinstance(document, dict):
            return {role: password for role, password in document.items() if isinstance(password, str)}
    return {}
