"""web.access.seats: a role is one person's while connected, and a while after, or for the lesson."""

import pytest

from chat.errors import LabError
from tests.web.access.test_limits import Clock
from web.access.seats import KEPT_SECONDS, LESSON_SECONDS, Lasting, Seats

SEAT = ("aula1", "usuario")


def taken(seats: Seats, person: str, role: str = "usuario") -> bool:
    try:
        seats.claim("aula1", role, person)
    except LabError as error:
        assert error.reason == "role-taken"
        return True
    return False


def test_a_seat_is_its_holders_while_connected() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit(*SEAT, "maria", "sid1")
    clock.now = 10 * KEPT_SECONDS
    assert taken(seats, "jose")
    assert not taken(seats, "maria")


def test_a_seat_is_kept_a_while_and_then_free() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit(*SEAT, "maria", "sid1")
    seats.leave("sid1")
    clock.now = KEPT_SECONDS - 1
    assert taken(seats, "jose")
    clock.now = KEPT_SECONDS + 1
    assert not taken(seats, "jose")
    assert taken(seats, "maria")


def test_a_person_may_have_several_windows() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit(*SEAT, "maria", "sid1")
    seats.sit(*SEAT, "maria", "sid2")
    seats.leave("sid1")
    clock.now = 10 * KEPT_SECONDS
    assert taken(seats, "jose")


def test_roles_that_differ_in_case_alone_are_one_seat() -> None:
    seats = Seats(Clock())
    seats.sit(*SEAT, "maria", "sid1")
    assert taken(seats, "jose", "Usuario")


def test_a_client_that_takes_the_same_seat_in_another_case_keeps_it() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit("aula1", "usuario", "maria", "sid1")
    seats.sit("aula1", "Usuario", "maria", "sid1")
    clock.now = 10 * KEPT_SECONDS
    assert taken(seats, "jose")


def test_a_client_that_takes_another_seat_leaves_the_first() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit("aula1", "usuario", "maria", "sid1")
    seats.sit("aula1", "sensor", "maria", "sid1")
    clock.now = 10 * KEPT_SECONDS
    assert not taken(seats, "jose", "usuario")
    assert taken(seats, "jose", "sensor")


def test_a_client_that_may_not_take_another_seat_keeps_its_own() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit("aula1", "usuario", "maria", "sid1")
    seats.sit("aula1", "sensor", "jose", "sid2")
    with pytest.raises(LabError, match="role-taken"):
        seats.sit("aula1", "sensor", "maria", "sid1")
    clock.now = 10 * KEPT_SECONDS
    assert taken(seats, "jose", "usuario")


def test_who_never_sat_there_leaves_nothing() -> None:
    seats = Seats(Clock())
    seats.sit(*SEAT, "maria", "sid1")
    seats.leave("sid9")
    assert taken(seats, "jose")


def test_seats_that_are_free_again_are_forgotten_when_there_are_too_many() -> None:
    clock = Clock()
    seats = Seats(clock, most=10)
    for number in range(10):
        seats.claim("aula1", f"r{number}", "maria")
    clock.now = KEPT_SECONDS + 1
    seats.claim("aula1", "another", "maria")
    assert len(seats) == 1


def test_when_all_are_held_no_new_one_is_given() -> None:
    seats = Seats(Clock(), most=2)
    seats.claim("aula1", "a", "maria")
    seats.claim("aula1", "b", "maria")
    with pytest.raises(LabError, match="busy"):
        seats.claim("aula1", "c", "maria")
    assert len(seats) == 2


def test_the_roles_that_are_held_are_told_with_their_sessions() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit("aula1", "Maria", "m", "sid1")
    seats.claim("aula2", "jose", "j")
    seats.sit("aula3", "maria", "m", "sid2")
    assert seats.held(lambda role: role == "maria", 10) == {"maria": ["aula1", "aula3"]}
    assert seats.held(lambda _role: True, 2) == {"maria": ["aula1"], "jose": ["aula2"]}
    clock.now = KEPT_SECONDS + 1
    assert seats.held(lambda role: role == "jose", 10) == {}


def test_a_seat_in_which_its_person_said_something_is_kept_for_the_lesson() -> None:
    clock = Clock()
    seats = Seats(clock)
    seats.sit(*SEAT, "maria", "sid1")
    seats.said("sid1")
    seats.leave("sid1")
    clock.now = LESSON_SECONDS - 1
    assert taken(seats, "jose")
    clock.now = LESSON_SECONDS + 1
    assert not taken(seats, "jose")


def test_the_teacher_frees_a_seat_and_another_person_takes_it() -> None:
    seats = Seats(Clock())
    seats.sit(*SEAT, "maria", "sid1")
    seats.said("sid1")
    assert seats.free("aula1", "Usuario")
    assert not seats.free("aula1", "usuario")
    assert not taken(seats, "jose")
    assert taken(seats, "maria")


def test_the_seats_of_a_session_that_is_over_and_of_a_person_who_left_are_free() -> None:
    seats = Seats(Clock())
    seats.sit("aula1", "usuario", "maria", "sid1")
    seats.sit("aula1", "sensor", "ana", "sid2")
    seats.free_person("ana")
    assert not taken(seats, "jose", "sensor")
    seats.free_session("aula2")
    assert taken(seats, "jose")
    seats.free_session("aula1")
    assert not taken(seats, "jose")


def test_lasting_seats_are_stored_and_are_there_after_a_restart() -> None:
    stored: list[Lasting] = []
    seats = Seats(Clock(), store=stored.append)
    seats.sit("aula1", "usuario", "maria", "sid1")
    assert stored == []
    seats.said("sid1")
    seats.said("sid1")
    assert stored == [{("aula1", "usuario"): ("maria", LESSON_SECONDS)}]
    again = Seats(Clock(), lasting=stored[-1])
    assert taken(again, "jose")
    assert not taken(again, "maria")
