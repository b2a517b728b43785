"""web.tables.formulas: no text is a formula. The page's own tables are held to the same examples."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.tables.formulas import safe_cell

CASES = json.loads(Path(__file__).with_name("formulas.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "safe"), CASES)
def test_a_cell_is_never_a_formula_and_other_text_stays_as_it_is(text: str, safe: str) -> None:
    assert safe_cell(text) == safe


@given(st.sampled_from(["", *"=+-@\t\r"]), st.text())
def test_no_text_begins_like_a_formula(sign: str, text: str) -> None:
    assert not safe_cell(sign + text).startswith(("=", "+", "-", "@", "\t", "\r"))
