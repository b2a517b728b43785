"""Scripts of the scripted pupil: what is a line, what is an answer, what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.kinds.script import Answer, Line, Script, read_script
from devices.texts import OptionError


def test_lines_answers_and_comments() -> None:
    script = read_script(["# hi", "", "5 Good morning!", "0,5 @lamp on", "? oi olá: Oi, {role}!", "?: Não sei."], "x")
    assert script == Script(
        (Line(5, "Good morning!"), Line(0.5, "@lamp on")),
        (Answer(frozenset({"oi", "olá"}), "Oi, {role}!"), Answer(frozenset(), "Não sei.")),
    )


@pytest.mark.parametrize(
    ("said", "answer"),
    [("Olá, tudo bem?", "Oi, maria!"), ("OI", "Oi, maria!"), ("Doido", "Não sei."), ("", "Não sei.")],
)
def test_the_first_answer_with_one_of_its_words_counts(said: str, answer: str) -> None:
    script = read_script(["? oi olá: Oi, {role}!", "?: Não sei."], "x")
    assert script.answer(said, "maria") == answer


def test_without_an_answer_for_everything_it_is_silent() -> None:
    assert read_script(["? oi: Oi!"], "x").answer("tchau", "maria") == ""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["5 ok", "what"], "x, line 2: it is neither a line to say"),
        (["5"], "x, line 1: it is neither"),
        (["? oi: @ana oi"], "x, line 1: an answer does not begin with @"),
        (["# only a comment"], "x: there is nothing to play"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(lines: list[str], told: str) -> None:
    with pytest.raises(OptionError, match=told):
        read_script(lines, "x")


@given(st.lists(st.text()))
def test_no_file_breaks_the_reading(lines: list[str]) -> None:
    try:
        script = read_script(lines, "x")
    except OptionError as error:
        assert "x" in error.text("pt-BR")
    else:
        assert script.lines or script.answers
