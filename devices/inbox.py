"""Which records are new. A record may come more than once: the bridge publishes it again when its sender resends.

A device obeys only what was said after it joined, and each record once. It needs no clock for that: its own first
message has a `seq` in the log, and every record with a higher one is new, also one that comes before it. A device that
lost its connection before the record of its first message came gets that record only when it resends the message.
"""

from collections import deque
from enum import Enum, auto

from devices.wire import Record

EARLY_LIMIT = 100
"""Records kept until the device's own first one comes; of more, the last."""


class Verdict(Enum):
    """What a record is to this participant."""

    EARLY = auto()
    """It came before the device's own first record, which will show whether it is new."""
    OLD = auto()
    NEWS = auto()
    NEW_LOG = auto()
    """New, and the first of another log: the session was archived or deleted, and `seq` counts from 1 again."""


class Inbox:
    """Remembers how far the log was read."""

    def __init__(self) -> None:
        self._last_seq: int | None = None
        self._last_at = ""
        self._early: deque[Record] = deque(maxlen=EARLY_LIMIT)

    def begin(self, own: Record) -> list[Record]:
        """Every record after this one, which is the device's own, is new. Returns those that came already.

        Only the first call has an effect.
        """
        if self._last_seq is not None:
            return []
        self._keep(own)
        early = [record for record in self._early if record["seq"] > own["seq"] and record["at"] >= own["at"]]
        self._early.clear()
        return [record for record in early if self.take(record) is Verdict.NEWS]

    def take(self, record: Record) -> Verdict:
        """Say what a record is, and remember how far the log was read."""
        if self._last_seq is None:
            self._early.append(record)
            return Verdict.EARLY
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
