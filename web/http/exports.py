"""A session as a file to download: the log itself, text, or a table. Lines in, lines out; no I/O.

Text meant for a terminal must not move its cursor, and a cell meant for a spreadsheet must not be a formula.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from chat.record import Record, sound_records
from chat.talk import answered, measured, reaction_of
from web.tables.formulas import safe_cell

COLUMNS = ("seq", "at", "role", "event", "to", "text", "data", "base64", "id", "sent_at")

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x09), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0))}
# Characters that end a line (U+2028, U+2029) or turn the direction of what follows (Unicode TR 36, bidi spoofing).
_LINES_AND_BIDI = {
    code: f"\\u{code:04x}" for code in (*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F)
}


def as_log(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines as they stand on the disk."""
    yield from lines


def without_removed(lines: Iterable[bytes], removed: frozenset[int]) -> Iterator[bytes]:
    """The lines, but for what the teacher removed: of that, that it was."""
    if not removed:
        yield from lines
        return
    for record in sound_records(lines):
        gone = Record(record.seq, record.at, record.role, data={"removed": True})
        yield (gone if record.seq in removed else record).encode()


def as_text(lines: Iterable[bytes]) -> Iterator[bytes]:
    """One readable line a record: local time, role, what was said."""
    for record in sound_records(lines):
        yield f"{_local(record.at)}  {record.role}: {_said(record)}\n".encode()


def as_csv(lines: Iterable[bytes]) -> Iterator[bytes]:
    """A table with a header (RFC 4180), in UTF-8 with the mark that spreadsheets look for."""
    yield b"\xef\xbb\xbf" + _row(COLUMNS)
    for record in sound_records(lines):
        yield _row([_cell(record, column) for column in COLUMNS])


FORMATS: dict[str, tuple[Callable[[Iterable[bytes]], Iterator[bytes]], str]] = {
    "log": (as_log, "application/x-ndjson; charset=utf-8"),
    "txt": (as_text, "text/plain; charset=utf-8"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def _said(record: Record) -> str:
    about = answered(record)
    data = measured(record)
    parts = [
        f"[{record.event}]" if record.event else "",
        f"(re {about})" if about else "",
        f"@{record.to}" if record.to else "",
        record.text or reaction_of(record) or "",
        json.dumps(data, ensure_ascii=False) if data else "",
    ]
    if record.base64:
        parts.append(f"base64 {record.base64}")
    said = " ".join(part for part in parts if part)
    return said.translate(_CONTROLS).translate(_LINES_AND_BIDI).replace("\n", "\n    ")


def _local(at: str) -> str:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _cell(record: Record, column: str) -> str:
    value = getattr(record, column)
    if column == "seq":
        return str(value)
    if column == "data":
        return safe_cell(json.dumps(value, ensure_ascii=False)) if value else ""
    return safe_cell(value)


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
