"""devices.replay.schedule: what is played, and when."""

from devices.replay.recorded import Recorded
from devices.replay.schedule import Choice, chosen, due

LOG = [Recorded(seq, 100.0 + seq, role, {"text": "x"}) for seq, role in enumerate(("ana", "Beto", "ana", "caio"), 1)]


def test_times_are_those_of_the_log_divided_by_the_speed() -> None:
    assert [due(one, LOG[0], Choice(speed=2.0)) for one in LOG] == [0.0, 0.5, 1.0, 1.5]


def test_as_fast_as_possible_nothing_waits() -> None:
    assert {due(one, LOG[0], Choice(is_fast=True)) for one in LOG} == {0.0}


def test_a_clock_that_went_back_makes_nothing_due_before_the_first() -> None:
    assert due(Recorded(5, 1.0, "ana", {"text": "x"}), LOG[0], Choice()) == 0.0


def test_roles_and_a_part_of_the_log_are_chosen() -> None:
    assert [one.seq for one in chosen(LOG, Choice(roles=frozenset({"ana", "beto"}), first=2, last=3))] == [2, 3]
    assert [one.seq for one in chosen(LOG, Choice())] == [1, 2, 3, 4]
