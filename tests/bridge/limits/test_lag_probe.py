"""bridge.limits.lag_probe: how long messages wait, told only when it can be told."""

import pytest

from bridge.limits.lag_probe import EVERY, WORTH, LagProbe, is_lag_probe


def beat(pulse: LagProbe, now: float) -> bytes:
    payload = pulse.due(WORTH, now)
    assert payload is not None
    return payload


@pytest.fixture
def trusted() -> LagProbe:
    """One whose first pulse has come back: sent at 100, back at 100.1."""
    pulse = LagProbe()
    pulse.came_back(beat(pulse, 100.0))
    return pulse


def test_a_quiet_lab_has_no_pulse() -> None:
    assert LagProbe().due(WORTH - 1, 100.0) is None


def test_pulses_keep_their_distance() -> None:
    pulse = LagProbe()
    beat(pulse, 100.0)
    assert pulse.due(WORTH, 100.0 + EVERY / 2) is None
    assert pulse.due(0, 100.0 + EVERY) is not None


def test_the_lag_is_the_age_of_the_oldest_that_is_away(trusted: LagProbe) -> None:
    for now in (100.5, 101.0, 101.5):
        beat(trusted, now)
    assert trusted.lag(103.0) == 2.5


def test_without_a_pulse_away_nothing_waits(trusted: LagProbe) -> None:
    assert trusted.lag(200.0) == 0.0


def test_what_waited_before_the_first_pulse_is_no_lag() -> None:
    pulse = LagProbe()
    first = beat(pulse, 100.0)
    beat(pulse, 100.5)
    assert pulse.lag(160.0) == 0.0
    pulse.came_back(first)
    assert pulse.lag(160.0) == 59.5


def test_what_came_in_a_long_time_without_pulses_is_no_lag(trusted: LagProbe) -> None:
    late = beat(trusted, 700.0)
    assert trusted.lag(710.0) == 0.0
    trusted.came_back(late)
    beat(trusted, 710.0)
    assert trusted.lag(712.0) == 0.0, "that one was late too"


def test_one_that_is_lost_is_forgotten_with_the_next(trusted: LagProbe) -> None:
    beat(trusted, 100.5)
    trusted.came_back(beat(trusted, 101.0))
    assert (trusted.lag(110.0), trusted.passed) == (0.0, 101.0)


def test_the_pulse_of_another_is_known_and_means_nothing(trusted: LagProbe) -> None:
    other = beat(LagProbe(), 5.0)
    beat(trusted, 100.5)
    trusted.came_back(other)
    assert is_lag_probe(other)
    assert trusted.lag(101.0) == 0.5


def test_pulses_that_never_come_back_are_bounded_and_refuse_nobody() -> None:
    pulse = LagProbe()
    sent = [pulse.due(WORTH, float(now)) for now in range(1000)]
    assert sum(payload is not None for payload in sent) <= 200
    assert pulse.lag(1000.0) == 0.0


def test_a_broker_that_lost_everything_owes_no_pulse(trusted: LagProbe) -> None:
    beat(trusted, 100.5)
    trusted.forget()
    assert trusted.lag(200.0) == 0.0
