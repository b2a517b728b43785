"""The thermostat holds its room at what it is told."""

import itertools
from typing import Any

import pytest

from devices.device import Choices, Say
from devices.kinds.thermostat import HYSTERESIS, Thermostat
from tests.devices.kinds.clock import heard, ticks


def _reports(thermostat: Thermostat, seconds: float, begin: float = 0.0) -> list[dict[str, Any]]:
    return [dict(what.data) for _, what in ticks(thermostat, seconds, begin=begin)]


def test_it_brings_the_room_to_the_target_and_holds_it_there() -> None:
    held = _reports(Thermostat("thermostat", "en"), 600)[60:]
    temperatures = [report["temperature"] for report in held]
    assert 21 - 2 * HYSTERESIS < min(temperatures) <= 21 - HYSTERESIS + 0.1
    assert 21 + HYSTERESIS - 0.1 <= max(temperatures) < 21 + 2 * HYSTERESIS


def test_the_heater_switches_now_and_then_and_not_all_the_time() -> None:
    heating = [report["heating"] for report in _reports(Thermostat("thermostat", "en"), 600)]
    switched = sum(one != other for one, other in itertools.pairwise(heating))
    assert 20 < switched < 100


def test_the_curve_follows_a_new_target() -> None:
    thermostat = Thermostat("thermostat", "en")
    ticks(thermostat, 120)
    assert heard(thermostat, "set 26,5") is not None
    reports = _reports(thermostat, 240, begin=122)
    assert {report["target"] for report in reports} == {26.5}
    temperatures = [report["temperature"] for report in reports[:20]]
    assert temperatures == sorted(temperatures)
    assert reports[-1]["temperature"] == pytest.approx(26.5, abs=1)


def test_the_answer_to_a_target_tells_it() -> None:
    answer = heard(Thermostat("thermostat", "pt-BR"), "ajusta 23")
    assert answer is not None
    assert (answer.data["target"], answer.data["heating"]) == (23, True)


def test_switched_off_it_lets_the_room_cool_down() -> None:
    thermostat = Thermostat("thermostat", "en")
    ticks(thermostat, 120)
    answer = heard(thermostat, "desliga")
    assert answer is not None
    assert (answer.data["on"], answer.data["heating"]) == (False, False)
    reports = _reports(thermostat, 600, begin=122)
    assert not any(report["heating"] for report in reports)
    assert reports[-1]["temperature"] < 15


@pytest.mark.parametrize("command", ["set 31", "set 4", "set", "dance"])
def test_what_it_can_not_do_is_answered_with_what_it_can(command: str) -> None:
    thermostat = Thermostat("thermostat", "en")
    assert heard(thermostat, command) == Say("I obey: set 21.5 (5 to 30 °C), on, off, status")
    assert thermostat.target == 21


def test_with_few_reports_it_controls_as_well() -> None:
    reports = _reports(Thermostat.make("thermostat", "en", Choices(every=60)), 1200)
    assert all(20 < report["temperature"] < 22 for report in reports[1:])


def test_a_computer_that_slept_for_a_week_finds_a_warm_room() -> None:
    thermostat = Thermostat("thermostat", "en")
    ticks(thermostat, 2)
    [report] = _reports(thermostat, 0, begin=7 * 24 * 3600)
    assert 20 < report["temperature"] < 22
