"""What the bridge remembers in order to know a duplicate: ids of the last records, and recent deliveries.

Never compares by content alone: two "ok" in a row are two messages.
"""

import re
from collections import OrderedDict

from bridge.delivery import Delivery

IDS_KEPT = 4096
"""Records of a session whose ids are remembered; after a restart they are read from the end of its log."""

PACKET_IDS_KEPT = 32_768
"""Records of a session whose packet ids are remembered after a restart: more than a batch and a full inbox, of which
none may have been acknowledged when the bridge was killed. mosquitto, once it has a backlog, sends more than its
window."""

PACKET_ID_BYTES = 67_108_864
"""Bytes of a session's log that are read for it at most: as much as the inbox holds."""

_RECORD = re.compile(rb'\{"seq":\d+,"at":"([^"]*)"(,"role":.*"mid":(\d+)\})\n')


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
    """Deliveries at QoS 1 that were logged: the last with each packet id, as one number, whichever session it is of.

    The broker gives an id away again only when the delivery before was acknowledged, and sends only that one again. So
    nothing else need be known; packet ids are 16 bits, which bounds it (MQTT 3.1.1, section 2.3.1).
    """

    def __init__(self) -> None:
        self._came: dict[int, int] = {}
        self._logged: dict[int, tuple[bytes, int]] = {}

    def add(self, delivery: Delivery) -> None:
        """Remember a delivery that is logged."""
        self._came[delivery.mid] = hash((delivery.topic, delivery.payload))

    def add_logged(self, session: str, line: bytes) -> None:
        """Remember a record that was logged by a bridge before this one, if it is of QoS 1. Any order will do."""
        found = _RECORD.fullmatch(line)
        if found is None:
            return
        at, mid = found[1], int(found[3])
        if mid not in self._logged or at > self._logged[mid][0]:
            self._logged[mid] = at, hash((session, found[2]))

    def has(self, delivery: Delivery, session: str, line: bytes) -> bool:
        """Whether this delivery was logged; `line` is the record that would be made of it."""
        if delivery.mid in self._came:
            return self._came[delivery.mid] == hash((delivery.topic, delivery.payload))
        found = _RECORD.fullmatch(line)
        logged = self._logged.get(delivery.mid)
        return found is not None and logged is not None and logged[1] == hash((session, found[2]))

    def forget(self) -> None:
        """A new MQTT session counts its packet ids anew: what is known of the old one would only mislead."""
        self._came.clear()
        self._logged.clear()
