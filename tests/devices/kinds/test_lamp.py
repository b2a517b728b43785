"""The lamp's rules, without a network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.description import Switch
from devices.device import Choices
from devices.kinds.lamp import Lamp, Order, parse


@pytest.mark.parametrize(
    ("words", "command"),
    [
        *[(word, Order.ON) for word in ("on", "liga", "LIGAR", "acende", "Liga!", "on.", "liga a luz")],
        *[(word, Order.OFF) for word in ("off", "desliga", "desligar", "apaga", "Apagar, já")],
        *[(word, Order.TOGGLE) for word in ("toggle", "alterna")],
        *[(word, Order.STATUS) for word in ("?", "status", "status?", "estado")],
        *[(word, None) for word in ("", "  ", "dance", "turn on", "!!", "one")],
    ],
)
def test_words_are_commands_in_both_languages(words: str, command: Order | None) -> None:
    assert parse(words) is command


@given(st.text())
def test_no_words_break_the_parser(words: str) -> None:
    assert parse(words) in {*Order, None}


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


def test_in_a_demo_with_another_pace_a_lamp_does_not_begin_to_tick() -> None:
    assert Lamp.make("lamp", "en", Choices(every=2)).pause is None


def test_it_obeys_every_command_that_it_announces() -> None:
    switch, *buttons = Lamp.commands
    assert isinstance(switch, Switch)
    assert [parse(word) for word in (switch.word, switch.off, *(button.word for button in buttons))] == list(Order)
