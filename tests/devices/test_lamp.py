"""The lamp's rules, without a network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.lamp import Command, Lamp, parse


@pytest.mark.parametrize(
    ("words", "command"),
    [
        *[(word, Command.ON) for word in ("on", "liga", "LIGAR", "acende", "Liga!", "on.", "liga a luz")],
        *[(word, Command.OFF) for word in ("off", "desliga", "desligar", "apaga", "Apagar, já")],
        *[(word, Command.TOGGLE) for word in ("toggle", "alterna")],
        *[(word, Command.STATUS) for word in ("?", "status", "status?", "estado")],
        *[(word, None) for word in ("", "  ", "dance", "turn on", "!!", "one")],
    ],
)
def test_words_are_commands_in_both_languages(words: str, command: Command | None) -> None:
    assert parse(words) is command


@given(st.text())
def test_no_words_break_the_parser(words: str) -> None:
    assert parse(words) in {*Command, None}


@pytest.mark.parametrize(
    ("language", "answers"), [("en", ["on", "on", "off"]), ("pt-BR", ["ligada", "ligada", "desligada"])]
)
def test_it_answers_with_its_state_for_people_and_for_programs(language: str, answers: list[str]) -> None:
    lamp = Lamp("lamp", language)
    said = [lamp.hear({"text": text}) for text in ("@lamp on", "@lamp ?", "@lamp toggle")]
    assert [what and (what.text, what.data) for what in said] == [
        (answers[0], {"on": True}),
        (answers[1], {"on": True}),
        (answers[2], {"on": False}),
    ]


def test_an_unknown_command_gets_help_and_changes_nothing() -> None:
    lamp = Lamp("lamp", "en")
    answer = lamp.hear({"text": "@lamp dance"})
    assert answer is not None
    assert answer.text == "I obey: on, off, toggle, status"
    assert not lamp.on


def test_it_obeys_every_command_that_it_announces() -> None:
    assert [parse(command) for command in Lamp.commands] == list(Command)
