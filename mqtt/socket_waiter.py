"""Waiting for a socket, or for a wake-up by another thread, without the limits of `select`.

`select.select` fails from file descriptor 1024 on (FD_SETSIZE). `selectors.DefaultSelector` is epoll or kqueue where
there is one, and under gevent's monkey patching a selector that lets the other greenlets run.
"""

import contextlib
import selectors
import socket
from typing import NamedTuple, Protocol


class HasFileno(Protocol):
    """A socket, or what stands in for one."""

    def fileno(self) -> int:
        """Return its file descriptor, -1 when it is closed."""


class Ready(NamedTuple):
    """What the socket can do without blocking."""

    can_read: bool
    can_write: bool


class SocketWaiter:
    """Waits for one socket at a time. `wake` may be called from any thread, everything else from one thread only."""

    def __init__(self) -> None:
        self._selector: selectors.BaseSelector | None = None
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._fd: int | None = None
        self._events = 0
        self._is_woken = False

    def open(self) -> None:
        """Take the file descriptors that waiting needs. Raises OSError."""
        with contextlib.ExitStack() as undo:
            selector = undo.enter_context(selectors.DefaultSelector())
            pair = socket.socketpair()
            for one in pair:
                undo.callback(one.close)
                one.settimeout(0)
            selector.register(pair[0], selectors.EVENT_READ)
            undo.pop_all()
        self._selector, self._pair, self._is_woken = selector, pair, False

    def close(self) -> None:
        """Give the file descriptors back."""
        selector, pair = self._selector, self._pair
        self._selector = self._pair = self._fd = None
        if selector is not None:
            selector.close()
        for one in pair or ():
            one.close()

    def wake(self) -> None:
        """End the present `wait`, or the next one if there is none."""
        pair = self._pair
        if pair is not None and not self._is_woken:
            self._is_woken = True
            with contextlib.suppress(OSError):  # a full buffer wakes as well, and a closed one has nobody who waits
                pair[1].send(b"\0")

    def forget(self) -> None:
        """Wait for no socket any more. It must be called before the socket is closed."""
        if self._fd is not None and self._selector is not None:
            self._selector.unregister(self._fd)
        self._fd = None

    def wait(self, sock: HasFileno, *, wants_write: bool, seconds: float) -> Ready:
        """Return when `sock` can be read (or written, if wanted), when woken, or after `seconds`.

        Raises OSError and ValueError when the socket is closed.
        """
        assert self._selector is not None  # noqa: S101 - open came first
        self._watch(sock.fileno(), selectors.EVENT_READ | (selectors.EVENT_WRITE if wants_write else 0))
        found = {key.fd: events for key, events in self._selector.select(seconds)}
        if self._pair is not None and self._pair[0].fileno() in found:
            self._drain(self._pair[0])
        events = found.get(-1 if self._fd is None else self._fd, 0)
        return Ready(bool(events & selectors.EVENT_READ), bool(events & selectors.EVENT_WRITE))

    def _watch(self, fd: int, events: int) -> None:
        assert self._selector is not None  # noqa: S101
        if fd != self._fd:
            self.forget()
            self._selector.register(fd, events)
        elif events != self._events:
            self._selector.modify(fd, events)
        self._fd, self._events = fd, events

    def _drain(self, woken: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            woken.recv(65536)
        self._is_woken = False  # after the reading: who wakes in between is served by the turn that begins now


def wait_until_writable(sock: HasFileno, seconds: float) -> bool:
    """Wait until `sock` can be written. False after `seconds`. Raises OSError and ValueError when it is closed."""
    # `poll` needs no file descriptor of its own, as epoll does; Windows has neither.
    make: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
    with make() as selector:
        selector.register(sock, selectors.EVENT_WRITE)
        return bool(selector.select(seconds))
