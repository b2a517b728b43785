"""What a record reports: its data, or the one value that a text of a device is. Pure.

A beginner's board publishes `23.5` or `ON`, without JSON. That is kept as it came, as a text, and read as a value of
the name `value`. web/ui/src/model/readings.ts is the same rule, held to it by tests/chat/payloads.json.
"""

import re
from collections.abc import Mapping
from typing import Any

from chat.record import Record
from chat.talk import measured

VALUE = "value"
"""The name of the value that a text is."""

MAX_PLAIN = 32
"""Characters of a text that may be a value."""

Plain = bool | int | float

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WORDS: Mapping[str, bool] = {"true": True, "false": False, "on": True, "off": False}


def plain_value(text: str) -> Plain | None:
    """The number or the switch's state that a text is, also between quotation marks; None when it is neither."""
    said = text.strip(" \t\r\n\0") if len(text) <= MAX_PLAIN else ""
    if len(said) > 1 and said[0] == said[-1] == '"':
        said = said[1:-1].strip(" ")
    if said.lower() in _WORDS:
        return _WORDS[said.lower()]
    if not _NUMBER.fullmatch(said):
        return None
    number = float(said)
    if abs(number) == float("inf"):
        return None
    return int(said) if re.fullmatch(r"[+-]?\d{1,15}", said) else number


def reported(record: Record) -> Any:
    """The data of a record without what is said about another message; of a text that a device sent alone,
    `{"value": 23.5}`.

    People's messages have an `id`, so what they write is no value.
    """
    if record.data or record.event or record.id or record.to or not record.text:
        return measured(record)
    value = plain_value(record.text)
    return record.data if value is None else {VALUE: value}


def may_report(line: bytes) -> bool:
    """Whether a line of a log may report something; quick, and never wrong where it says no."""
    return b'"data":{' in line or (b'"id":' not in line and b'"text":' in line)
