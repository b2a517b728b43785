"""Fills in a template: the values of named assignments, in Python or in a C header; the rest stays as it is. Pure."""

import json
import re
from collections.abc import Mapping

_LITERAL = r'(?:"(?:[^"\\\n]|\\.)*"|-?\d+|True|False|true|false)'


def fill_python(text: str, values: Mapping[str, str | int]) -> str:
    """Replace the value of `NAME = literal`. Raises KeyError for a name that no line, or more than one, begins with."""
    return _fill(text, values, r"^({name}\s*=\s*){literal}")


def fill_header(text: str, values: Mapping[str, str | int]) -> str:
    """Replace the value of `#define NAME literal`. Raises KeyError for a name that is not defined once."""
    return _fill(text, values, r"^([ \t]*#[ \t]*define[ \t]+{name}[ \t]+){literal}")


def _fill(text: str, values: Mapping[str, str | int], pattern: str) -> str:
    for name, value in values.items():
        line = re.compile(pattern.format(name=re.escape(name), literal=_LITERAL), re.MULTILINE)
        text, count = line.subn(lambda found, value=value: found[1] + _literal(value), text)  # type: ignore[misc]
        if count != 1:
            raise KeyError(name)
    return text


def _literal(value: str | int) -> str:
    """A text or a number as both languages write it.

    JSON's strings without control characters are strings of Python and of C, too.
    """
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
