"""bench.away: what it counts in the log, and what it sees while a bridge is away."""

from dataclasses import replace

import pytest

from bench.away import Absence, Outcome, Tally, measure, report

AWAY = "The bridge is not connected"
SHORT = Absence(
    seconds=7, before=1, rate=200, publishers=5, window=5, free_rate=50, until="The bridge is not connected"
)


def tally(numbers: list[int], sent: int, again: set[int]) -> Tally:
    """The count for one publisher."""
    made = Tally()
    made.add(numbers, sent, again)
    return made


def test_all_is_well_when_all_is_well() -> None:
    assert tally([0, 1, 2], 3, set()) == Tally(logged=3)


def test_what_is_not_there_is_counted() -> None:
    assert tally([0, 2], 3, set()) == Tally(logged=2, not_logged=1)


def test_what_was_sent_once_and_is_there_twice_is_doubled() -> None:
    assert tally([0, 1, 1], 2, set()) == Tally(logged=2, doubled=1)


def test_what_was_sent_twice_and_is_there_twice_is_no_fault() -> None:
    assert tally([0, 1, 0, 1], 2, {0, 1}) == Tally(logged=2, sent_twice=2)


def test_what_is_there_behind_a_later_one_is_out_of_order() -> None:
    assert tally([0, 2, 1], 3, set()) == Tally(logged=3, reordered=1)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """An absence of some seconds, with the embedded broker."""
    return measure(tmp_path_factory.mktemp("away") / "run", SHORT)


def test_afterwards_all_is_logged_once_and_in_order(outcome: Outcome) -> None:
    assert outcome.is_whole, report(outcome)


def test_windows_fill_and_nothing_is_acknowledged_while_the_bridge_is_away(outcome: Outcome) -> None:
    seen = outcome.while_away("window of 5")
    assert (seen["acknowledged"], seen["sent"] <= SHORT.publishers * SHORT.window) == (0, True)
    assert seen["due"] > SHORT.rate * (SHORT.seconds - 0.5)
    assert outcome.away["window of 5"].wait > SHORT.seconds - 0.5


def test_a_client_that_waits_for_each_puback_waits_all_the_time(outcome: Outcome) -> None:
    assert outcome.while_away("waits for each PUBACK")["sent"] <= 1


def test_console_and_health_say_why(outcome: Outcome) -> None:
    assert AWAY in outcome.console[0]
    assert outcome.health.startswith("503 ")
    assert "bridge is not connected" in outcome.health


def test_memory_is_seen(outcome: Outcome) -> None:
    before, most, after = outcome.memory
    assert 2**20 < before <= most
    assert 2**20 < after <= most


def test_a_message_that_is_missing_is_a_failure(outcome: Outcome) -> None:
    assert not replace(outcome, logged={**outcome.logged, "no window": Tally(not_logged=1)}).is_whole


def test_the_report_has_a_line_for_each_kind_of_publisher(outcome: Outcome) -> None:
    lines = report(outcome).splitlines()
    assert [sum(line.startswith(f"| {group.name} |") for line in lines) for group in SHORT.groups()] == [2, 2, 2, 2]
