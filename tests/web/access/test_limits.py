"""web.access.limits: so much at once, and so much a second."""

import pytest

from chat.secret import _ALPHABET, CLASS_CODE_LENGTH, TEACHER_CODE_LENGTH
from web.access.limits import RATES, WRONG_CODE, Limits, Rate, TooFastError, address_key


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def limits(clock: Clock) -> Limits:
    return Limits(clock, {"ask": Rate(2, 3), "send": Rate(1, 1)})


def test_a_burst_passes_and_what_comes_then_is_told_when_to_come_back() -> None:
    made = limits(Clock())
    for _ in range(3):
        made.spend("ask", "a")
    with pytest.raises(TooFastError) as caught:
        made.spend("ask", "a")
    assert (caught.value.reason, caught.value.seconds) == ("too-fast", 1)


def test_time_gives_new_ones_up_to_the_burst() -> None:
    clock = Clock()
    made = limits(clock)
    made.spend("send", "a")
    clock.now = 1000.0
    made.spend("send", "a")
    with pytest.raises(TooFastError):
        made.spend("send", "a")


def test_what_is_refused_counts_for_nothing() -> None:
    clock = Clock()
    made = limits(clock)
    made.spend("send", "a")
    for clock.now in (0.2, 0.4, 0.6, 0.8):
        with pytest.raises(TooFastError):
            made.spend("send", "a")
    clock.now = 1.0
    made.spend("send", "a")


def test_people_and_kinds_are_counted_apart() -> None:
    made = limits(Clock())
    for what, who in (("send", "a"), ("send", "b"), ("ask", "a")):
        made.spend(what, who)


def test_looking_takes_nothing() -> None:
    made = limits(Clock())
    for _ in range(3):
        made.check("send", "a")
    made.spend("send", "a")
    with pytest.raises(TooFastError):
        made.check("send", "a")


@pytest.mark.parametrize(("length", "one_in"), [(CLASS_CODE_LENGTH, 400_000), (TEACHER_CODE_LENGTH, 80_000_000_000)])
def test_guessing_at_a_code_for_twelve_hours_from_one_address_is_hopeless(length: int, one_in: int) -> None:
    """SECURITY.md has these figures."""
    rate = RATES[WRONG_CODE]
    guesses = rate.burst + rate.per_second * 12 * 3600
    assert guesses == 86_800
    assert len(_ALPHABET) ** length / guesses > one_in


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.168.0.7", "192.168.0.7"),
        ("::ffff:192.168.0.7", "192.168.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "nowhere"),
    ],
)
def test_an_address_is_counted_as_its_subscriber(address: str, key: str) -> None:
    assert address_key(address) == key
