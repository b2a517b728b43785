"""The command line and the settings of the devices: read once, into a frozen value. Never starts anything."""

import argparse
import json
import math
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from devices import home_assistant, names
from devices.connection import Broker
from devices.device import Choices
from devices.kinds import DEMO, KINDS
from devices.texts import LANGUAGES, OptionError, Why, text

DISCOVERIES = (home_assistant.ROLE,)
"""For whom a device can describe itself on topics of theirs."""

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - for a server every address; a client connects to this one


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. `roles` holds pairs of a kind's name and a role; `passwords` has those of the roles that have an
    account of their own at the broker."""

    session: str
    roles: tuple[tuple[str, str], ...]
    broker: Broker
    language: str
    choices: Choices = Choices()
    discovery: str = ""
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def broker_for(self, role: str) -> Broker:
        """The broker, with the account that a role uses."""
        if role in self.passwords:
            return replace(self.broker, username=role, password=self.passwords[role])
        return self.broker


def listing(language: str) -> str:
    """The kinds, a line each."""
    lines = [f"  {kind.name:<10} {kind.help[language]}" for kind in KINDS.values()]
    together = text(language, "together", roles=", ".join(kind.default_role for kind in DEMO))
    return "\n".join(
        [
            *lines,
            f"  {'demo':<10} {together}",
            f"  {'fleet':<10} {text(language, 'fleet')}",
            f"  {'replay':<10} {text(language, 'replay')}",
        ]
    )


def parse(arguments: Sequence[str], settings: Mapping[str, str]) -> Options | None:
    """Read the command line; None for `list`. Exits with code 2 and a message when something is wrong."""
    language = spoken_language(settings)
    parser = _parser(language)
    given, unknown = parser.parse_known_args(arguments)
    try:
        if unknown:
            raise OptionError("unknown-options", options=" ".join(unknown))
        if given.kind == "list":
            return None
        return _options(given, settings)
    except OptionError as error:
        parser.error(error.text(language))


def _parser(language: str) -> argparse.ArgumentParser:
    def said(key: str) -> str:
        return text(language, key)

    parser = argparse.ArgumentParser(
        prog="python -m devices",
        description=said("description"),
        epilog=f"{said('kinds')}:\n{listing(language)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("kind", help=said("help-kind"))
    parser.add_argument("--session", help=said("help-session"))
    parser.add_argument("--role", help=said("help-role"))
    parser.add_argument("--every", metavar="SECONDS", help=said("help-every"))
    parser.add_argument("--file", type=Path, metavar="FILE", help=said("help-file"))
    parser.add_argument("--speed", metavar="TIMES", help=said("help-speed"))
    parser.add_argument("--loop", action="store_true", default=None, help=said("help-loop"))
    parser.add_argument("--source", metavar="ROLE", help=said("help-source"))
    parser.add_argument("--discovery", metavar="WHO", help=said("help-discovery"))
    add_broker_options(parser, language)
    parser.add_argument("--passwords", type=Path, metavar="FILE", help=said("help-passwords"))
    return parser


def add_broker_options(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the options that say where the broker is, and with which account; `broker_of` reads them."""
    parser.add_argument("--host", help=text(language, "help-host"))
    parser.add_argument("--port", help=text(language, "help-port"))
    parser.add_argument("--tls", action="store_true", help=text(language, "help-tls"))
    parser.add_argument("--ca", metavar="FILE", help=text(language, "help-ca"))
    parser.add_argument("--username", help=text(language, "help-username"))
    parser.add_argument("--password", help=text(language, "help-password"))


def _options(given: argparse.Namespace, settings: Mapping[str, str]) -> Options:
    language = language_of(settings)
    if given.kind not in (*KINDS, "demo"):
        raise OptionError("bad-kind", kind=given.kind[:40], kinds=", ".join([*KINDS, "demo", "list"]))
    choices = _choices(given)
    passwords = passwords_in(given.passwords) if given.passwords else {}
    roles = _roles(given)
    role = "" if given.kind == "demo" else roles[0][1]
    return Options(
        session=checked(names.check_session, "bad-session", _session(given)),
        roles=_with_password(roles, passwords) if given.passwords else roles,
        broker=broker_of(given, settings, role),
        language=language,
        choices=choices,
        discovery=_discovery(given.discovery),
        passwords=passwords,
    )


