"""web.tables.workbooks: each workbook gives its turn back, whatever becomes of it."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from chat.errors import LabError
from tests.web.tables.session import BRAZIL, written
from web.tables.workbooks import Workbooks


def names(books: Workbooks, folder: Path) -> list[str]:
    with books.written(folder, BRAZIL) as file, zipfile.ZipFile(file) as book:
        return book.namelist()


def test_a_workbook_is_read_from_its_beginning(tmp_path: Path) -> None:
    written(tmp_path)
    assert "xl/worksheets/sheet2.xml" in names(Workbooks(), tmp_path)


def test_one_that_could_not_be_written_leaves_the_next_one_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    books = Workbooks(at_once=1, wait=0)

    def fail(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", fail)
        for _ in range(2):
            with pytest.raises(LabError, match="could not be written"):
                books.written(tmp_path, BRAZIL)
    assert names(books, tmp_path)


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(LabError) as refused:
        Workbooks(most=0.001).written(tmp_path, BRAZIL)
    assert refused.value.reason == "busy"


def test_a_request_that_waits_for_too_long_is_told_so(tmp_path: Path) -> None:
    books = Workbooks(at_once=1, wait=0)
    books._turns.acquire()
    with pytest.raises(LabError, match="other tables"):
        books.written(tmp_path, BRAZIL)
