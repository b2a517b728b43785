"""What the bridge remembers in order to know a duplicate: ids of the last records, and recent deliveries.

Never compares by content alone: two "ok" in a row are two messages.
"""

from collections import OrderedDict

IDS_KEPT = 4096
"""Records of a session whose ids are remembered; after a restart they are read from the end of its log."""

DELIVERIES_KEPT = 65536
"""Deliveries remembered in all: packet ids are 16 bits, so no more can be unacknowledged (MQTT 3.1.1, 2.3.1)."""


class RecentIds:
    """The ids of a session's last records: (role, id) -> seq."""

    def __init__(self) -> None:
        self._seqs: OrderedDict[tuple[str, str], int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seqs)

    def add(self, role: str, id_: str, seq: int) -> None:
        """Remember a record; forget the oldest beyond IDS_KEPT."""
        self._seqs[role, id_] = seq
        if len(self._seqs) > IDS_KEPT:
            self._seqs.popitem(last=False)

    def seq(self, role: str, id_: str) -> int | None:
        """Where the message with this id stands; None when it is not among the last."""
        return self._seqs.get((role, id_))


class RecentDeliveries:
    """Deliveries at QoS 1 that were logged: session, packet id and content, as one number each."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    def add(self, session: str, line: bytes) -> None:
        """Remember the record line that was made of a delivery."""
        self._seen[_signature(session, line)] = None
        if len(self._seen) > DELIVERIES_KEPT:
            self._seen.popitem(last=False)

    def has(self, session: str, line: bytes) -> bool:
        """Whether a delivery with this line's packet id, role and content was logged."""
        return _signature(session, line) in self._seen

    def forget(self) -> None:
        """A new MQTT session counts its packet ids anew: what is known of the old one would only mislead."""
        self._seen.clear()


def _signature(session: str, line: bytes) -> int:
    # Behind seq and at stand the role, the content and, last, the packet id.
    return hash((session, line[line.index(b',"role":') :]))
