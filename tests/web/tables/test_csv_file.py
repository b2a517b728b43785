"""web.tables.csv_file: a table as CSV in the manner of its reader."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.tables.session import BRAZIL, ENGLISH, source, written
from web.tables.csv_file import csv_of
from web.tables.manner import Manner
from web.tables.rows import Table, wide


def text_of(table: Table, manner: Manner) -> str:
    return b"".join(csv_of(table, manner)).decode()


IN_BRAZIL = [
    "22/11/2026 13:48:00;0,0;sensor-1;23,5;VERDADEIRO;;;;",
    "23/11/2026 00:00:01;36720,877;sensor-2;;;-3,9e-08;'=cmd();FALSO;",
]
IN_ENGLISH = [
    "2026-11-22 16:48:00,0.0,sensor-1,23.5,TRUE,,,,",
    "2026-11-23 03:00:01,36720.877,sensor-2,,,-3.9e-08,'=cmd(),FALSE,",
]


@pytest.mark.parametrize(("manner", "lines"), [(BRAZIL, IN_BRAZIL), (ENGLISH, IN_ENGLISH)])
def test_numbers_times_and_truth_are_written_as_the_reader_writes_them(
    manner: Manner, lines: list[str], tmp_path: Path
) -> None:
    assert text_of(wide(source(written(tmp_path), manner)), manner).split("\r\n")[1:3] == lines


def test_it_begins_with_the_mark_that_spreadsheets_look_for(tmp_path: Path) -> None:
    assert text_of(wide(source(written(tmp_path))), BRAZIL).startswith("\ufeffhorário (America/Sao_Paulo);segundos;")


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_text_stays_in_its_cell_whatever_it_holds(cells: list[str]) -> None:
    table = Table("t", ("a",) * len(cells), iter([tuple(cells)]))
    rows = list(csv.reader(io.StringIO(text_of(table, BRAZIL)[1:], newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [len(cells)] * 2
    assert all(found.replace("'", "") == cell.replace("'", "") for found, cell in zip(rows[1], cells, strict=True))
