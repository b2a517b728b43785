"""What a device says about itself: its kind, the values it reports, the commands it obeys. Pure.

docs/protocol.md, "Description", is the rule. `read` is lenient: it leaves out a wrong entry and uses the rest. The
values themselves are strict: each validates when it is made. `devices/description.py` is the side that writes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from chat.errors import DescriptionError

MAX_DEVICE = 32
"""Most characters of what a device calls itself."""

MAX_ENTRIES = 16
"""Most values, and most commands, of one description."""

MAX_WORD = 64
"""Most characters of a word, or of a choice."""

MAX_CHOICES = 32

MAX_KEY = 128
"""Most characters of a path."""

MAX_UNIT = 16

MAX_NUMBER = 1e300
"""No bound and no step is beyond it: what is computed from two of them is a number still."""

VALUE_KINDS = frozenset({"number", "boolean", "text", "place"})

# docs/protocol.md, "Paths": a member's name, or the name in brackets as a JSON string; then members and indexes.
_PATH = re.compile(r'(?:[^.\[\]"]+|\["(?:[^"\\]|\\.)*"\])(?:\.[^.\[\]"]+|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*', re.DOTALL)
_LINE_ENDS = frozenset("\r\n")

E = TypeVar("E")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a device reports. `key` is a path into its data; `kind` is one of VALUE_KINDS.

    `least` and `greatest` bound a number, in `unit`; both are optional. A `place` is an object with `lat` and `lon` in
    degrees. Raises DescriptionError.
    """

    key: str
    kind: str
    unit: str = ""
    least: float | None = None
    greatest: float | None = None

    def __post_init__(self) -> None:
        """Check each part."""
        _check_path(self.key)
        _require(self.kind in VALUE_KINDS, f"{self.kind[:20]!r} is no kind of value")
        _check_length("unit", self.unit, 0, MAX_UNIT)
        _check_range(self.least, self.greatest)


@dataclass(frozen=True, slots=True)
class Switch:
    """`word` switches on, `off` switches off; the boolean value `key` is the state, when it has one."""

    word: str
    off: str
    key: str = ""

    def __post_init__(self) -> None:
        """Check each part. Raises DescriptionError."""
        _check_word(self.word)
        _check_word(self.off)
        _require(self.word != self.off, "on and off are one word")
        _check_path_or_none(self.key)


@dataclass(frozen=True, slots=True)
class Slider:
    """`<word> <number>`, from `least` to `greatest` in steps of `step`; the number `key` is the state."""

    word: str
    least: float
    greatest: float
    step: float | None = None
    unit: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        """Check each part. Raises DescriptionError."""
        _check_word(self.word)
        _check_range(self.least, self.greatest)
        _require(self.step is None or 0 < self.step <= MAX_NUMBER, "a step is a number above 0")
        _check_length("unit", self.unit, 0, MAX_UNIT)
        _check_path_or_none(self.key)


@dataclass(frozen=True, slots=True)
class Choice:
    """`<word> <choice>`; the text `key` is the state."""

    word: str
    choices: tuple[str, ...]
    key: str = ""

    def __post_init__(self) -> None:
        """Check each part. Raises DescriptionError."""
        _check_word(self.word)
        _require(1 <= len(self.choices) <= MAX_CHOICES, f"there are 1 to {MAX_CHOICES} choices")
        for choice in self.choices:
            _check_word(choice)
        _check_path_or_none(self.key)


@dataclass(frozen=True, slots=True)
class TextCommand:
    """`<word> <text>`."""

    word: str

    def __post_init__(self) -> None:
        """Check the word. Raises DescriptionError."""
        _check_word(self.word)


@dataclass(frozen=True, slots=True)
class Button:
    """`<word>`."""

    word: str

    def __post_init__(self) -> None:
        """Check the word. Raises DescriptionError."""
        _check_word(self.word)


Command = Switch | Slider | Choice | TextCommand | Button


@dataclass(frozen=True, slots=True)
class Description:
    """A device's description. Raises DescriptionError for a name that is empty or too long, or for too many entries."""

    device: str
    values: tuple[Value, ...] = ()
    commands: tuple[Command, ...] = ()

    def __post_init__(self) -> None:
        """Check the name, the numbers of entries, and that each word stands once."""
        _check_length("device", self.device, 1, MAX_DEVICE)
        _require(max(len(self.values), len(self.commands)) <= MAX_ENTRIES, f"more than {MAX_ENTRIES} entries")
        _require(len({command.word for command in self.commands}) == len(self.commands), "a word stands twice")


