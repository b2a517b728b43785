"""The command line, read once into a frozen value."""

import argparse
import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from launcher.texts import Texts

COMMANDS = ("up", "test", "doctor", "setup", "bench", "device", "codes")
PASSED_ON = ("test", "bench", "device", "codes")
"""Commands whose arguments another module reads."""

_OVERRIDES = ("broker", "host", "tls", "web-port", "mqtt-port", "mqtts-port", "mqtt-ws-port", "logs", "lang")
_REPEATED = tuple(name for name in _OVERRIDES if name != "host")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command and its options. `overrides`: settings by key; `rest`: the words after a command in PASSED_ON."""

    command: str = "up"
    devices: bool = True
    open_browser: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)
    rest: tuple[str, ...] = ()

    def repeated(self) -> str:
        """The options that start the same lab again after `python lab.py --host X`, quoted for this machine's shell."""
        words = [word for name in _REPEATED for word in self._option(name)]
        words += ["--no-devices"] * (not self.devices) + ["--open"] * self.open_browser
        return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)

    def _option(self, name: str) -> tuple[str, ...]:
        value = self.overrides.get(_key(name))
        return () if value is None else (f"--{name}", value)


def parse(words: Sequence[str], texts: Texts) -> Arguments:
    """Read the words after `python lab.py`. Exits with code 2 on an unknown word."""
    named = bool(words) and words[0] in COMMANDS
    command, rest = (words[0], words[1:]) if named else ("up", words)
    if command in PASSED_ON:
        return Arguments(command, rest=tuple(rest))
    given = vars(_parser(texts).parse_args(rest))
    overrides = {_key(name): given[name.replace("-", "_")] for name in _OVERRIDES}
    return Arguments(
        command,
        devices=not given["no_devices"],
        open_browser=given["open"],
        overrides={key: value for key, value in overrides.items() if value is not None},
    )


def _key(name: str) -> str:
    return f"LAB_{name.replace('-', '_').upper()}"


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python lab.py",
        usage="python lab.py [up | device | codes | test | doctor | setup | bench] [...]",
        description=texts("help-description"),
        epilog=texts("help-commands"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--no-devices", action="store_true", help=texts("help-no-devices"))
    parser.add_argument("--open", action="store_true", help=texts("help-open"))
    for name in _OVERRIDES:
        parser.add_argument(f"--{name}", metavar="X", help=texts(f"help-{name}"))
    return parser
