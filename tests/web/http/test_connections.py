"""web.http.connections: who gives way when there are too many, and how long a client may take."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.web.access.test_limits import Clock
from web.http.connections import (
    HEAD_SECONDS,
    IDLE_SECONDS,
    MOST_CONNECTIONS,
    Connection,
    ConnectionLimits,
    Connections,
)

LIMITS = ConnectionLimits(admitted=4, admitted_per_address=3, admitted_per_person=2, waiting=5, waiting_per_address=3)
CLASSROOM = 40 * 6
"""Connections of forty pupils behind one address, six for each browser."""


class FakeSocket:
    """Notes that it was shut down."""

    def __init__(self) -> None:
        self.is_ended = False

    def shutdown(self, _how: int) -> None:
        self.is_ended = True


class Door:
    """Connections that are opened for as long as the test runs."""

    def __init__(self, stack: ExitStack) -> None:
        self.clock = Clock()
        self.connections = Connections(LIMITS, self.clock)
        self._stack = stack

    def open(self, address: str) -> Connection:
        return self._stack.enter_context(self.connections.opened(address, FakeSocket()))


@pytest.fixture
def door() -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(stack)


def ended(connections: list[Connection]) -> list[bool]:
    return [connection.socket.is_ended for connection in connections]


def test_the_oldest_waiting_connection_of_an_address_gives_way(door: Door) -> None:
    made = [door.open("a") for _ in range(5)]
    assert ended(made) == [True, True, False, False, False]


def test_an_address_with_few_connections_is_not_ended_for_one_with_many(door: Door) -> None:
    first = door.open("quiet")
    many = [door.open("loud") for _ in range(3)] + [door.open("other") for _ in range(3)]
    assert not first.socket.is_ended
    assert ended(many).count(True) == 2


def test_an_admitted_connection_never_gives_way(door: Door) -> None:
    admitted = door.open("a")
    admitted.admit("")
    for _ in range(10):
        door.open("a")
    assert not admitted.socket.is_ended


def test_waiting_connections_take_no_place_of_admitted_ones(door: Door) -> None:
    for _ in range(10):
        door.open("a")
    late = door.open("a")
    late.admit("")
    assert late.is_admitted


@pytest.mark.parametrize(("addresses", "admitted"), [("aaaaa", 3), ("aabbcc", 4)])
def test_places_of_admitted_connections_are_bounded_by_address_and_in_all(
    door: Door, addresses: str, admitted: int
) -> None:
    made = []
    for address in addresses:
        made.append(door.open(address))
        made[-1].admit("")
    assert [connection.is_admitted for connection in made].count(True) == admitted


def test_places_of_admitted_connections_are_bounded_by_person(door: Door) -> None:
    made = [door.open(address) for address in "abc"]
    for connection in made:
        connection.admit("maria")
    assert [connection.is_admitted for connection in made] == [True, True, False]


def test_what_one_person_may_not_take_is_left_for_others_at_the_address(door: Door) -> None:
    for _ in range(3):
        door.open("a").admit("maria")
    other = door.open("a")
    other.admit("jose")
    assert other.is_admitted


@pytest.mark.parametrize("person", ["", "maria"])
def test_a_closed_connection_gives_its_place_back(person: str) -> None:
    connections = Connections(LIMITS, Clock())
    for _ in range(20):
        with connections.opened("a", FakeSocket()) as connection:
            connection.admit(person)
            assert connection.is_admitted
    assert len(connections) == 0


def test_a_connection_ends_when_its_time_is_over(door: Door) -> None:
    slow, quick = door.open("a"), door.open("a")
    quick.relax()
    door.clock.now += HEAD_SECONDS + 1
    door.connections.end_overdue()
    assert ended([slow, quick]) == [True, False]


@pytest.mark.parametrize(("is_admitted", "seconds"), [(True, IDLE_SECONDS), (False, HEAD_SECONDS)])
def test_an_admitted_connection_may_be_idle_for_longer(door: Door, is_admitted: bool, seconds: float) -> None:
    connection = door.open("a")
    if is_admitted:
        connection.admit("")
    connection.expect_next_request()
    assert connection.deadline == door.clock.now + seconds


@pytest.mark.parametrize("files", [512, 1024, 4096, 65536])
def test_limits_leave_files_for_all_else_and_room_for_a_class_behind_one_address(files: int) -> None:
    limits = ConnectionLimits.of(files)
    assert limits.admitted + limits.waiting <= min(
        MOST_CONNECTIONS, files - files // 4 if files < 1024 else files - 256
    )
    if files >= 1024:
        assert limits.admitted_per_address > CLASSROOM
