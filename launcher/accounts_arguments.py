"""The arguments of `python lab.py device` and `python lab.py codes`, read into frozen values."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.texts import Texts


@dataclass(frozen=True, slots=True)
class DeviceArguments:
    """The action (`add`, `list` or `remove`) and its accounts. `to`: a file for the passwords, not the terminal.

    `yes`: roles that are in use need no question.
    """

    action: str
    roles: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    to: Path | None = None
    yes: bool = False


def read_device(words: Sequence[str], texts: Texts) -> DeviceArguments:
    """Read the words after `device`. Exits with code 2 on an unknown word."""
    parser = argparse.ArgumentParser(prog="python lab.py device", description=texts("help-device"), allow_abbrev=False)
    commands = parser.add_subparsers(dest="action", required=True, metavar="add | list | remove")
    add = commands.add_parser("add", help=texts("help-device-add"), allow_abbrev=False)
    add.add_argument("roles", nargs="+", metavar="role", help=texts("help-device-role"))
    add.add_argument("--session", action="append", default=[], metavar="S", help=texts("help-device-session"))
    add.add_argument("--to", type=Path, metavar="FILE", help=texts("help-device-to"))
    add.add_argument("--yes", action="store_true", help=texts("help-device-yes"))
    commands.add_parser("list", help=texts("help-device-list"))
    remove = commands.add_parser("remove", help=texts("help-device-remove"))
    remove.add_argument("roles", nargs=1, metavar="role", help=texts("help-device-role"))
    given = vars(parser.parse_args(words))
    return DeviceArguments(
        given["action"],
        tuple(dict.fromkeys(given.get("roles", ()))),
        tuple(given.get("session", ())),
        given.get("to"),
        given.get("yes", False),
    )


def read_codes(words: Sequence[str], texts: Texts) -> bool:
    """Read the words after `codes`. Returns whether to make new codes. Exits with code 2 on an unknown word."""
    parser = argparse.ArgumentParser(prog="python lab.py codes", description=texts("help-codes"), allow_abbrev=False)
    parser.add_argument("--new", action="store_true", help=texts("help-codes-new"))
    return bool(parser.parse_args(words).new)
