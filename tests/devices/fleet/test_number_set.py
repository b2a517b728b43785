"""Numbers as ranges."""

import random

from devices.fleet.number_set import NumberSet


def made_of(*numbers: int) -> NumberSet:
    made = NumberSet()
    for number in numbers:
        made.add(number)
    return made


def test_it_holds_what_was_added_in_any_order() -> None:
    dice = random.Random(4)
    for _ in range(200):
        numbers = [dice.randint(1, 30) for _ in range(25)]
        made = made_of(*numbers)
        assert [number for number in range(32) if number in made] == sorted(set(numbers))
        assert len(made) == len(set(numbers))


def test_it_says_whether_a_number_is_new() -> None:
    made = NumberSet()
    assert [made.add(number) for number in (1, 2, 1, 4, 3, 4)] == [True, True, False, True, True, False]


def test_it_tells_how_many_are_missing_in_others() -> None:
    assert made_of(1, 2, 3, 5, 6).missing_in(made_of(2), made_of(6, 7)) == 3


def test_a_hundred_thousand_in_order_are_one_range() -> None:
    made = made_of(*range(1, 100_001))
    assert made.ranges == [(1, 100_000)]
