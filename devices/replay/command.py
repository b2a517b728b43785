"""`python -m devices replay`: the one place where a replay is put together."""

import argparse
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from devices import names
from devices.connection import Broker
from devices.options import add_broker_options, broker_of, checked, spoken_language
from devices.replay.recorded import Recorded, name_of, recorded
from devices.replay.replay import Replay
from devices.replay.schedule import FASTEST, SLOWEST, Choice, chosen, due
from devices.replay.texts import say
from devices.texts import OptionError

LARGEST_SEQ = 2**53


@dataclass(frozen=True, slots=True)
class Options:
    """What to play, where, and how."""

    source: str
    session: str
    broker: Broker
    choice: Choice
    commands: bool
    as_role: str


def main(arguments: Sequence[str], settings: Mapping[str, str]) -> int:
    """Play. Returns the exit code: 0; 1 when the broker did not take it all; 2 when an option or a source is wrong."""
    language = spoken_language(settings)
    parser = _parser(language)
    given = parser.parse_args(arguments)
    try:
        options = _options(given, settings, language)
        records = chosen(recorded(options.source), options.choice)
    except OptionError as error:
        print(f"devices: {error.text(language)}", file=sys.stderr)
        return 2
    except ValueError as error:
        parser.error(str(error))
    if not records:
        print(f"devices: {say(language, 'nothing')}", file=sys.stderr)
        return 2
    return _play(options, records, language)


def _play(options: Options, records: list[Recorded], language: str) -> int:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    seconds = f"{due(records[-1], records[0], options.choice):,.0f} s"
    print(say(language, "plays", count=len(records), seconds=seconds), flush=True)
    replay = Replay(
        options.broker,
        options.session,
        name_of(options.source),
        options.choice,
        commands=options.commands,
        as_role=options.as_role,
    )
    try:
        outcome = replay.run(
            records,
            stopping,
            lambda done, seq: print(say(language, "progress", done=done, count=len(records), seq=seq), flush=True),
        )
    except OSError as error:
        print(f"devices: {say(language, 'no-broker', why=error)}", file=sys.stderr)
        return 1
    rate = round(outcome.count / outcome.took) if outcome.took else outcome.count
    late = round(outcome.latest * 1000)
    print(say(language, "end", count=outcome.count, took=f"{outcome.took:.1f}", rate=rate, late=late), flush=True)
    return 0 if outcome.is_whole or stopping.is_set() else 1


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devices replay", description=say(language, "help"), allow_abbrev=False
    )
    parser.add_argument("source", help=say(language, "source"))
    parser.add_argument("--session", required=True, help=say(language, "session"))
    parser.add_argument("--speed", default="1", metavar="X", help=say(language, "speed"))
    parser.add_argument("--fast", action="store_true", help=say(language, "fast"))
    parser.add_argument("--only", default="", metavar="ROLES", help=say(language, "only"))
    parser.add_argument("--from", dest="first", default="1", metavar="SEQ", help=say(language, "from"))
    parser.add_argument("--until", dest="last", default="", metavar="SEQ", help=say(language, "until"))
    parser.add_argument("--commands", action="store_true", help=say(language, "commands"))
    parser.add_argument("--role", default="", help=say(language, "role"))
    add_broker_options(parser, language)
    return parser


def _options(given: argparse.Namespace, settings: Mapping[str, str], language: str) -> Options:
    broker = broker_of(given, settings, given.role)
    role = given.role or broker.username
    return Options(
        source=given.source,
        session=checked(names.check_session, "bad-session", given.session),
        broker=broker,
        choice=Choice(
            speed=_number(language, "--speed", given.speed, SLOWEST, FASTEST),
            is_fast=given.fast,
            roles=frozenset(one.strip().lower() for one in given.only.split(",") if one.strip()),
            first=int(_number(language, "--from", given.first, 1, LARGEST_SEQ)),
            last=int(_number(language, "--until", given.last, 1, LARGEST_SEQ)) if given.last else None,
        ),
        commands=given.commands,
        as_role=checked(names.check_role, "bad-role", role) if role else "",
    )


def _number(language: str, option: str, value: str, least: float, most: float) -> float:
    """The number that an option gives. Raises ValueError with what is wrong, in words."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        raise ValueError(say(language, "bad-number", option=option, value=value[:20], least=least, most=most))
    return number
