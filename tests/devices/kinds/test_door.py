"""The door takes its time, and raises the alarm."""

import pytest

from devices.device import Say
from devices.kinds.door import ALARM_SECONDS, TRAVEL_SECONDS, Door
from tests.devices.kinds.clock import heard, ticks

OPEN, CLOSED = {"open": True, "alarm": False}, {"open": False, "alarm": False}


def _opened() -> Door:
    door = Door("door", "en")
    heard(door, "open")
    ticks(door, TRAVEL_SECONDS + 0.5)
    return door


@pytest.mark.parametrize(("language", "word", "text"), [("en", "open", "open"), ("pt-BR", "abre", "aberta")])
def test_it_tells_that_it_is_open_once_it_is(language: str, word: str, text: str) -> None:
    door = Door("door", language)
    assert heard(door, word) is None
    [(at, what)] = ticks(door, 6)
    assert what == Say(text, OPEN)
    assert at == pytest.approx(TRAVEL_SECONDS, abs=0.21)


def test_it_closes_again() -> None:
    door = _opened()
    heard(door, "fecha")
    assert [what for _, what in ticks(door, 6, begin=10)] == [Say("closed", CLOSED)]


@pytest.mark.parametrize("command", ["open", "close", "status"])
def test_while_it_moves_it_refuses_politely(command: str) -> None:
    door = Door("door", "en")
    heard(door, "open")
    ticks(door, 1)
    assert heard(door, command) == Say("One moment, I am moving.")
    assert [what.data for _, what in ticks(door, 3, begin=1.2)] == [OPEN]


def test_what_it_is_already_is_told_at_once() -> None:
    assert heard(Door("door", "en"), "close") == Say("closed", CLOSED)


def test_the_alarm_comes_once_when_it_stays_open() -> None:
    door = _opened()
    said = ticks(door, 3 * ALARM_SECONDS, begin=TRAVEL_SECONDS + 0.7)
    assert [what for _, what in said] == [Say("Alarm: I have been open for too long.", {"open": True, "alarm": True})]
    assert said[0][0] == pytest.approx(ALARM_SECONDS, abs=1)


def test_closing_it_ends_the_alarm() -> None:
    door = _opened()
    ticks(door, 2 * ALARM_SECONDS, begin=10)
    heard(door, "close")
    assert [what.data for _, what in ticks(door, 6, begin=100)] == [CLOSED]


def test_a_door_that_is_closed_again_in_time_raises_no_alarm() -> None:
    door = _opened()
    heard(door, "close")
    assert len(ticks(door, 3 * ALARM_SECONDS, begin=10)) == 1


def test_other_words_are_answered_with_help() -> None:
    assert heard(Door("door", "pt-BR"), "dança") == Say("Obedeço: abre, fecha, status")
