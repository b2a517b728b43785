"""mqtt.socket_waiter: a socket or a wake-up ends the wait, whatever the number of the file descriptor."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator

import pytest

from mqtt.socket_waiter import Ready, SocketWaiter, wait_until_writable

LONG = 10.0


@pytest.fixture
def waiter() -> Iterator[SocketWaiter]:
    made = SocketWaiter()
    made.open()
    yield made
    made.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def test_bytes_that_came_end_the_wait(waiter: SocketWaiter, pair: Pair) -> None:
    pair[1].sendall(b"x")
    assert waiter.wait(pair[0], wants_write=False, seconds=LONG) == Ready(can_read=True, can_write=False)


def test_room_to_write_ends_the_wait_if_wanted(waiter: SocketWaiter, pair: Pair) -> None:
    assert waiter.wait(pair[0], wants_write=True, seconds=LONG) == Ready(can_read=False, can_write=True)
    assert waiter.wait(pair[0], wants_write=False, seconds=0) == Ready(can_read=False, can_write=False)


def test_another_thread_ends_the_wait(waiter: SocketWaiter, pair: Pair) -> None:
    timer = threading.Timer(0.1, waiter.wake)
    timer.start()
    assert waiter.wait(pair[0], wants_write=False, seconds=LONG) == Ready(can_read=False, can_write=False)
    timer.join()


def test_ten_thousand_wake_ups_are_as_good_as_one(waiter: SocketWaiter, pair: Pair) -> None:
    for _ in range(10_000):
        waiter.wake()
    waiter.wait(pair[0], wants_write=False, seconds=LONG)
    assert waiter.wait(pair[0], wants_write=False, seconds=0) == Ready(can_read=False, can_write=False)


def test_a_socket_that_takes_the_number_of_a_forgotten_one_is_waited_for(waiter: SocketWaiter, pair: Pair) -> None:
    first, other = socket.socketpair()
    number = first.fileno()
    waiter.wait(first, wants_write=False, seconds=0)
    waiter.forget()
    first.close()
    other.close()
    os.dup2(pair[0].fileno(), number)
    with socket.socket(fileno=number) as second:
        pair[1].sendall(b"x")
        assert waiter.wait(second, wants_write=False, seconds=LONG).can_read


def test_a_closed_socket_is_an_error(waiter: SocketWaiter) -> None:
    with socket.socket() as closed:
        pass
    with pytest.raises(ValueError, match="-1"):
        waiter.wait(closed, wants_write=False, seconds=0)


@pytest.fixture
def files_up_to_1024(many_files: None) -> Iterator[None]:
    """As many open files as `select.select` can name."""
    held = [os.dup(1) for _ in range(1100)]
    yield
    for one in held:
        os.close(one)


@pytest.mark.usefixtures("files_up_to_1024")
def test_descriptors_above_1024_are_waited_for() -> None:
    waiter = SocketWaiter()
    waiter.open()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"x")
        assert ours.fileno() > 1024
        assert waiter.wait(ours, wants_write=True, seconds=LONG) == Ready(can_read=True, can_write=True)
        assert wait_until_writable(ours, LONG)
        waiter.close()


def test_a_full_socket_is_not_writable(pair: Pair) -> None:
    with contextlib.suppress(BlockingIOError):
        while pair[0].send(bytes(65536)):
            pass
    assert not wait_until_writable(pair[0], 0.05)
