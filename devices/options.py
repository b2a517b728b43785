"""The command line and the settings of the devices: read once, into a frozen value. Never starts anything."""

import argparse
import io
import json
import math
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from devices import names
from devices.connection import Broker
from devices.kinds import DEMO, KINDS

LANGUAGES = ("pt-BR", "en")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - for a server every address; a client connects to this one


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. `every` is in seconds; `roles` holds pairs of a kind's name and a role; `passwords` has those of the
    roles that have an account of their own at the broker."""

    session: str
    roles: tuple[tuple[str, str], ...]
    broker: Broker
    language: str
    every: float
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def broker_for(self, role: str) -> Broker:
        """The broker, with the account that a role uses."""
        if role in self.passwords:
            return replace(self.broker, username=role, password=self.passwords[role])
        return self.broker


def environment(environ: Mapping[str, str], dotenv: Path) -> dict[str, str]:
    """The LAB_* settings of the `.env` file, if there is one, and of the environment, which wins.

    Raises ValueError, one line that names the file, when it is not UTF-8 text of lines `KEY=value`.
    """
    both = {**_from_file(dotenv), **environ}
    return {key: value.strip() for key, value in both.items() if key.startswith("LAB_") and value}


def _from_file(dotenv: Path) -> dict[str, str | None]:
    text = _text_of(dotenv)
    for binding in parse_stream(io.StringIO(text)):
        key = binding.key or ""
        if binding.error or (key.upper().startswith("LAB_") and (key != key.upper() or binding.value is None)):
            word = key or (binding.original.string.split() or [""])[0]
            raise ValueError(f"{dotenv.resolve()}: {word} is not written KEY=value, as in LAB_MQTT_PORT=1883")
    return dotenv_values(stream=io.StringIO(text))


def _text_of(dotenv: Path) -> str:
    try:
        text = dotenv.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ValueError(f"{dotenv.resolve()}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{dotenv.resolve()} is not UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise ValueError(f"{dotenv.resolve()} is not UTF-8 but UTF-16; save it as UTF-8")
    return text


def listing() -> str:
    """The kinds, a line each."""
    lines = [f"  {kind.name:<8} {kind.help}" for kind in KINDS.values()]
    lines.append(f"  {'demo':<8} {', '.join(kind.default_role for kind in DEMO)} in one session")
    return "\n".join([*lines, f"  {'fleet':<8} thousands of simulated devices: python -m devices fleet --help"])


def parse(arguments: Sequence[str], settings: Mapping[str, str]) -> Options | None:
    """Read the command line; None for `list`. Exits with code 2 and a message when something is wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.kind == "list":
        return None
    try:
        return _options(given, settings)
    except ValueError as error:
        parser.error(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devices",
        description="A device that joins a session of the lab.",
        epilog=f"kinds:\n{listing()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kind", choices=[*KINDS, "demo", "list"], help="what to run; list shows the kinds")
    parser.add_argument("--session", help="the session to join (demo: demo)")
    parser.add_argument("--role", help="the role to speak as; by default the kind's own")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="time between two readings (5)")
    add_broker_options(parser)
    parser.add_argument("--passwords", type=Path, metavar="FILE", help="passwords by role, as JSON; runs no other role")
    return parser


