"""Tables as a workbook for spreadsheets (XLSX, ECMA-376), with real numbers and times.

Rows go to a temporary file as they are made, so memory does not grow with the session. Text is written as text: it can
be no formula and no link.
"""

from datetime import datetime
from typing import IO, Any

import xlsxwriter

from web.tables.manner import Manner
from web.tables.rows import Cell, Row, Table

MAX_ROWS = 1_048_576
"""Rows of a sheet; what is more goes on in another."""

MAX_TEXT = 32_767
"""Characters of a cell; more are cut."""

FIRST_YEAR = 1900
"""Spreadsheets know no time before it."""

_NARROW, _WIDE = 12, 40
"""Characters that a column shows at least and at most, by its head."""


class _Book:
    """A workbook that is being written."""

    def __init__(self, out: IO[bytes], manner: Manner, most_rows: int) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(out, options)
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._moment = self._book.add_format({"num_format": manner.marks.moment_format})
        self._moment_text = manner.marks.moment
        self._most_rows = most_rows

    def add(self, table: Table) -> None:
        """Write a table into a sheet, and into further ones when it is long."""
        sheet, line, number = self._sheet(table, table.title), 0, 1
        for row in table.rows:
            line += 1
            if line == self._most_rows:
                number += 1
                sheet, line = self._sheet(table, f"{table.title} {number}"), 1
            self._write(sheet, line, row)

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _sheet(self, table: Table, title: str) -> Any:
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(table.columns):
            sheet.set_column(column, column, max(_NARROW, min(len(head) + 2, _WIDE)))
            sheet.write_string(0, column, head[:MAX_TEXT], self._head)
        return sheet

    def _write(self, sheet: Any, line: int, row: Row) -> None:
        for column, cell in enumerate(row):
            if cell is not None:
                self._write_cell(sheet, line, column, cell)

    def _write_cell(self, sheet: Any, line: int, column: int, cell: Cell) -> None:
        match cell:
            case bool():
                sheet.write_boolean(line, column, cell)
            case int() | float():
                sheet.write_number(line, column, cell)
            case datetime() if cell.year >= FIRST_YEAR:
                sheet.write_datetime(line, column, cell, self._moment)
            case datetime():
                sheet.write_string(line, column, cell.strftime(self._moment_text))
            case str():
                sheet.write_string(line, column, cell[:MAX_TEXT])


def write_workbook(out: IO[bytes], tables: list[Table], manner: Manner, most_rows: int = MAX_ROWS) -> None:
    """Write these tables, a sheet each, into a file that can be written from its beginning on."""
    book = _Book(out, manner, most_rows)
    for table in tables:
        book.add(table)
    book.close()
