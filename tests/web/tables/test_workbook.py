"""web.tables.workbook: rows without end, text without a formula, memory that does not grow."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.record import Record
from tests.support.services import ROOT
from tests.web.tables.session import BRAZIL
from web.tables.rows import Cell, Row, Table
from web.tables.workbook import MAX_TEXT, write_workbook

MIB = 2**20
NUMBERS = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
CELLS: st.SearchStrategy[Cell] = st.one_of(st.none(), st.booleans(), NUMBERS, st.text())


def parts(rows: Iterator[Row], columns: int = 1, most_rows: int = 1000) -> dict[str, str]:
    """The files inside of the workbook of one table."""
    out = io.BytesIO()
    write_workbook(out, [Table("T", ("a",) * columns, rows)], BRAZIL, most_rows)
    with zipfile.ZipFile(out) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode() for name in book.namelist()}


def test_rows_that_a_sheet_has_no_room_for_go_on_in_another() -> None:
    found = parts(((number,) for number in range(5)), most_rows=3)
    sheets = [found[f"xl/worksheets/sheet{number}.xml"].count("<row") for number in (1, 2, 3)]
    assert (sheets, 'name="T 2"' in found["xl/workbook.xml"]) == ([3, 3, 2], True)


@pytest.mark.parametrize("text", ["=1+1", "http://example.test/", "12", "{=1}"])
def test_text_is_written_as_text(text: str) -> None:
    sheet = parts(iter([(text,)]))["xl/worksheets/sheet1.xml"]
    assert f"<t>{text}</t>" in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_text_that_a_cell_has_no_room_for_is_cut() -> None:
    sheet = parts(iter([("x" * (MAX_TEXT + 9),)]))["xl/worksheets/sheet1.xml"]
    assert sheet.count("x" * MAX_TEXT) == 1
    assert "x" * (MAX_TEXT + 1) not in sheet


@given(st.lists(CELLS, max_size=5))
@settings(max_examples=50)
def test_any_cell_makes_a_sound_file(row: list[Cell]) -> None:
    assert "xl/worksheets/sheet1.xml" in parts(iter([tuple(row)]), columns=max(1, len(row)))


def make(folder: Path, out: Path) -> int:
    """Write the workbook of a session. Returns the most memory that this took, in bytes."""
    program = (
        "import resource, sys; from web.tables.make import main; main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    with out.open("wb") as file:
        command = [sys.executable, "-c", program, str(folder), "pt-BR", "America/Sao_Paulo"]
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=True, cwd=ROOT)
    return int(done.stderr) * 1024


def test_memory_does_not_grow_with_the_session(tmp_path: Path) -> None:
    used = []
    for count in (100, 10_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        with (folder / "chat_20261122-134800.log").open("wb") as log:
            for seq in range(1, count + 1):
                data = {"temperature": seq / 7, "on": seq % 2 == 0, "state": f"state {seq}"}
                log.write(Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="sensor-1", data=data).encode())
        used.append(make(folder, tmp_path / f"{count}.xlsx"))
    assert used[1] - used[0] < 4 * MIB
