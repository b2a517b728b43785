"""What the recorder takes together, on its way to the disk."""

from dataclasses import dataclass, field
from typing import NamedTuple

from bridge.addressed import Addressed
from bridge.deduplication import LoggedContents
from bridge.delivery import Delivery
from bridge.sessions import OpenSession
from chat.errors import Refused

MAX_REPEATED_BYTES = 8_388_608
"""Bytes of records that stand already and are relayed again in one batch; a sender that misses its own resends."""


class TopicRoute(NamedTuple):
    """Where the messages on one topic become records: what need not be looked up again for the next one."""

    session: OpenSession
    role: str
    lines: list[bytes]


@dataclass(slots=True)
class Batch:
    """What was taken together and becomes durable together.

    `at` is when, as its records say it; `now` the same on the timer of the limits, in seconds; `counts`, whether
    senders are counted, which is when messages wait; `routes` the topics from which a message was logged in this batch,
    unless senders are counted; `lines` and `repeats` the lines to relay, by session: the new ones, and by `seq` those
    that were on the disk before; `addressed` the records for `to/...`, in order; `confirmed` topic and payload of the
    confirmations that senders asked for; `contents` what the logs of sessions
    that got a retained message hold.
    """

    at: str
    now: float
    counts: bool
    taken: list[Delivery] = field(default_factory=list)
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    routes: dict[str, TopicRoute] = field(default_factory=dict)
    repeats: dict[str, dict[int, bytes]] = field(default_factory=dict)
    repeated_bytes: int = 0
    addressed: list[Addressed] = field(default_factory=list)
    confirmed: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[tuple[Delivery, Refused]] = field(default_factory=list)
    to_clear: list[str] = field(default_factory=list)
    contents: dict[str, LoggedContents] = field(default_factory=dict)

    def add(self, session: str, line: bytes) -> list[bytes]:
        """Add a line that was staged. Returns all lines of its session."""
        lines = self.lines.setdefault(session, [])
        lines.append(line)
        return lines

    def logged_contents(self, session: OpenSession) -> LoggedContents:
        """What the log of a session holds; read once for all retained messages of the batch."""
        return self.contents.setdefault(session.name, LoggedContents(session.log))

    def lacks(self, session: OpenSession, seq: int) -> bool:
        """Whether this batch does not relay record `seq` of the session yet, and has room for it."""
        first_staged = session.log.last_seq - len(self.lines.get(session.name, ())) + 1
        is_repeated = seq in self.repeats.get(session.name, {})
        return seq < first_staged and not is_repeated and self.repeated_bytes < MAX_REPEATED_BYTES

    def add_repeat(self, session: str, seq: int, line: bytes) -> None:
        """Add the line of a record that was on the disk before this batch."""
        self.repeats.setdefault(session, {})[seq] = line
        self.repeated_bytes += len(line)
