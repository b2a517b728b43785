"""`device` and `codes`: who may come into a closed lab. Also the accounts of the demo devices, which `up` runs."""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from chat.credentials import Credentials, add_device, load_or_create, new_codes, remove_device
from chat.errors import LabError
from chat.private_file import write_private
from chat.secret import is_password, make_password, shown
from chat.settings import Settings
from launcher.accounts_arguments import DeviceWords, read_codes, read_device
from launcher.banner import network_host, page_url
from launcher.terminal import Terminal
from launcher.texts import Texts

DEMO_SESSION = "demo"
DEMO_ROLES = ("sensor-1", "lamp", "echo")
"""What `python -m devices demo` runs."""

_DEMO_FILE = "demo-passwords.json"


def codes(settings: Settings, words: Sequence[str], *, terminal: Terminal, texts: Texts) -> int:
    """Show the codes of the page, new ones if asked for. Returns the exit code."""
    asks_new = read_codes(words, texts)
    try:
        credentials = new_codes(settings.data) if asks_new else load_or_create(settings.data)
    except LabError as error:
        terminal.write(texts("bad-setting", detail=error.detail))
        return 1
    terminal.write("\n".join([*code_lines(credentials, texts), f"  {texts('banner-page'):10} {page_url(settings)}"]))
    _say_if_open(settings, terminal, texts)
    return 0


def code_lines(credentials: Credentials, texts: Texts) -> list[str]:
    """Both codes, a line each."""
    rows = {"banner-class-code": credentials.class_code, "banner-teacher-code": credentials.teacher_code}
    return [f"  {texts(key):10} {shown(code)}" for key, code in rows.items()]


def device(settings: Settings, words: Sequence[str], *, terminal: Terminal, texts: Texts) -> int:
    """Add, list or remove accounts of devices. Returns the exit code: 1 when there is nothing to remove, or no way."""
    asked = read_device(words, texts)
    try:
        match asked.what:
            case "add":
                return _add(settings, asked, terminal, texts)
            case "remove":
                return _remove(settings, asked.roles[0], terminal, texts)
        return _list(settings, terminal, texts)
    except LabError as error:
        terminal.write(error.detail)
    except OSError as error:
        terminal.write(f"{asked.to}: {error.strerror}")
    return 1


def _add(settings: Settings, asked: DeviceWords, terminal: Terminal, texts: Texts) -> int:
    if asked.to is not None:
        kept = keep_passwords(settings.data, asked.roles, asked.sessions, asked.to)
        terminal.write(texts("device-kept", roles=", ".join(kept), file=asked.to))
        say_left(set(asked.roles) - set(kept), terminal, texts)
        return 0
    for role in asked.roles:
        password = add_device(settings.data, role, asked.sessions)
        terminal.write(texts("device-added", role=role, sessions=_sessions(asked.sessions, texts)))
        terminal.write(how_to_use(settings, role, password, asked.sessions, texts))
    _say_if_open(settings, terminal, texts)
    return 0


def how_to_use(settings: Settings, role: str, password: str, sessions: Sequence[str], texts: Texts) -> str:
    """A new account, and lines to copy that use it."""
    return texts(
        "device-how",
        role=role,
        password=password,
        host=network_host(settings),
        port=settings.mqtts_port if settings.tls_on else settings.mqtt_port,
        **_trusting(settings),
        session=sessions[0] if sessions else "aula1",
    )


def _trusting(settings: Settings) -> dict[str, str]:
    """What makes mosquitto_pub and paho speak TLS: `ca.pem` is what the page's /ca.pem gives, where there is one."""
    if not settings.tls_on:
        return {"cafile": "", "tls_set": ""}
    if settings.tls == "own" and settings.tls_ca is None:
        return {"cafile": " --tls-use-os-certs", "tls_set": "\n    client.tls_set()"}
    return {"cafile": " --cafile ca.pem", "tls_set": '\n    client.tls_set("ca.pem")'}


def _remove(settings: Settings, role: str, terminal: Terminal, texts: Texts) -> int:
    was_there = remove_device(settings.data, role)
    terminal.write(texts("device-removed" if was_there else "device-unknown", role=role))
    return 0 if was_there else 1


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


def say_left(roles: Iterable[str], terminal: Terminal, texts: Texts) -> None:
    """Tell which roles are somebody else's."""
    if left := ", ".join(sorted(roles)):
        terminal.say(texts("device-left", roles=left))


def demo_accounts(data: Path) -> tuple[Path, list[str]]:
    """See that each demo device has an account. Returns the file with their passwords, and the roles that are in it.

    Raises SettingsError and OSError.
    """
    file = data / _DEMO_FILE
    return file, keep_passwords(data, DEMO_ROLES, (DEMO_SESSION,), file)


def keep_passwords(data: Path, roles: Sequence[str], sessions: tuple[str, ...], file: Path) -> list[str]:
    """See that `file` holds the passwords of accounts with these roles; what is good in it stays. Returns its roles.

    A role that somebody gave to a device of theirs, so that `file` does not know its password, is left to that device.
    Raises SettingsError, TopicError and OSError.
    """
    known, devices = _passwords_in(file), load_or_create(data).devices
    kept = {role: known[role] for role in roles if role in known and role in devices}
    kept = {role: password for role, password in kept.items() if is_password(password, devices[role].password)}
    made = {role: make_password() for role in roles if role not in devices}
    if kept | made != known or not file.exists():
        write_private(file, json.dumps(kept | made) + "\n")
    # After the file: an account whose password nobody knows would be left alone for ever.
    for role, password in made.items():
        add_device(data, role, sessions, password)
    return [*kept, *made]


def _passwords_in(file: Path) -> Mapping[str, str]:
    with contextlib.suppress(OSError, ValueError):
        document = json.loads(file.read_bytes())
        if isinstance(document, dict):
            return {role: password for role, password in document.items() if isinstance(password, str)}
    return {}
