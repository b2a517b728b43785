"""What a player plays: the rows of a CSV table, or the data in a session's log. Lines in, rows out; no I/O.

A line that can't be used is an OptionError in the place of its row; what follows is read all the same. A row of a table
is one line (RFC 4180 without line ends in cells), separated by commas, semicolons or tabs.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from devices import wire
from devices.texts import OptionError, Why

MAX_LINE = 1024 * 1024
"""Bytes of the longest line that is read."""

TIME_COLUMNS = frozenset({"at", "time", "timestamp", "datetime", "seconds", "tempo", "segundos", "hora"})
"""Names of a column that says when its row was measured: in seconds, or as RFC 3339 writes a time."""

_LABS_TABLE = ["seq", "at", "role", "event"]
"""How the table of the lab's page begins (`format=csv`)."""

_LABS_KEYS = frozenset({"id", "sent_at", "to", "confirm"})
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_MILLISECONDS_FROM = 1e11  # as seconds since 1970 it would be beyond the year 5000


@dataclass(frozen=True, slots=True)
class Row:
    """What to say once. `at` is in seconds, from any beginning; None when the file does not tell."""

    data: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    at: float | None = None


class _LineError(Exception):
    """A line that can't be used."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why


_Parse = Callable[[str], Row | None]


def rows(lines: Iterable[bytes], file: str, source: str = "") -> Iterator[Row | OptionError]:
    """The rows of a file with these lines. `source`: of a log, only what this role said."""
    parse: _Parse | None = None
    for number, line in enumerate(lines, 1):
        row: Row | None = None
        try:
            text = _decoded(line)
            if parse is not None:
                row = parse(text) if text.strip() else None
            elif text.lstrip().startswith("{"):
                parse = _log(source)
                row = parse(text)
            elif text.strip():
                parse = _table(text, source)
        except _LineError as error:
            yield OptionError("bad-line", file=file, line=number, why=error.why)
            if parse is None:
                return  # without its first line nothing can be told of the others
        if row is not None:
            yield row


def _decoded(line: bytes) -> str:
    if len(line) > MAX_LINE:
        raise _LineError(Why("long-line", most=MAX_LINE))
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise _LineError(Why("not-utf-8")) from None


def _log(source: str) -> _Parse:
    def parse(line: str) -> Row | None:
        record = wire.record(line.encode())
        if record is None:
            raise _LineError(Why("no-record"))
        return _said(record["role"], record["at"], record.get("data", {}), source)

    return parse


def _table(header: str, source: str) -> _Parse:
    delimiter = max(",;\t", key=header.count)
    columns = [name.strip() for name in _cells(header, delimiter)]
    if not all(columns) or len(set(columns)) < len(columns) or any(map(_NUMBER.fullmatch, columns)):
        raise _LineError(Why("few-columns"))

    def parse(line: str) -> Row | None:
        cells = _cells(line, delimiter)
        if len(cells) != len(columns):
            raise _LineError(Why("wrong-cells", cells=len(cells), columns=len(columns)))
        row = dict(zip(columns, map(str.strip, cells), strict=True))
        if columns[:4] == _LABS_TABLE:
            data = wire.json_object(row.get("data", "").lstrip("'").encode()) or {}
            return _said(row["role"], row["at"], data, source)
        return _measured(row, has_decimal_comma=delimiter != ",")

    return parse


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise _LineError(Why("bad-table", why=error)) from None


def _said(role: str, at: str, data: Mapping[str, Any], source: str) -> Row | None:
    """The data of a record; None for what is no telemetry, or not of the role that is asked for."""
    own = {key: value for key, value in data.items() if key not in _LABS_KEYS and key != "text"}
    is_wanted = role.lower() == source.lower() if source else role != "lab"
    return Row(own, at=_seconds(at)) if is_wanted and own and not _is_description(own) else None


def _is_description(data: Mapping[str, Any]) -> bool:
    has_list = isinstance(data.get("commands"), list) or isinstance(data.get("values"), list)
    return isinstance(data.get("device"), str) and has_list


def _measured(cells: Mapping[str, str], *, has_decimal_comma: bool) -> Row | None:
    """A row of anybody's table. The keys of a message are no data."""
    at, data = None, dict[str, Any]()
    for name, cell in cells.items():
        if name.casefold() in TIME_COLUMNS:
            at = _seconds(cell)
        elif cell and name not in _LABS_KEYS and name != "text":
            data[name] = _value(cell, has_decimal_comma=has_decimal_comma)
    text = cells.get("text", "")
    return Row(data, text, at) if data or text else None


def _value(cell: str, *, has_decimal_comma: bool) -> float | int | bool | str:
    """What a cell says: `true` and `false`, a number, or else a text."""
    if cell.casefold() in ("true", "false"):
        return cell.casefold() == "true"
    written = cell.replace(",", ".") if has_decimal_comma else cell
    if not _NUMBER.fullmatch(written):
        return cell
    number = float(written)
    if not math.isfinite(number):
        return cell
    return int(written) if re.fullmatch(r"[+-]?\d{1,15}", written) else number


def _seconds(text: str) -> float:
    """A time in seconds: a number of seconds, or of milliseconds since 1970, or RFC 3339."""
    written = text.strip()
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        return _seconds_of_day(written)
    if not math.isfinite(number):
        raise _LineError(Why("bad-time", cell=text[:40]))
    return number / 1000 if number > _MILLISECONDS_FROM else number


def _seconds_of_day(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _LineError(Why("bad-time", cell=text[:40])) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
