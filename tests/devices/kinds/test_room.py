"""The simulated room: warmth comes and goes as physics says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.kinds.room import GAIN, OUTSIDE, TIME_CONSTANT, Room

TEMPERATURES = st.floats(-20, 60)


@given(TEMPERATURES, st.booleans())
def test_after_very_long_it_is_as_warm_as_it_gets(temperature: float, heating: bool) -> None:
    end = OUTSIDE + (GAIN if heating else 0)
    assert Room(temperature).after(100 * TIME_CONSTANT, heating=heating).temperature == pytest.approx(end)


@given(TEMPERATURES, st.floats(0, 86400), st.floats(0, 86400), st.booleans())
def test_two_steps_are_one(temperature: float, first: float, second: float, heating: bool) -> None:
    whole = Room(temperature).after(first + second, heating=heating)
    halves = Room(temperature).after(first, heating=heating).after(second, heating=heating)
    assert halves.temperature == pytest.approx(whole.temperature)


def test_a_time_constant_brings_it_to_a_third_of_the_distance() -> None:
    room = Room(OUTSIDE + 10).after(TIME_CONSTANT, heating=False)
    assert room.temperature == pytest.approx(OUTSIDE + 10 / math.e)
