"""The last records of a session, found by who said them and to whom: forty pupils cost no forty readings. Pure."""

from bisect import bisect_right
from collections.abc import Iterable

from chat.addressing import addressee
from chat.record import Record

MOST_RECORDS = 10_000
"""The last records of a session that are looked at."""


class Transcript:
    """Records in the order of the log, without the lab's events. Roles are in small letters."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.last_seq = 0
        self.first_said: dict[str, int] = {}
        """The `seq` with which each role began to speak."""
        self._said_by: dict[str, list[Record]] = {}
        self._said_to: dict[str, list[Record]] = {}

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Transcript":
        """The transcript of these records."""
        made = cls()
        made.add(records)
        return made

    def add(self, records: Iterable[Record]) -> None:
        """Take further records, ascending. When there are twice MOST_RECORDS, the older half is let go."""
        for record in records:
            self.last_seq = max(self.last_seq, record.seq)
            if not record.event:
                self._take(record)
        if len(self.records) > 2 * MOST_RECORDS:
            kept, first_said = self.records[-MOST_RECORDS:], self.first_said
            self.records, self._said_by, self._said_to = [], {}, {}
            for record in kept:
                self._take(record)
            self.first_said = first_said

    def roles(self) -> list[str]:
        """Who has said something of it, in the order in which they began."""
        return list(self._said_by)

    def said_by(self, role: str) -> list[Record]:
        """What a role said."""
        return self._said_by.get(role, [])

    def said_to(self, role: str) -> list[Record]:
        """What addresses a role, whoever said it."""
        return self._said_to.get(role, [])

    def next_of(self, role: str, seq: int) -> Record | None:
        """The first record of a role behind a `seq`."""
        said = self.said_by(role)
        place = bisect_right(said, seq, key=lambda record: record.seq)
        return said[place] if place < len(said) else None

    def _take(self, record: Record) -> None:
        role = record.role.lower()
        self.records.append(record)
        if len(self.first_said) < MOST_RECORDS:
            self.first_said.setdefault(role, record.seq)
        self._said_by.setdefault(role, []).append(record)
        if to := addressee(record.to, record.text):
            self._said_to.setdefault(to.lower(), []).append(record)
