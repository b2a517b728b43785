"""web.history.search_queue: first come, first served, one search a person, a bounded queue."""

import pytest

from chat.errors import LabError
from web.history.search_queue import SearchTurns


def test_two_run_and_the_others_have_a_place() -> None:
    turns = SearchTurns(at_once=2)
    entered = [turns.enter(person) for person in "abcd"]
    assert [turns.place(turn) for turn in entered] == [0, 0, 1, 2]


def test_the_first_that_waits_is_the_next() -> None:
    turns = SearchTurns(at_once=2)
    entered = [turns.enter(person) for person in "abcd"]
    turns.leave(entered[1])
    turns.leave(entered[1])
    assert [turns.place(entered[n]) for n in (0, 2, 3)] == [0, 0, 1]
    assert entered[2].changed.is_set()


def test_a_new_search_of_a_person_ends_the_older_one() -> None:
    turns = SearchTurns(at_once=2)
    stopped: list[str] = []
    older, other = turns.enter("a"), turns.enter("b")
    older.stop = lambda: stopped.append("a")
    newer = turns.enter("a")
    assert (older.is_ended, other.is_ended, newer.is_ended, stopped) == (True, False, False, ["a"])
    assert [turns.place(turn) for turn in (other, newer)] == [0, 0]


def test_searches_without_a_person_end_nobodys() -> None:
    turns = SearchTurns()
    first, second = turns.enter(""), turns.enter("")
    assert (first.is_ended, second.is_ended) == (False, False)


def test_a_full_queue_takes_no_more() -> None:
    turns = SearchTurns(at_once=1, waiting=1)
    turns.enter("a")
    turns.check()
    turns.enter("b")
    with pytest.raises(LabError, match="busy"):
        turns.check()
    with pytest.raises(LabError, match="busy"):
        turns.enter("c")
