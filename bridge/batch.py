"""What the recorder takes together, on its way to the disk."""

from dataclasses import dataclass, field
from typing import NamedTuple

from bridge.delivery import Delivery
from bridge.sessions import OpenSession
from chat.errors import Refused


class TopicRoute(NamedTuple):
    """Whose messages on one topic become records where: all that need not be found out again for the next one."""

    session: OpenSession
    role: str
    lines: list[bytes]


@dataclass(slots=True)
class Batch:
    """What was taken together and becomes durable together.

    `at` is when, as its records say it; `now` the same on the timer of the limits, in seconds; `counts`, whether
    senders are counted, which is when messages wait; `routes` the topics from which a message was logged in this batch,
    unless senders are counted.
    """

    at: str
    now: float
    counts: bool
    taken: list[Delivery] = field(default_factory=list)
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    routes: dict[str, TopicRoute] = field(default_factory=dict)
    repeats: dict[str, list[bytes]] = field(default_factory=dict)
    refused: list[tuple[Delivery, Refused]] = field(default_factory=list)
    to_clear: list[str] = field(default_factory=list)

    def add(self, session: str, line: bytes) -> list[bytes]:
        """A line that was staged. Returns all lines of its session."""
        lines = self.lines.setdefault(session, [])
        lines.append(line)
        return lines
