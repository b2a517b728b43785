"""The words behind `python lab.py device` and `python lab.py codes`, read into frozen values."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.texts import Texts


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """What to do with which accounts; `to`: the file that takes the passwords instead of the terminal."""

    what: str
    roles: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    to: Path | None = None


def read_device(words: Sequence[str], texts: Texts) -> DeviceWords:
    """Read what follows `device`. Exits with code 2 on what it does not know."""
    parser = argparse.ArgumentParser(prog="python lab.py device", description=texts("help-device"), allow_abbrev=False)
    commands = parser.add_subparsers(dest="what", required=True, metavar="add | list | remove")
    add = commands.add_parser("add", help=texts("help-device-add"), allow_abbrev=False)
    add.add_argument("roles", nargs="+", metavar="role", help=texts("help-device-role"))
    add.add_argument("--session", action="append", default=[], metavar="S", help=texts("help-device-session"))
    add.add_argument("--to", type=Path, metavar="FILE", help=texts("help-device-to"))
    commands.add_parser("list", help=texts("help-device-list"))
    remove = commands.add_parser("remove", help=texts("help-device-remove"))
    remove.add_argument("roles", nargs=1, metavar="role", help=texts("help-device-role"))
    given = vars(parser.parse_args(words))
    return DeviceWords(given["what"], tuple(given.get("roles", ())), tuple(given.get("session", ())), given.get("to"))


def read_codes(words: Sequence[str], texts: Texts) -> bool:
    """Read what follows `codes`: whether new ones are asked for. Exits with code 2 on what it does not know."""
    parser = argparse.ArgumentParser(prog="python lab.py codes", description=texts("help-codes"), allow_abbrev=False)
    parser.add_argument("--new", action="store_true", help=texts("help-codes-new"))
    return bool(parser.parse_args(words).new)
