"""Which records are new. A record may come more than once: the bridge publishes it again when its sender resends.

A device obeys only what was said after it joined, and each record once. It needs no clock for that: its own first
message has a `seq` in the log, and every record with a higher one is new.
"""

from enum import Enum, auto

from devices.wire import Record


class Verdict(Enum):
    """What a record is to this participant."""

    OLD = auto()
    NEWS = auto()
    NEW_LOG = auto()
    """New, and the first of another log: the session was archived or deleted, and `seq` counts from 1 again."""


class Inbox:
    """Remembers how far the log was read."""

    def __init__(self) -> None:
        self._last_seq: int | None = None
        self._last_at = ""

    def begin(self, own: Record) -> None:
        """Every record after this one, which is the device's own, is new. Only the first call has an effect."""
        if self._last_seq is None:
            self._keep(own)

    def take(self, record: Record) -> Verdict:
        """Say what a record is, and remember how far the log was read."""
        if self._last_seq is None:
            return Verdict.OLD
        if record["seq"] > self._last_seq:
            self._keep(record)
            return Verdict.NEWS
        # A record that is published again keeps its `at`; a low seq with a later `at` is of another log.
        if record["at"] > self._last_at:
            self._keep(record)
            return Verdict.NEW_LOG
        return Verdict.OLD

    def _keep(self, record: Record) -> None:
        self._last_seq = record["seq"]
        # RFC 3339 in UTC with fixed width sorts as text. The bridge's clock may step back; this never does.
        self._last_at = max(self._last_at, record["at"])