def is_description(data: object) -> bool:
    """Whether the data of a record is a description, and so neither telemetry nor the columns of a table.

    It has a string `device`, and a list `commands`, or a list `values` that holds objects: `{"device":"esp32",
    "values":[21.5,60]}` is telemetry.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("device"), str):
        return False
    return isinstance(data.get("commands"), list) or _is_list_of_entries(data.get("values"))


def read(data: object) -> Description | None:
    """The description in the data of a record; None when it is none. A wrong entry is left out, a long name is cut."""
    if not is_description(data):
        return None
    assert isinstance(data, Mapping)  # noqa: S101 - for mypy; is_description has looked
    return _sound(_description, data)


def _description(data: Mapping[str, Any]) -> Description:
    return Description(
        device=data["device"][:MAX_DEVICE],
        values=tuple(islice(_values(data.get("values")), MAX_ENTRIES)),
        commands=tuple(islice(_commands(data.get("commands")), MAX_ENTRIES)),
    )


def _is_list_of_entries(values: object) -> bool:
    return isinstance(values, list) and (not values or any(isinstance(value, dict) for value in values))


def _values(entries: object) -> Iterator[Value]:
    seen: set[str] = set()
    for entry in entries if isinstance(entries, list) else ():
        value = _sound(_value, entry)
        if value is not None and value.key not in seen:
            seen.add(value.key)
            yield value


def _value(entry: object) -> Value:
    fields = _object(entry)
    return Value(
        key=_text(fields, "key"),
        kind=_text(fields, "kind"),
        unit=_text(fields, "unit", ""),
        least=_number_or_none(fields, "least"),
        greatest=_number_or_none(fields, "greatest"),
    )


def _commands(entries: object) -> Iterator[Command]:
    listed = entries if isinstance(entries, list) else []
    # Devices of before announce plain words. With both of a lamp's words they have its switch.
    is_old_switch = "on" in listed and "off" in listed
    seen: set[str] = set()
    for entry in listed:
        if is_old_switch and entry in ("off", "toggle"):
            continue
        command = Switch("on", "off", "on") if is_old_switch and entry == "on" else _sound(_command, entry)
        if command is not None and command.word not in seen:
            seen.add(command.word)
            yield command


def _command(entry: object) -> Command:
    return Button(entry) if isinstance(entry, str) else _of_kind(_object(entry))


def _of_kind(fields: Mapping[str, Any]) -> Command:
    word, key, unit = _text(fields, "word"), _text(fields, "key", ""), _text(fields, "unit", "")
    match _text(fields, "kind"):
        case "switch":
            return Switch(word, _text(fields, "off"), key)
        case "slider":
            least, greatest = _number(fields, "least"), _number(fields, "greatest")
            return Slider(word, least, greatest, _number_or_none(fields, "step"), unit, key)
        case "choice":
            return Choice(word, _texts(fields, "choices"), key)
        case "text":
            return TextCommand(word)
        case "button":
            return Button(word)
        case kind:
            raise DescriptionError("bad-description", f"{kind[:20]!r} is no kind of command")


def _sound(make: Callable[[E], T], entry: E) -> T | None:
    """What `make` makes of an entry; None when the entry is wrong."""
    try:
        return make(entry)
    except DescriptionError:
        return None


def _object(entry: object) -> Mapping[str, Any]:
    _require(isinstance(entry, dict), "an entry is an object")
    assert isinstance(entry, dict)  # noqa: S101 - for mypy
    return entry


def _text(fields: Mapping[str, Any], name: str, default: str | None = None) -> str:
    found = fields.get(name)
    found = default if found is None else found
    if not isinstance(found, str):
        raise DescriptionError("bad-description", f"{name} is a string")
    return found


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = fields.get(name)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise DescriptionError("bad-description", f"{name} is a list of strings")
    return tuple(found)


def _number(fields: Mapping[str, Any], name: str) -> float:
    found = fields.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or abs(found) > MAX_NUMBER:
        raise DescriptionError("bad-description", f"{name} is a number")
    return float(found)


def _number_or_none(fields: Mapping[str, Any], name: str) -> float | None:
    return None if fields.get(name) is None else _number(fields, name)


def _check_word(word: str) -> None:
    _check_length("word", word, 1, MAX_WORD)
    _require(word == word.strip() and _LINE_ENDS.isdisjoint(word), "a word is one line without spaces around it")


def _check_path(path: str) -> None:
    _require(len(path) <= MAX_KEY and _PATH.fullmatch(path) is not None, f"{path[:40]!r} is no path")


def _check_path_or_none(path: str) -> None:
    if path:
        _check_path(path)


def _check_length(what: str, text: str, least: int, greatest: int) -> None:
    _require(least <= len(text) <= greatest, f"{what} has {least} to {greatest} characters")


def _check_range(least: float | None, greatest: float | None) -> None:
    given = [bound for bound in (least, greatest) if bound is not None]
    _require(all(abs(bound) <= MAX_NUMBER for bound in given), "a bound is a finite number")
    _require(len(given) < 2 or given[0] < given[1], "least is below greatest")


def _require(is_true: bool, otherwise: str) -> None:  # noqa: FBT001 - the claim itself
    if not is_true:
        raise DescriptionError("bad-description", otherwise)
