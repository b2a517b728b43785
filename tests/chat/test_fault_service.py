"""chat.fault_service: the wish for the fault lab, and the note of where it is."""

from pathlib import Path

import pytest

from chat.fault_service import FaultService, forget, is_wanted, want


def test_a_wish_stays_until_it_is_forgotten(tmp_path: Path) -> None:
    assert not is_wanted(tmp_path)
    want(tmp_path)
    assert is_wanted(tmp_path)
    forget(tmp_path)
    assert not is_wanted(tmp_path)


def test_what_is_noted_is_read(tmp_path: Path) -> None:
    FaultService(4711, "secret").note(tmp_path / "data")
    assert FaultService.read(tmp_path / "data") == FaultService(4711, "secret")
    forget(tmp_path / "data")
    assert FaultService.read(tmp_path / "data") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"port": "x", "secret": ""}'])
def test_a_damaged_note_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "faults.json").write_text(text)
    assert FaultService.read(tmp_path) is None


def test_a_secret_is_not_printed() -> None:
    assert "hidden" not in repr(FaultService(1, "hidden"))