def _choices(given: argparse.Namespace) -> Choices:
    """What the kind takes. Raises OptionError for an option of other kinds."""
    kinds = DEMO if given.kind == "demo" else (KINDS[given.kind],)
    chosen = {part.name: value for part in fields(Choices) if (value := getattr(given, part.name)) is not None}
    for option in chosen:
        if not any(option in kind.takes for kind in kinds):
            others = ", ".join(kind.name for kind in KINDS.values() if option in kind.takes)
            raise OptionError("option-of-others", option=option, kind=given.kind, kinds=others)
    for option, example in (("every", "5"), ("speed", "10")):
        if option in chosen:
            chosen[option] = _positive(option, chosen[option], example)
    if "source" in chosen:
        checked(names.check_role, "bad-role", chosen["source"])
    return Choices(**chosen)


def _discovery(given: str | None) -> str:
    if given not in (None, *DISCOVERIES):
        raise OptionError("bad-discovery", given=given[:40], known=", ".join(DISCOVERIES))
    return given or ""


def _positive(option: str, given: str, example: str) -> float:
    try:
        number = float(given.replace(",", "."))
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        raise OptionError("bad-number", option=option, given=given[:40], example=example)
    return number


def checked(check: Callable[[str], str], error_key: str, name: str) -> str:
    """The name, if `check` of names.py takes it. Raises OptionError with the text `error_key`."""
    try:
        return check(name)
    except names.BadNameError:
        raise OptionError(error_key, name=name[:60]) from None


def passwords_in(file: Path) -> dict[str, str]:
    """The passwords by role in a JSON file. Raises OptionError."""
    try:
        document = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or Why("no-json")
        raise OptionError("bad-passwords", file=file, why=why) from None
    if not (isinstance(document, dict) and all(isinstance(password, str) for password in document.values())):
        raise OptionError("no-passwords", file=file)
    return document


def _with_password(roles: tuple[tuple[str, str], ...], passwords: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    known = tuple((kind, role) for kind, role in roles if role in passwords)
    if not known:
        raise OptionError("no-password-of", roles=", ".join(role for _, role in roles))
    return known


def _session(given: argparse.Namespace) -> str:
    session = given.session or ("demo" if given.kind == "demo" else "")
    if not session:
        raise OptionError("needs-session")
    return str(session)


def _roles(given: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    if given.kind == "demo":
        if given.role:
            raise OptionError("demo-role")
        return tuple((kind.name, kind.default_role) for kind in DEMO)
    return ((given.kind, checked(names.check_role, "bad-role", given.role or KINDS[given.kind].default_role)),)


def broker_of(given: argparse.Namespace, settings: Mapping[str, str], role: str) -> Broker:
    """The broker that the options and settings name. With a password alone, the user name is `role`, as an account of
    the lab is called. Raises ValueError."""
    ca = given.ca or settings.get("LAB_MQTT_CA", "")
    tls = given.tls or bool(ca) or settings.get("LAB_MQTT_TLS", "off") == "on"
    host = given.host or settings.get("LAB_MQTT_HOST") or _listens_on(settings, tls=tls)
    _check_host(host)
    port = given.port or (settings.get("LAB_MQTTS_PORT", "8883") if tls else settings.get("LAB_MQTT_PORT", "1883"))
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise OptionError("bad-port", port=port)
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
            raise OptionError("bad-ca", file=file, why=error.strerror or Why("no-certificate")) from None
    return file


def _check_host(host: str) -> None:
    try:
        host.encode("idna")
    except UnicodeError:
        raise OptionError("bad-host", host=host[:80]) from None


def language_of(settings: Mapping[str, str]) -> str:
    """`pt-BR` or `en`. Raises OptionError."""
    wanted = settings.get("LAB_LANG", "")
    # "auto" is for a page, which knows what its reader prefers.
    if wanted not in ("", "auto", *LANGUAGES):
        raise OptionError("bad-language", wanted=wanted, known=", ".join([*LANGUAGES, "auto"]))
    return spoken_language(settings)


def spoken_language(settings: Mapping[str, str]) -> str:
    """The language in which to speak of errors, also of one in LAB_LANG: `pt-BR` or `en`."""
    wanted = settings.get("LAB_LANG", "")
    return wanted if wanted in LANGUAGES else "pt-BR"
