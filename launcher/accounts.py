"""`device` and `codes`: accounts and codes of a closed lab. Also the accounts of the demo devices that `up` runs."""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from chat.credentials import Credentials, add_device, load_or_create, new_codes, remove_device
from chat.errors import LabError
from chat.private_file import write_private
from chat.secret import format_code, is_password, make_password
from chat.settings import Settings
from launcher.accounts_arguments import DeviceArguments, read_codes, read_device
from launcher.banner import network_host, page_url
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
    terminal.write("\n".join([*code_lines(credentials, texts), f"  {texts('banner-page'):10} {page_url(settings)}"]))
    _say_if_open(settings, terminal, texts)
    return 0


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
    if arguments.to is not None:
        written = provide_passwords(settings.data, arguments.roles, arguments.sessions, arguments.to)
        terminal.write(texts("device-kept", roles=", ".join(written), file=arguments.to))
        say_skipped(set(arguments.roles) - set(written), terminal, texts)
        return 0
    for role in arguments.roles:
        password = add_device(settings.data, role, arguments.sessions)
        terminal.write(texts("device-added", role=role, sessions=_sessions(arguments.sessions, texts)))
        terminal.write(how_to_use(settings, role, password, arguments.sessions, texts))
    _say_if_open(settings, terminal, texts)
    return 0


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
