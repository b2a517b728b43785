"""The tables in a spreadsheet: LibreOffice opens them in both languages and finds numbers, times, truth and text."""

import io
from pathlib import Path

import pytest

from tests.support.spreadsheet import LibreOffice, Read
from tests.web.tables.session import source, written
from web.tables.csv_file import csv_of
from web.tables.manner import Manner
from web.tables.rows import TABLES, messages, wide
from web.tables.workbook import write_workbook

LANGUAGES = ("pt-BR", "en")
ZONE = "America/Sao_Paulo"


class Opened:
    """The tables of a session as LibreOffice reads them. It opens each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._office = LibreOffice(folder)
        self._session = written(folder / "s")
        self._sheets: dict[str, dict[str, list[list[Read]]]] = {}

    def csv(self, name: str, language: str) -> list[list[Read]]:
        manner = Manner(language, ZONE)
        content = b"".join(csv_of(TABLES[name](source(self._session, manner)), manner))
        [rows] = self._read(f"{name}-{language}.csv", language, content).values()
        return rows

    def workbook(self, language: str) -> tuple[list[list[Read]], list[list[Read]]]:
        """Values and messages."""
        manner, out = Manner(language, ZONE), io.BytesIO()
        write_workbook(out, [wide(source(self._session, manner)), messages(source(self._session, manner))], manner)
        sheets = self._read(f"{language}.xlsx", language, out.getvalue())
        return sheets[manner.words.values], sheets[manner.words.messages]

    def _read(self, name: str, language: str, content: bytes) -> dict[str, list[list[Read]]]:
        if name not in self._sheets:
            (self._folder / name).write_bytes(content)
            self._sheets[name] = self._office.sheets(self._folder / name, language)
        return self._sheets[name]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wide_csv_is_read_as_times_numbers_and_truth(opened: Opened, language: str) -> None:
    heads, first, second, _ = opened.csv("wide", language)
    assert [cell.shown for cell in heads[3:5]] == ["sensor-1 temperature (°C)", "sensor-1 on"]
    assert (first[0].kind, first[0].value) == ("date", "2026-11-22T13:48:00")
    assert [(cell.kind, float(cell.value)) for cell in (first[3], second[1])] == [("float", 23.5), ("float", 36720.877)]
    assert float(second[5].value) == -3.9e-08
    assert [(cell.kind, cell.value) for cell in (first[4], second[7])] == [("boolean", "true"), ("boolean", "false")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_csv_has_its_values_as_numbers(opened: Opened, language: str) -> None:
    rows = opened.csv("long", language)
    assert [cell.shown for cell in rows[1][2:5]] == ["sensor-1", "sensor-1", "temperature"]
    assert (rows[1][5].kind, rows[1][5].value, rows[1][6].shown) == ("float", "23.5", "°C")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_cell_of_a_csv_is_a_formula(opened: Opened, name: str, language: str) -> None:
    rows = opened.csv(name, language)
    assert [cell for row in rows for cell in row if cell.formula] == []
    assert any(cell.shown in ("'=1+1", "'=cmd()") for row in rows for cell in row)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("pt-BR", ["22/11/2026 13:48:00,123", "0", "sensor-1", "23,5", "VERDADEIRO"]),
        ("en", ["2026-11-22 13:48:00.123", "0", "sensor-1", "23.5", "TRUE"]),
    ],
)
def test_a_workbook_shows_its_values_as_the_reader_writes_them(opened: Opened, language: str, shown: list[str]) -> None:
    values, _ = opened.workbook(language)
    assert [cell.shown for cell in values[1]] == shown
    assert [cell.kind for cell in values[1][:4]] == ["date", "float", "string", "float"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_a_workbook_is_text_as_it_was_sent(opened: Opened, language: str) -> None:
    told, said = opened.workbook(language)
    assert said[3][5] == Read("string", "", "=1+1")
    assert told[2][6] == Read("string", "", "=cmd()")
    assert told[3][8] == Read("string", "", "12345678901234567890")
    assert said[5][5].shown == Manner(language).words.removed