def add_broker_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the broker is, and with which account; `broker_of` reads them."""
    parser.add_argument("--host", help="where the broker is (LAB_MQTT_HOST, else LAB_HOST, else 127.0.0.1)")
    parser.add_argument("--port", help="its port (LAB_MQTT_PORT, else 1883; with TLS LAB_MQTTS_PORT, else 8883)")
    parser.add_argument("--tls", action="store_true", help="reach it over TLS (LAB_MQTT_TLS=on)")
    parser.add_argument(
        "--ca", metavar="FILE", help="over TLS, trusting this authority: the page's /ca.pem (LAB_MQTT_CA)"
    )
    parser.add_argument("--username", help="user name at the broker (LAB_MQTT_USERNAME, else the role)")
    parser.add_argument(
        "--password", help="its password; better in LAB_MQTT_PASSWORD, for others can see the words of a command"
    )


def _options(given: argparse.Namespace, settings: Mapping[str, str]) -> Options:
    if not (math.isfinite(given.every) and given.every > 0):
        raise ValueError(f"--every {given.every}: it takes a number of seconds above 0")
    passwords = passwords_in(given.passwords) if given.passwords else {}
    roles = _roles(given)
    role = "" if given.kind == "demo" else roles[0][1]
    return Options(
        session=names.check_session(_session(given)),
        roles=_with_password(roles, passwords) if given.passwords else roles,
        broker=broker_of(given, settings, role),
        language=language_of(settings),
        every=given.every,
        passwords=passwords,
    )


def passwords_in(file: Path) -> dict[str, str]:
    """The passwords by role in a JSON file. Raises ValueError."""
    try:
        document = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise ValueError(f"--passwords {file}: {getattr(error, 'strerror', None) or 'it is no JSON'}") from None
    if not (isinstance(document, dict) and all(isinstance(password, str) for password in document.values())):
        raise ValueError(f"--passwords {file}: it takes a JSON object of passwords by role")
    return document


def _with_password(roles: tuple[tuple[str, str], ...], passwords: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    known = tuple((kind, role) for kind, role in roles if role in passwords)
    if not known:
        raise ValueError(f"--passwords: no password of {', '.join(role for _, role in roles)} is in it")
    return known


def _session(given: argparse.Namespace) -> str:
    session = given.session or ("demo" if given.kind == "demo" else "")
    if not session:
        raise ValueError("--session is needed: which conversation to join")
    return str(session)


def _roles(given: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    if given.kind == "demo":
        if given.role:
            raise ValueError("demo runs several devices, each in a role of its own: --role does not go with it")
        return tuple((kind.name, kind.default_role) for kind in DEMO)
    return ((given.kind, names.check_role(given.role or KINDS[given.kind].default_role)),)


def broker_of(given: argparse.Namespace, settings: Mapping[str, str], role: str) -> Broker:
    """The broker that the options and settings name. With a password alone, the user name is `role`, as an account of
    the lab is called. Raises ValueError."""
    ca = given.ca or settings.get("LAB_MQTT_CA", "")
    tls = given.tls or bool(ca) or settings.get("LAB_MQTT_TLS", "off") == "on"
    host = given.host or settings.get("LAB_MQTT_HOST") or _listens_on(settings, tls=tls)
    _check_host(host)
    port = given.port or (settings.get("LAB_MQTTS_PORT", "8883") if tls else settings.get("LAB_MQTT_PORT", "1883"))
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise ValueError(f"port {port!r} (--port or LAB_MQTT_PORT): a TCP port is a whole number from 1 to 65535")
    password = given.password or settings.get("LAB_MQTT_PASSWORD", "")
    username = given.username or settings.get("LAB_MQTT_USERNAME", "")
    if password and not username:
        username = role
    return Broker(host, int(port), username, password, tls, _check_ca(ca))


def _listens_on(settings: Mapping[str, str], *, tls: bool) -> str:
    """The address of this machine's broker. With TLS the port without TLS is on loopback alone."""
    host = settings.get("LAB_HOST", "127.0.0.1")
    if settings.get("LAB_TLS", "off") != "off" and not tls:
        return "::1" if ":" in host else "127.0.0.1"
    return _EVERYWHERE.get(host, host)


def _check_ca(file: str) -> str:
    if file:
        try:
            ssl.create_default_context(cafile=file)
        except OSError as error:
            why = error.strerror or "it holds no certificate in PEM"
            raise ValueError(f"{file} (--ca or LAB_MQTT_CA): {why}") from None
    return file


def _check_host(host: str) -> None:
    try:
        host.encode("idna")
    except UnicodeError:
        raise ValueError(f"host {host[:80]!r}: it takes an IP address or a host name, without a port") from None


def language_of(settings: Mapping[str, str]) -> str:
    """`pt-BR` or `en`. Raises ValueError."""
    wanted = settings.get("LAB_LANG", "")
    # "auto" is for a page, which knows what its reader prefers.
    if wanted not in ("", "auto", *LANGUAGES):
        raise ValueError(f"LAB_LANG={wanted!r}: it takes one of: {', '.join(LANGUAGES)}, auto")
    return wanted if wanted in LANGUAGES else "pt-BR"
