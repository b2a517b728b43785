"""When each device has its turn."""

import pytest

from devices.fleet.pace import Pace


def test_the_turns_of_all_devices_are_spread_over_a_period() -> None:
    pace = Pace(count=4, rate=0.5)
    assert [pace.due(elapsed) for elapsed in (0, 0.49, 0.5, 1.0, 1.9, 2.0)] == [1, 1, 2, 3, 4, 5]


def test_together_all_have_their_turn_at_once() -> None:
    pace = Pace(count=4, rate=0.5, together=True)
    assert [pace.due(elapsed) for elapsed in (0, 1.9, 2.0, 4.1)] == [4, 4, 8, 12]


def test_without_a_rate_there_are_no_turns() -> None:
    assert Pace(count=4, rate=0.0).due(1000) == 0


@pytest.mark.parametrize("together", [False, True])
def test_a_turn_is_due_when_it_comes_and_not_before(together: bool) -> None:
    pace = Pace(count=3, rate=2.0, together=together)
    for turn in range(1, 20):
        assert pace.due(pace.at(turn) + 1e-6) > turn
        assert pace.due(pace.at(turn) - 1e-6) <= turn
