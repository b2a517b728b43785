"""Which records are new. A record may come more than once: docs/protocol.md, "to/<session>/<role>".

It needs no clock of its own: a record has its place in the log, `seq`, and the bridge's time, `at`.
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
    """Remembers the last record of those that come on one topic, in the order of the log."""

    def __init__(self) -> None:
        self._last_seq = 0
        self._last_at = ""

    def take(self, record: Record) -> Verdict:
        """Say what a record is, and remember it if it is new."""
        if record["seq"] > self._last_seq:
            return self._keep(record, Verdict.NEWS)
        # A record that comes again keeps its `at`; a low seq with a later `at` is of another log.
        if record["at"] > self._last_at:
            return self._keep(record, Verdict.NEW_LOG)
        return Verdict.OLD

    def _keep(self, record: Record, verdict: Verdict) -> Verdict:
        self._last_seq = record["seq"]
        # RFC 3339 in UTC with fixed width sorts as text. The bridge's clock may step back; this never does.
        self._last_at = max(self._last_at, record["at"])
        return verdict
