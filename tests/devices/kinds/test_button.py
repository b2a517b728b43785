"""The button counts, whoever presses it."""

import itertools
from statistics import mean

import pytest

from devices.device import Choices, Say
from devices.kinds.button import Button
from tests.devices.kinds.clock import heard, ticks


def test_it_is_pressed_now_and_then_and_counts() -> None:
    said = ticks(Button("button", "en"), 3600)
    assert [what.data["presses"] for _, what in said] == list(range(1, len(said) + 1))
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(said)]
    assert len(set(gaps)) == len(gaps)
    assert 15 < mean(gaps) < 25


def test_every_is_the_mean_of_the_pauses() -> None:
    assert 500 < len(ticks(Button.make("button", "en", Choices(every=2)), 1200)) < 700


def test_nobody_presses_it_when_it_starts() -> None:
    assert ticks(Button("button", "en"), 0) == []


@pytest.mark.parametrize(("language", "word", "text"), [("en", "press", "pressed"), ("pt-BR", "Aperta!", "apertado")])
def test_a_command_presses_it(language: str, word: str, text: str) -> None:
    assert heard(Button("button", language), word) == Say(text, {"presses": 1})


def test_reset_and_status_tell_the_count() -> None:
    button = Button("button", "en")
    heard(button, "press")
    assert heard(button, "status") == Say(data={"presses": 1})
    assert heard(button, "zera") == Say(data={"presses": 0})


def test_other_words_are_answered_with_help() -> None:
    assert heard(Button("button", "en"), "dance") == Say("I obey: press, reset, status")
