"""Percentiles of many times, in little memory."""

import random

import pytest

from devices.fleet.latency import Latencies


def made_of(*seconds: float) -> Latencies:
    made = Latencies()
    for one in seconds:
        made.add(one)
    return made


@pytest.mark.parametrize("percent", [1, 50, 90, 99, 100])
def test_a_percentile_is_right_to_one_percent(percent: int) -> None:
    dice = random.Random(4)
    seconds = sorted(dice.lognormvariate(-5, 2) for _ in range(1000))
    assert made_of(*seconds).percentile(percent) == pytest.approx(seconds[percent * 10 - 1], rel=0.01)


def test_no_percentile_exceeds_the_greatest() -> None:
    latencies = made_of(0.5, 1.0)
    assert latencies.percentile(100) == latencies.greatest == 1.0


def test_without_times_a_percentile_is_nothing() -> None:
    assert Latencies().percentile(99) == 0


def test_times_of_two_are_merged() -> None:
    latencies = made_of(0.1, 0.1)
    latencies.merge(made_of(3.0))
    assert (latencies.count, latencies.greatest) == (3, 3.0)
    assert latencies.percentile(50) == pytest.approx(0.1, rel=0.01)


def test_a_million_times_need_few_classes() -> None:
    latencies = Latencies()
    dice = random.Random(4)
    for _ in range(20_000):
        latencies.add(dice.uniform(0, 60))
    assert len(latencies.classes()) < 2_000
