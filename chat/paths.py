"""Where a value stands in `data`: docs/protocol.md, "Paths". Pure."""

import json
from collections.abc import Iterator
from typing import Any

Leaf = bool | int | float | str | None
"""What is no object and no list."""

MAX_LIST = 16
"""A longer list is a block of data; its elements have no paths."""

_SPECIAL = frozenset('.[]"')


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every leaf of `data` with its path."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, _member_path(path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data if len(data) <= MAX_LIST else ()):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, data


def _member_path(path: str, name: str) -> str:
    """`a.b`; a name that could be taken for a path stands as `a["b.c"]`."""
    if not name or not _SPECIAL.isdisjoint(name):
        return f"{path}[{json.dumps(name, ensure_ascii=False)}]"
    return f"{path}.{name}" if path else name
