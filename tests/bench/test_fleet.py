"""bench.fleet: what a fleet costs, and how many devices are borne."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import fleet
from bench.compare import systems
from bench.fleet import Cost, Outcome, search

GOOD: dict[str, Any] = {
    "good": True,
    "connected": 50,
    "devices": 50,
    "left_out": 0,
    "unacknowledged": 0,
    "log_ms": {"p99": 20.0},
    "sent": 100,
}


def outcome(**changes: object) -> Outcome:
    return Outcome({**GOOD, **changes}, 10.0, [Cost("broker", 0.5, 2**20, 3 * 2**20)])


def test_a_fleet_is_borne_when_all_are_connected_and_everything_comes_in_time() -> None:
    assert outcome().is_borne


@pytest.mark.parametrize(
    "changes",
    [{"good": False}, {"connected": 49}, {"left_out": 1}, {"unacknowledged": 1}, {"log_ms": {"p99": 1000.0}}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_fleet_is_not_borne_otherwise(changes: dict[str, object]) -> None:
    assert not outcome(**changes).is_borne


def test_the_cost_of_a_process_is_told_by_second_and_by_message() -> None:
    assert list(outcome().lines())[-1] == "| broker | 5.0 | 5000 | 1.0 | 3.0 |"


@pytest.mark.parametrize("most", [100, 137, 999, 5000])
def test_the_search_comes_close_to_what_is_borne(most: int) -> None:
    tried = list[int]()

    def bears(count: int) -> bool:
        tried.append(count)
        return count <= most

    found = search(bears, 100)
    assert most / fleet.STEP <= found <= most
    assert len(tried) < 15


def test_nothing_is_borne_when_the_first_count_is_not() -> None:
    assert search(lambda _: False, 100) == 0


def test_the_search_ends_at_the_most_that_a_fleet_has() -> None:
    tried = set[int]()

    def bears(count: int) -> bool:
        tried.add(count)
        return True

    assert search(bears, 8000) == max(tried) == 16_000 <= fleet.MOST


@pytest.mark.parametrize("broker", [systems.EMBEDDED, systems.MOSQUITTO])
def test_a_short_run_tells_what_each_process_costs(tmp_path: Path, broker: str) -> None:
    made = fleet.run(tmp_path / "run", broker, ["--count", "50", "--rate", "20/s", "--for", "2s"])
    assert made.is_borne
    assert names(made.costs) >= {"broker", "bridge", "web", "fleet"}
    assert all(one.most >= one.before > 0 for one in made.costs)
    # The system counts in hundredths of a second, so each must have had some work.
    assert {one.name for one in made.costs if one.cpu > 0} >= {"broker", "bridge", "fleet"}


def names(costs: Sequence[Cost]) -> set[str]:
    return {one.name for one in costs}
