"""web.access.seats_file: seats that outlive the web."""

from pathlib import Path

import pytest

from web.access.seats_file import SeatsFile

LASTING = {("aula1", "ana"): ("p1", 5.0)}


def test_seats_are_read_as_they_were_written(tmp_path: Path) -> None:
    SeatsFile(tmp_path / "seats.json").write(LASTING)
    assert SeatsFile(tmp_path / "seats.json").read() == LASTING


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "[1]", '[["a"]]', '[["a","b","c","soon"]]', "null"])
def test_a_damaged_file_holds_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "seats.json").write_text(text)
    assert SeatsFile(tmp_path / "seats.json").read() == {}


def test_a_folder_that_takes_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    SeatsFile(tmp_path / "missing" / "seats.json").write(LASTING)
    assert "could not be written" in caplog.text
