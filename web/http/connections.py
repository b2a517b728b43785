"""The page's connections: how many there may be, which one gives way to a new one, and how long each may take.

A connection is *waiting* until the lab has let in whoever uses it: in a closed lab by a valid cookie, code or token, in
an open lab by any proper request. Then it is *admitted*. Waiting connections give way to newer ones when there are too
many of them, the oldest of the same address first. Admitted ones never give way, and their places are kept for them.

The limits by address are wide, because a whole class may stand behind one address (NAT): forty pupils with six
connections each are 240.
"""

import contextlib
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from web.http.gevent_private import shut_down

CONNECTION = "lab.connection"
"""The key of the WSGI environment under which the server puts the request's Connection."""

HEAD_SECONDS = 10.0
"""Time for the head of a request, from its first byte to the empty line; under TLS also for the handshake."""

BODY_SECONDS = 30.0
"""Time from the end of the head to the beginning of the answer: for sending the body and for working on it."""

IDLE_SECONDS = 60.0
"""Time for which an admitted connection may be idle between two requests."""

DISCARD_SECONDS = 5.0
"""Time in which the rest of a body is read that nobody wants; then the connection ends."""

SEND_SECONDS = 60.0
"""Time for one block of an answer, if the client reads nothing of it."""

MOST_CONNECTIONS = 10_000


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections there may be. `*_per_address` count one IPv4 address or one IPv6 /64 network.

    `admitted_per_person` counts one person of a closed lab; all programs of an address that send a code are one.
    """

    admitted: int
    admitted_per_address: int
    admitted_per_person: int
    waiting: int
    waiting_per_address: int

    @classmethod
    def of(cls, open_files: int) -> Self:
        """The limits for a process that may have so many open files; a quarter, at most 256, is left for all else."""
        places = min(MOST_CONNECTIONS, open_files - min(256, open_files // 4))
        waiting = places * 2 // 5
        admitted = places - waiting
        return cls(admitted, admitted * 3 // 4, admitted // 4, waiting, waiting // 2)


class Connection:
    """One connection, and the time by which its client must have done the next thing."""

    def __init__(self, address: str, connection: Any, connections: "Connections") -> None:
        self.address = address
        self.socket = connection
        """The socket; with TLS the encrypted one, once there is one."""
        self.is_admitted = False
        self.person = ""
        """The id of the person who uses it, once it is admitted in a closed lab."""
        self.deadline = math.inf
        self._connections = connections

    def admit(self, person: str) -> None:
        """The lab has let in the person with this id; in an open lab it is empty, and not counted.

        The connection stays waiting while all places for admitted ones are taken, or all of its address or person.
        """
        self._connections.admit(self, person)

    def expect(self, seconds: float) -> None:
        """End the connection unless `expect` or `relax` is called again within so many seconds."""
        self.deadline = self._connections.now() + seconds

    def relax(self) -> None:
        """Set no time."""
        self.deadline = math.inf

    def expect_next_request(self) -> None:
        """Set the time for the first byte of the next request."""
        self.expect(IDLE_SECONDS if self.is_admitted else HEAD_SECONDS)

    def end(self) -> None:
        """End it. Whoever reads or writes gets an end of file or an OSError, and closes it."""
        with contextlib.suppress(OSError):
            shut_down(self.socket)


class Connections:
    """All connections that are open now. `clock` gives seconds."""

    def __init__(self, limits: ConnectionLimits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._open: set[Connection] = set()
        self._waiting: dict[str, dict[Connection, None]] = {}  # by address, oldest first
        self._waiting_count = 0
        self._admitted: Counter[str] = Counter()  # by address
        self._admitted_of: Counter[str] = Counter()  # by person
        self._admitted_count = 0

    def __len__(self) -> int:
        return len(self._open)

    def now(self) -> float:
        """What the clock says."""
        return self._clock()

    @contextlib.contextmanager
    def opened(self, address: str, connection: Any) -> Iterator[Connection]:
        """Count a connection while the block runs. Another one may have to give way to it."""
        made = Connection(address, connection, self)
        self._open.add(made)
        self._waiting.setdefault(address, {})[made] = None
        self._waiting_count += 1
        made.expect(HEAD_SECONDS)
        self._make_room(address)
        try:
            yield made
        finally:
            self._forget(made)

    def admit(self, connection: Connection, person: str) -> None:
        """Count a connection among the admitted ones, and for its person, if there is a place."""
        address = connection.address
        if connection.is_admitted or connection not in self._waiting.get(address, {}):
            return
        if not self._has_place(address, person):
            return
        self._remove_waiting(connection)
        connection.is_admitted, connection.person = True, person
        self._admitted[address] += 1
        self._admitted_of[person] += 1
        self._admitted_count += 1

    def end_overdue(self) -> None:
        """End the connections whose time is over."""
        now = self._clock()
        for connection in [one for one in self._open if one.deadline <= now]:
            connection.end()

    def _has_place(self, address: str, person: str) -> bool:
        limits = self.limits
        return (
            self._admitted_count < limits.admitted
            and self._admitted[address] < limits.admitted_per_address
            and (not person or self._admitted_of[person] < limits.admitted_per_person)
        )

    def _make_room(self, address: str) -> None:
        if len(self._waiting[address]) > self.limits.waiting_per_address:
            self._end_oldest(address)
        elif self._waiting_count > self.limits.waiting:
            self._end_oldest(max(self._waiting, key=lambda one: len(self._waiting[one])))

    def _end_oldest(self, address: str) -> None:
        oldest = next(iter(self._waiting[address]))
        self._remove_waiting(oldest)
        oldest.end()

    def _remove_waiting(self, connection: Connection) -> None:
        of_address = self._waiting[connection.address]
        del of_address[connection]
        if not of_address:
            del self._waiting[connection.address]
        self._waiting_count -= 1

    def _forget(self, connection: Connection) -> None:
        self._open.discard(connection)
        if connection.is_admitted:
            self._admitted_count -= 1
            _count_down(self._admitted, connection.address)
            _count_down(self._admitted_of, connection.person)
        elif connection in self._waiting.get(connection.address, {}):
            self._remove_waiting(connection)


def _count_down(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
