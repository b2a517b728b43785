"""bridge.limits.lag_probe: how long messages wait, told only when it can be told."""

import pytest

from bridge.limits.lag_probe import EVERY, WORTH, LagProbe, is_lag_probe


def send(probe: LagProbe, now: float) -> bytes:
    payload = probe.due(WORTH, now)
    assert payload is not None
    return payload


@pytest.fixture
def trusted() -> LagProbe:
    """One whose first probe has come back: sent at 100, back at 100.1."""
    probe = LagProbe()
    probe.came_back(send(probe, 100.0))
    return probe


def test_a_quiet_lab_has_no_probe() -> None:
    assert LagProbe().due(WORTH - 1, 100.0) is None


def test_probes_are_some_time_apart() -> None:
    probe = LagProbe()
    send(probe, 100.0)
    assert probe.due(WORTH, 100.0 + EVERY / 2) is None
    assert probe.due(0, 100.0 + EVERY) is not None


def test_the_lag_is_the_age_of_the_oldest_that_is_away(trusted: LagProbe) -> None:
    for now in (100.5, 101.0, 101.5):
        send(trusted, now)
    assert trusted.lag(103.0) == 2.5


def test_without_a_probe_on_its_way_nothing_waits(trusted: LagProbe) -> None:
    assert trusted.lag(200.0) == 0.0


def test_what_waited_before_the_first_probe_is_no_lag() -> None:
    probe = LagProbe()
    first = send(probe, 100.0)
    send(probe, 100.5)
    assert probe.lag(160.0) == 0.0
    probe.came_back(first)
    assert probe.lag(160.0) == 59.5


def test_what_came_in_a_long_time_without_probes_is_no_lag(trusted: LagProbe) -> None:
    late = send(trusted, 700.0)
    assert trusted.lag(710.0) == 0.0
    trusted.came_back(late)
    send(trusted, 710.0)
    assert trusted.lag(712.0) == 0.0, "that one was late too"


def test_one_that_is_lost_is_forgotten_with_the_next(trusted: LagProbe) -> None:
    send(trusted, 100.5)
    trusted.came_back(send(trusted, 101.0))
    assert (trusted.lag(110.0), trusted.passed) == (0.0, 101.0)


def test_the_probe_of_another_is_known_and_means_nothing(trusted: LagProbe) -> None:
    other = send(LagProbe(), 5.0)
    send(trusted, 100.5)
    trusted.came_back(other)
    assert is_lag_probe(other)
    assert trusted.lag(101.0) == 0.5


def test_probes_that_never_come_back_are_bounded_and_refuse_nobody() -> None:
    probe = LagProbe()
    sent = [probe.due(WORTH, float(now)) for now in range(1000)]
    assert sum(payload is not None for payload in sent) <= 200
    assert probe.lag(1000.0) == 0.0


def test_a_broker_that_lost_everything_owes_no_probe(trusted: LagProbe) -> None:
    send(trusted, 100.5)
    trusted.forget()
    assert trusted.lag(200.0) == 0.0
