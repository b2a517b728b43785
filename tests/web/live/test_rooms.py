"""web.live.rooms: who sits where."""

from web.live.rooms import Rooms, Viewer

A, B = Viewer("aula1", "usuario"), Viewer("aula1", "atendente")


def test_a_seat_is_present_until_the_last_client_leaves_it() -> None:
    rooms = Rooms()
    rooms.take("1", A)
    rooms.take("2", A)
    rooms.leave("1")
    assert rooms.is_present(A)
    rooms.leave("2")
    assert not rooms.is_present(A)


def test_moving_tells_the_seat_that_was_left() -> None:
    rooms = Rooms()
    assert rooms.take("1", A) is None
    assert rooms.take("1", B) == A


def test_taking_the_same_seat_again_leaves_nothing() -> None:
    rooms = Rooms()
    rooms.take("1", A)
    assert rooms.take("1", A) is None


def test_a_session_has_viewers_while_anybody_sits_in_it() -> None:
    rooms = Rooms()
    rooms.take("1", A)
    rooms.take("2", B)
    assert (rooms.viewers("aula1"), rooms.sessions()) == (2, ["aula1"])
    rooms.leave("1")
    rooms.leave("2")
    assert (rooms.viewers("aula1"), rooms.sessions(), rooms.present()) == (0, [], [])


def test_a_stranger_leaves_nothing() -> None:
    assert Rooms().leave("9") is None
