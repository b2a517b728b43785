"""bench.marked_part: a benchmark writes its part of a document and nothing else."""

from pathlib import Path

import pytest

from bench.marked_part import write_part


def test_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- a -->\nold\n<!-- end of a -->\nafter\n<!-- b -->x<!-- end of b -->\n")
    write_part(page, "a", "new\n")
    assert page.read_text() == ("before\n<!-- a -->\n\nnew\n\n<!-- end of a -->\nafter\n<!-- b -->x<!-- end of b -->\n")


def test_a_document_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- a -->\n")
    with pytest.raises(ValueError, match="no marks"):
        write_part(page, "a", "new")
    assert page.read_text() == "<!-- a -->\n"
