"""chat.case_folding: the fast way over bytes equates the same letters as `fold`, for every character there is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.case_folding import flatten, fold, has_one_form, is_plain, needs_fold, without_marks


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Olá", "ola"), ("AÇÃO", "acao"), ("Ọ̀rẹ́", "ore"), ("ΟΔΟΣ", "οδοσ"), ("Ёлка", "елка"), ("日本", "日本")],
)
def test_case_and_accents_are_left_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_every_character_that_has_a_plain_form_is_brought_to_it_or_said_to_need_folding() -> None:
    missed = []
    for number in (*range(0xD800), *range(0xE000, 0x30000)):  # beyond, nothing has another form
        block = without_marks(chr(number).encode())
        folded = fold(chr(number))
        if is_plain(folded) and not needs_fold(block) and flatten(block) != flatten(folded.encode()):
            missed.append(hex(number))
    assert missed == []


def test_a_picture_is_what_nothing_else_folds_to() -> None:
    others = (chr(n) for n in (*range(0xD800), *range(0xE000, 0x30000)))
    assert [one for one in others if fold(one) != one and any(map(has_one_form, fold(one)))] == []


def test_lines_stay_lines() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000)))).encode()
    assert flatten(every).count(b"\n") == fold(every.decode()).count("\n") == 1
