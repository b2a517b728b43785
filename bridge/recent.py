"""What the bridge remembers in order to know a duplicate: ids of the last records, and recent deliveries.

Never compares by content alone: two "ok" in a row are two messages.
"""

from collections import OrderedDict

from bridge.delivery import Delivery

IDS_KEPT = 4096
"""Records of a session whose ids are remembered; after a restart they are read from the end of its log."""

PACKET_IDS_KEPT = 16_384
"""Records of a session whose packet ids are remembered after a restart: more than a batch, of which none may have been
acknowledged when the bridge was killed. mosquitto, once it has a backlog, sends more than its window."""

LOGGED_KEPT = 65536
"""Records remembered that were found in the logs after a start: packet ids are 16 bits, so no more deliveries can be
unacknowledged (MQTT 3.1.1, 2.3.1)."""


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
    """Deliveries at QoS 1 that were logged.

    Of those that came while the bridge runs, the last with each packet id: the broker gives an id away again only when
    the delivery before was acknowledged, and sends only that one again. Of those that were logged before, packet id,
    session and content, as one number each.
    """

    def __init__(self) -> None:
        self._by_id: dict[int, int] = {}
        self._logged: OrderedDict[int, None] = OrderedDict()

    def add(self, delivery: Delivery) -> None:
        """Remember a delivery that is logged."""
        self._by_id[delivery.mid] = hash((delivery.topic, delivery.payload))

    def add_logged(self, session: str, line: bytes) -> None:
        """Remember a record that was logged by a bridge before this one."""
        self._logged[_signature(session, line)] = None
        if len(self._logged) > LOGGED_KEPT:
            self._logged.popitem(last=False)

    def has(self, delivery: Delivery, session: str, line: bytes) -> bool:
        """Whether this delivery was logged; `line` is the record that would be made of it."""
        known = self._by_id.get(delivery.mid)
        return known == hash((delivery.topic, delivery.payload)) or _signature(session, line) in self._logged

    def forget(self) -> None:
        """A new MQTT session counts its packet ids anew: what is known of the old one would only mislead."""
        self._by_id.clear()
        self._logged.clear()


def _signature(session: str, line: bytes) -> int:
    # Behind seq and at stand the role, the content and, last, the packet id.
    return hash((session, line[line.index(b',"role":') :]))
