"""The report of runs that were made up."""

import pytest

from devices.fleet.log_check import LoggedDevice
from devices.fleet.number_set import NumberSet
from devices.fleet.report import FILES, Check, Percentiles, Report
from devices.fleet.totals import Totals


class Sent:
    """A device that sent the messages 1 to `last`."""

    def __init__(self, last: int, acknowledged: list[int], refused: list[int], resent: list[int]) -> None:
        self.last = last
        self.acknowledged, self.refused, self.resent = map(numbers, (acknowledged, refused, resent))


def numbers(wanted: list[int]) -> NumberSet:
    made = NumberSet()
    for number in wanted:
        made.add(number)
    return made


def check(
    last: int,
    logged: list[int],
    *,
    acknowledged: list[int] | None = None,
    refused: list[int] | None = None,
    resent: list[int] | None = None,
) -> Check:
    """The comparison of one device with its records."""
    log = LoggedDevice()
    for number in logged:
        log.add(number)
    every = list(range(1, last + 1))
    return Check.of([(Sent(last, every if acknowledged is None else acknowledged, refused or [], resent or []), log)])


def report(found: Check, *, untold: int = 0, wills: tuple[int, int] = (0, 0), sent: int = 3) -> Report:
    totals = Totals(sent=sent, untold=untold, wills_due=wills[0], wills_seen=wills[1])
    none = Percentiles(0, 0, 0)
    return Report(
        source=FILES,
        devices=1,
        sessions=1,
        qos=1,
        seconds=1.0,
        connected=1,
        totals=totals,
        check=found,
        unacknowledged=0,
        puback=none,
        to_log=none,
        cpu_percent=1.0,
    )


def test_what_was_acknowledged_and_is_not_in_the_log_is_lost() -> None:
    found = check(4, [1, 3], acknowledged=[1, 2, 3])
    assert (found.logged, found.lost, found.missing) == (2, 1, 2)


def test_what_was_refused_is_not_lost() -> None:
    assert check(3, [1], refused=[2, 3]) == Check(logged=1)


def test_what_was_not_acknowledged_may_be_in_the_log() -> None:
    assert check(3, [1, 2, 3], acknowledged=[1]) == Check(logged=3)


def test_a_double_of_a_message_that_was_sent_again_is_told_apart() -> None:
    found = check(3, [1, 2, 3, 1, 3], resent=[3])
    assert (found.doubled, found.doubled_resends) == (2, 1)


@pytest.mark.parametrize(
    ("found", "good"),
    [
        (Check(logged=3), True),
        (Check(logged=2, lost=1, missing=1), False),
        (Check(logged=3, doubled=1), False),
        (Check(logged=3, out_of_order=1), True),
        (Check(logged=2, missing=1), True),
    ],
)
def test_a_run_is_bad_when_something_acknowledged_is_lost_or_anything_doubled(found: Check, good: bool) -> None:
    assert report(found).is_good is good


def test_a_will_that_did_not_come_makes_a_run_bad() -> None:
    assert not report(Check(logged=3), wills=(2, 1)).is_good
    assert report(Check(logged=3), wills=(2, 2)).is_good


def test_a_run_that_sent_nothing_is_not_good() -> None:
    assert not report(Check(), sent=0).is_good


def test_what_the_lab_refused_without_telling_which_is_not_lost_for_sure() -> None:
    assert report(Check(logged=1, lost=2, missing=2), untold=2).is_good
    assert report(Check(logged=1, lost=3, missing=3), untold=2).lost_for_sure == 1


def test_programs_get_every_count() -> None:
    document = report(Check(logged=2, lost=1, missing=1)).document()
    assert (document["good"], document["sent"], document["logged"], document["lost"]) == (False, 3, 2, 1)
