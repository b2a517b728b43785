"""The command line of a fleet, read once into a frozen value. Never starts anything."""

import argparse
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from devices import names
from devices.connection import Broker
from devices.fleet import amounts
from devices.fleet.errors import FleetError
from devices.fleet.scenario import Scenario
from devices.fleet.texts import Texts
from devices.fleet.traffic import LEAST_SIZE
from devices.options import add_broker_options, broker_of, checked, language_of, passwords_in
from devices.texts import OptionError
from devices.wire import MAX_PAYLOAD

MOST_DEVICES = 20_000
MOST_SESSIONS = 1000
CONNECTS_A_SECOND = 100
"""How many devices begin to connect in a second, unless `--ramp` says otherwise."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run. Device number n, from 0, has the role `roles[n]`, in the session `sessions[n % len(sessions)]`.

    `watcher`: the role that sees the log and the statuses; empty when there is no account for it. `logs`: the folder of
    all sessions; None when it can't be read here. `csv`, `report`: files to write. `wait`: seconds at the end without
    anything new, after which what is missing counts as missing.
    """

    sessions: tuple[str, ...]
    roles: tuple[str, ...]
    watcher: str
    broker: Broker
    scenario: Scenario
    qos: int
    size: int
    logs: Path | None
    csv: Path | None
    report: Path | None
    wait: float
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def broker_for(self, role: str) -> Broker:
        """The broker, with the account that a role uses."""
        if role in self.passwords:
            return replace(self.broker, username=role, password=self.passwords[role])
        if self.broker.password and not self.broker.username:
            return replace(self.broker, username=role)
        return self.broker


def parse(arguments: Sequence[str], settings: Mapping[str, str], texts: Texts) -> Options:
    """Read the command line. Exits with code 2 and a message when something is wrong."""
    parser = _parser(texts)
    given, unknown = parser.parse_known_args(arguments)
    try:
        if unknown:
            raise OptionError("unknown-options", options=" ".join(unknown))
        language_of(settings)
        return _options(given, settings)
    except FleetError as error:
        parser.error(texts.error(error))
    except OptionError as error:
        parser.error(error.text(texts.language))


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devices fleet", description=texts("help"), epilog=texts("help-end"), allow_abbrev=False
    )
    for name, metavar in (
        ("session", "S"),
        ("sessions", "N"),
        ("role", "PREFIX"),
        ("count", "N"),
        ("rate", "R"),
        ("for", "T"),
        ("ramp", "T"),
        ("wait", "T"),
        ("qos", "0|1|2"),
        ("size", "BYTES"),
        ("scenario", "FILE"),
        ("csv", "FILE"),
        ("report", "FILE"),
        ("logs", "FOLDER"),
        ("passwords", "FILE"),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=texts(f"help-{name}"))
    add_broker_options(parser, texts.language)
    return parser


def _options(given: argparse.Namespace, settings: Mapping[str, str]) -> Options:
    if not given.session:
        raise FleetError("no-session")
    count = _whole(given.count, "--count", 1, MOST_DEVICES) if given.count else None
    passwords = passwords_in(Path(given.passwords)) if given.passwords else {}
    roles, watcher = _roles(given.role, count, passwords) if given.passwords else _numbered(given.role, count or 100)
    broker = broker_of(given, settings, "")
    return Options(
        sessions=_sessions(given.session, _whole(given.sessions or "1", "--sessions", 1, MOST_SESSIONS)),
        roles=roles,
        watcher=watcher,
        broker=broker,
        scenario=_scenario(given, len(roles)),
        qos=_whole(given.qos or "1", "--qos", 0, 2),
        size=_whole(given.size or "100", "--size", LEAST_SIZE, MAX_PAYLOAD),
        logs=_logs(given.logs, settings, broker),
        csv=_writable(given.csv),
        report=_writable(given.report),
        wait=_amount("--wait", given.wait or "30s", amounts.duration),
        passwords=passwords,
    )


def _sessions(session: str, count: int) -> tuple[str, ...]:
    named = [session] if count == 1 else [f"{session}-{number}" for number in range(1, count + 1)]
    return tuple(checked(names.check_session, "bad-session", one) for one in named)


def _numbered(prefix: str | None, count: int) -> tuple[tuple[str, ...], str]:
    """`device-1`, `device-2` and so on, and the role that watches."""
    prefix = prefix or "device"
    watcher, *roles = (checked(names.check_role, "bad-role", f"{prefix}-{number}") for number in range(count + 1))
    return tuple(roles), watcher


def _roles(prefix: str | None, count: int | None, passwords: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The roles of the file that begin with `prefix`, in its order. One that is left over watches."""
    known = [role for role in passwords if role.startswith(prefix or "")]
    for role in known:
        checked(names.check_role, "bad-role", role)
    wanted = count if count is not None else max(1, len(known) - 1)
    if wanted > len(known):
        raise FleetError("too-few-passwords", count=wanted, known=len(known))
    return tuple(known[:wanted]), known[wanted] if wanted < len(known) else ""


def _scenario(given: argparse.Namespace, count: int) -> Scenario:
    rate = _amount("--rate", given.rate or "1/s", amounts.rate)
    ramp = _amount("--ramp", given.ramp, amounts.duration) if given.ramp else count / CONNECTS_A_SECOND
    if not given.scenario:
        return Scenario.steady(
            ramp=ramp, seconds=_amount("--for", getattr(given, "for") or "1m", amounts.duration), rate=rate
        )
    if getattr(given, "for"):
        raise FleetError("for-and-scenario")
    try:
        text = Path(given.scenario).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FleetError("unreadable", file=given.scenario, detail=getattr(error, "strerror", None) or error) from None
    try:
        return Scenario.decode(text, rate=rate, ramp=ramp)
    except FleetError as error:
        where = error.values.get("where", "")
        raise FleetError(error.key, **{**error.values, "where": f"{given.scenario}: {where}"}) from None


def _amount(option: str, text: str, read: amounts.Reader) -> float:
    try:
        return read(text)
    except FleetError as error:
        raise FleetError(error.key, **{"where": f"{option}: ", **error.values}) from None


def _whole(text: str, option: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise FleetError("bad-number", where=f"{option}: ", text=text[:40], low=low, high=high)
    return int(text)


def _logs(given: str | None, settings: Mapping[str, str], broker: Broker) -> Path | None:
    """The folder of the logs. That of this machine's lab is another one's when the broker is elsewhere."""
    if given:
        if not Path(given).is_dir():
            raise FleetError("no-logs", folder=given)
        return Path(given)
    return Path(settings.get("LAB_LOGS", "logs")) if _is_here(broker.host) else None


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _writable(file: str | None) -> Path | None:
    if not file:
        return None
    if Path(file).is_dir() or not Path(file).resolve().parent.is_dir():
        raise FleetError("unwritable", file=file)
    return Path(file)
