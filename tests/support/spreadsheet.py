"""LibreOffice without a window: what a spreadsheet of a country reads in a file, cell by cell."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from launcher.tools import find_libreoffice
from tests.support.services import environment

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_VALUES = (f"{_OFFICE}value", f"{_OFFICE}date-value", f"{_OFFICE}boolean-value")

# How LibreOffice opens CSV: the separator's code, quotes, UTF-8, from line 1, the language's number, and that dates and
# truth are recognised, which is what a person gets who opens a file with a double click.
_FILTERS = {"pt-BR": "CSV:59,34,76,1,,1046,false,true", "en": "CSV:44,34,76,1,,1033,false,true"}
_LOCALES = {"pt-BR": "pt_BR.UTF-8", "en": "en_US.UTF-8"}


@dataclass(frozen=True, slots=True)
class Read:
    """A cell as the spreadsheet understands it: its type, its value, and what is shown. Empty cells are all empty."""

    kind: str = ""
    value: str = ""
    shown: str = ""
    formula: str = ""


class LibreOffice:
    """LibreOffice with settings and results in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sheets(self, file: Path, language: str) -> dict[str, list[list[Read]]]:
        """The sheets of a file, opened in this language: rows of cells, without empty ones at the end."""
        out = self._folder / "opened"
        command = [
            str(find_libreoffice()),
            f"-env:UserInstallation={(self._folder / 'settings').as_uri()}",
            "--headless",
        ]
        filters = [f"--infilter={_FILTERS[language]}"] if file.suffix == ".csv" else []
        command += ["--convert-to", "fods", "--outdir", str(out), *filters, str(file)]
        env = {**environment({}), "LC_ALL": _LOCALES[language]}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=True)
        found = out / f"{file.stem}.fods"
        assert found.exists(), done.stdout + done.stderr
        return _sheets(found)


def _sheets(file: Path) -> dict[str, list[list[Read]]]:
    tables = ElementTree.parse(file).iter(f"{_TABLE}table")
    return {str(table.get(f"{_TABLE}name")): _rows(table) for table in tables}


def _rows(table: ElementTree.Element) -> list[list[Read]]:
    rows = [_cells(row) for row in table.iter(f"{_TABLE}table-row")]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row: ElementTree.Element) -> list[Read]:
    cells: list[Read] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_cell(cell)] * min(times, 1000)
    while cells and cells[-1] == Read():
        cells.pop()
    return cells


def _cell(cell: ElementTree.Element) -> Read:
    value = next((found for name in _VALUES if (found := cell.get(name))), "")
    shown = "\n".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))
    return Read(cell.get(f"{_OFFICE}value-type", ""), value, shown, cell.get(f"{_TABLE}formula", ""))
