"""What a device says about itself when it starts: the values it reports, the commands it obeys. Pure.

    Description("thermostat", values=(Value("temperature", unit="°C"),), commands=(Slider("set", 5, 30, key="target"),))

A page draws gauges, switches and sliders from it. The rule is docs/protocol.md, "Description".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

MAX_ENTRIES = 16
"""Most values, and most commands, of one device."""

DESCRIBE = frozenset({"describe", "descreve"})
"""The command that every device answers with its description, in both languages."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the device reports: `key` is where it stands in its data, as `temperature` or `room.light`.

    `least` and `greatest`, in `unit`, are what a gauge shows.
    """

    key: str
    kind: Literal["number", "boolean", "text", "place"] = "number"
    unit: str = ""
    least: float | None = None
    greatest: float | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for an empty key and for bounds in the wrong order."""
        _check_words(self.key)
        _check_bounds(self.least, self.greatest)


@dataclass(frozen=True, slots=True)
class Switch:
    """Two words, for on and off; `key` is the boolean value that tells which way it stands."""

    word: str
    off: str
    key: str = ""
    kind: str = field(default="switch", init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an empty word."""
        _check_words(self.word, self.off)


@dataclass(frozen=True, slots=True)
class Slider:
    """`<word> <number>`; `key` is the value that tells where it stands."""

    word: str
    least: float
    greatest: float
    step: float | None = None
    unit: str = ""
    key: str = ""
    kind: str = field(default="slider", init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an empty word and for bounds in the wrong order."""
        _check_words(self.word)
        _check_bounds(self.least, self.greatest)


@dataclass(frozen=True, slots=True)
class Choice:
    """`<word> <choice>`; `key` is the value that tells what is chosen."""

    word: str
    choices: tuple[str, ...]
    key: str = ""
    kind: str = field(default="choice", init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an empty word, and when there is nothing to choose."""
        _check_words(self.word, *self.choices)
        if not self.choices:
            raise ValueError(f"{self.word}: there is nothing to choose")


@dataclass(frozen=True, slots=True)
class TextCommand:
    """`<word> <any text>`."""

    word: str
    kind: str = field(default="text", init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an empty word."""
        _check_words(self.word)


@dataclass(frozen=True, slots=True)
class Button:
    """`<word>` alone."""

    word: str
    kind: str = field(default="button", init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an empty word."""
        _check_words(self.word)


Command = Switch | Slider | Choice | TextCommand | Button


@dataclass(frozen=True, slots=True)
class Description:
    """A device: what it is (1 to 32 characters), its values and its commands. Raises ValueError."""

    device: str
    values: tuple[Value, ...] = ()
    commands: tuple[Command, ...] = ()

    def __post_init__(self) -> None:
        """Check the name and the numbers of entries."""
        if not 1 <= len(self.device) <= 32:
            raise ValueError(f"device {self.device[:40]!r}: 1 to 32 characters")
        if max(len(self.values), len(self.commands)) > MAX_ENTRIES:
            raise ValueError(f"{self.device} has more than {MAX_ENTRIES} values or commands")

    def as_data(self) -> Mapping[str, Any]:
        """The data of its announcement. `commands` stands there even when it is empty: pages look for the word."""
        values = {"values": [_entry(value) for value in self.values]} if self.values else {}
        return {"device": self.device, **values, "commands": [_entry(command) for command in self.commands]}


def _entry(entry: Value | Command) -> dict[str, Any]:
    """As it stands in the announcement: its parts, without those that are empty."""
    parts = {part.name: getattr(entry, part.name) for part in fields(entry)}
    return {name: list(part) if isinstance(part, tuple) else part for name, part in parts.items() if _is_told(part)}


def _is_told(part: object) -> bool:
    return part is not None and part != ""


def _check_words(*words: str) -> None:
    for word in words:
        if not word or word != word.strip():
            raise ValueError(f"{word!r} is no word: it is empty, or has spaces around it")


def _check_bounds(least: float | None, greatest: float | None) -> None:
    if least is not None and greatest is not None and least >= greatest:
        raise ValueError(f"from {least} to {greatest}: the first is not below the second")
