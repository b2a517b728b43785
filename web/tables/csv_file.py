"""A table as CSV (RFC 4180) in UTF-8, with the mark that spreadsheets look for, in its reader's manner. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from web.tables.formulas import safe_cell
from web.tables.manner import Manner, Marks
from web.tables.rows import Cell, Table

MARK = b"\xef\xbb\xbf"


def csv_of(table: Table, manner: Manner) -> Iterator[bytes]:
    """The lines of the file."""
    yield MARK + _line(map(safe_cell, table.columns), manner.marks)
    for row in table.rows:
        yield _line((_text(cell, manner.marks) for cell in row), manner.marks)


def _line(cells: Iterable[str], marks: Marks) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=marks.delimiter).writerow(cells)
    return out.getvalue().encode()


def _text(cell: Cell, marks: Marks) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return marks.true if cell else marks.false
        case int() | float():
            return str(cell).replace(".", marks.decimal)
        case datetime():
            return cell.strftime(marks.moment)
    return safe_cell(cell)
