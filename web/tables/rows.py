"""The tables of a session: which columns they have, and the rows that its records make. Pure; a row at a time.

- Messages: one row a record, for people.
- Wide: one row a record that reports something, one column a value. A chart in a spreadsheet wants this.
- Long: one row a value. A pivot table, and programs, want this.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chat.record import Record, sound_records
from chat.session_state import SessionState
from web.tables.manner import Manner
from web.tables.values import BREATH, Survey, reporting, survey, values_of

MAX_EXACT = 2**53
"""Whole numbers beyond this are not exact as doubles, which is what a spreadsheet computes with."""

Cell = bool | int | float | str | datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the heads of its columns, and its rows, which are made as they are read."""

    title: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Source:
    """A session to make tables of. `lines` begins a new reading at each call; `breathe` lets others work."""

    lines: Callable[[], Iterable[bytes]]
    state: SessionState
    manner: Manner
    breathe: Callable[[], None] = lambda: None


def messages(source: Source) -> Table:
    """Every record, as people read it."""
    words = source.manner.words
    heads = (words.name, words.role, words.to, words.text, words.data, words.event)
    return Table(words.messages, (words.seq, _time_head(source.manner), *heads), _message_rows(source))


def wide(source: Source) -> Table:
    """A column for each value. Reads the session twice, because a file begins with the heads of its columns."""
    words, found = source.manner.words, survey(source.lines(), source.state.removed, source.breathe)
    titles = [column.title() for column in found.ordered()]
    if found.left_out:
        titles.append(words.more.format(count=len(found.left_out)))
    heads = (_time_head(source.manner), words.seconds, words.role, *titles)
    return Table(words.values, heads, _wide_rows(source, found))


def long(source: Source) -> Table:
    """A row for each value."""
    words, found = source.manner.words, survey(source.lines(), source.state.removed, source.breathe)
    heads = (words.seconds, words.name, words.role, words.key, words.value, words.unit)
    return Table(words.values, (_time_head(source.manner), *heads), _long_rows(source, found))


TABLES: dict[str, Callable[[Source], Table]] = {"messages": messages, "wide": wide, "long": long}
"""By the name in the query."""


def _message_rows(source: Source) -> Iterator[Row]:
    for count, record in enumerate(sound_records(source.lines()), 1):
        if count % BREATH == 0:
            source.breathe()
        said = (source.manner.words.removed, None) if record.seq in source.state.removed else _said(record)
        who = (_name(source, record), record.role, record.to or None)
        yield (record.seq, source.manner.local(record.at), *who, *said, record.event or None)


def _said(record: Record) -> tuple[str | None, str | None]:
    data = json.dumps(record.data, ensure_ascii=False) if record.data else None
    return record.text or None, f"base64 {record.base64}" if record.base64 else data


def _wide_rows(source: Source, found: Survey) -> Iterator[Row]:
    place = {name: number for number, name in enumerate(found.columns)}
    more = (None,) if found.left_out else ()
    for record in reporting(source.lines(), source.state.removed, source.breathe):
        values = {place[record.role, key]: value for key, value in values_of(record) if (record.role, key) in place}
        if values:
            cells = (_exact(values.get(number)) for number in range(len(place)))
            yield (*_when(source.manner, record, found), record.role, *cells, *more)


def _long_rows(source: Source, found: Survey) -> Iterator[Row]:
    for record in reporting(source.lines(), source.state.removed, source.breathe):
        who = (_name(source, record), record.role)
        for key, value in values_of(record):
            what = (key, _exact(value), found.unit(record.role, key) or None)
            yield (*_when(source.manner, record, found), *who, *what)


def _when(manner: Manner, record: Record, found: Survey) -> tuple[datetime | None, float | None]:
    """The local time, and the seconds since the first record that reported something."""
    try:
        passed = datetime.fromisoformat(record.at) - datetime.fromisoformat(found.begun_at)
        return manner.local(record.at), round(passed.total_seconds(), 3)
    except (ValueError, TypeError):
        return manner.local(record.at), None


def _time_head(manner: Manner) -> str:
    return manner.words.time.format(zone=manner.zone)


def _name(source: Source, record: Record) -> str:
    return source.state.names.get(record.role.lower(), record.role)


def _exact(value: Cell) -> Cell:
    """A whole number that a spreadsheet would round is text."""
    return str(value) if type(value) is int and abs(value) > MAX_EXACT else value
