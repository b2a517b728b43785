"""Where a value stands in data: docs/protocol.md, "Paths". Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

MAX_LIST = 16
"""A longer list is a block of data, and its elements have no paths."""

Kind = Literal["number", "boolean", "text", "place"]

_PLAIN = re.compile(r'[^.\[\]"]+')
_PART = re.compile(r'\.?(?P<name>[^.\[\]"]+)|\[(?P<index>\d+)\]|\[(?P<quoted>"(?:[^"\\]|\\.)*")\]', re.DOTALL)


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Kind]]:
    """The path and the kind of every value in `data`. An object with numbers `lat` and `lon` is one value, a place."""
    kind = _kind_of(data) if path else None
    if kind is not None:
        yield path, kind
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, _member(path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data if len(data) <= MAX_LIST else ()):
            yield from leaves(value, f"{path}[{index}]")


def steps(path: str) -> list[str | int]:
    """The names and indexes on the way to a value: `room["a.b"][2]` is `["room", "a.b", 2]`.

    Raises ValueError for what is no path.
    """
    found: list[str | int] = []
    end = 0
    while part := _PART.match(path, end):
        end = part.end()
        if part["index"] is not None:
            found.append(int(part["index"]))
        else:
            found.append(part["name"] if part["quoted"] is None else json.loads(part["quoted"]))
    if not found or end < len(path) or path.startswith("."):
        raise ValueError(f"{path[:80]!r} is no path")
    return found


def _member(path: str, name: str) -> str:
    if not _PLAIN.fullmatch(name):
        return f"{path}[{json.dumps(name, ensure_ascii=False)}]"
    return f"{path}.{name}" if path else name


def _kind_of(value: object) -> Kind | None:
    if isinstance(value, dict) and _is_number(value.get("lat")) and _is_number(value.get("lon")):
        return "place"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "text"
    return "number" if _is_number(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
