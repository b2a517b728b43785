"""How the bridge knows a duplicate: by the sender's id and content, by packet id and content, or, of a retained
message, by looking through the log.

Never by content alone: two "ok" in a row are two messages. Never by id alone: a device that sends its own address as
the `id` of each reading says something new each time.
"""

import re
from collections import OrderedDict

from bridge.delivery import Delivery
from chat.history import History
from chat.message import Message
from chat.record import content_hash, sound_records
from chat.session_log import SessionLog

IDS_KEPT = 4096
"""Records of a session whose ids are remembered; after a restart they are read from the end of its log."""

PACKET_IDS_KEPT = 45_000
"""Records of a session whose packet ids are remembered after a restart: more than a batch and a full inbox, of which
none may have been acknowledged when the bridge was killed. mosquitto, once it has a backlog, sends more than its
window."""

PACKET_ID_BYTES = 67_108_864
"""Bytes of a session's log that are read for it at most: as much as the inbox holds."""

OWN = 0
"""Stands for the `seq` of a record that this bridge logged, which nobody needs; a `seq` counts from 1."""

_RECORD = re.compile(rb'\{"seq":(\d+),"at":"([^"]*)"(,"role":.*"mid":(\d+)\})\n')


class RecentIds:
    """The ids of a session's last records. Of each role and id it knows the last record: its `seq` and the hash of its
    content, 64 bits under a key of this process (SipHash), so that nobody can make two contents that share one."""

    def __init__(self) -> None:
        self._records: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._records)

    def add(self, role: str, id_: str, seq: int, content: int) -> None:
        """Remember a record by the hash of its content; forget the oldest beyond IDS_KEPT."""
        self._records[role, id_] = seq, content
        self._records.move_to_end((role, id_))
        if len(self._records) > IDS_KEPT:
            self._records.popitem(last=False)

    def seq(self, role: str, id_: str, content: int) -> int | None:
        """The `seq` of the last record with this role and id, if its content is the same; else None."""
        seq, known = self._records.get((role, id_), (None, 0))
        return seq if known == content else None


class RecentDeliveries:
    """Deliveries at QoS 1 that were logged: the last with each packet id, as one number, whichever session it is of.

    The broker gives an id away again only when the delivery before was acknowledged, and sends only that one again. So
    nothing else need be known; packet ids are 16 bits, which bounds it (MQTT 3.1.1, section 2.3.1).
    """

    def __init__(self) -> None:
        self._received: dict[int, int] = {}
        self._logged: dict[int, tuple[bytes, int, int]] = {}  # `at`, the content, `seq`

    def add(self, delivery: Delivery) -> None:
        """Remember a delivery that is logged."""
        self._received[delivery.mid] = hash((delivery.topic, delivery.payload))

    def add_logged(self, session: str, line: bytes, since: str = "") -> None:
        """Remember a record that was logged by a bridge before this one, if it is of QoS 1. Any order will do.

        A record with an `at` before `since` is of an earlier MQTT session, so its packet id means nothing.
        """
        found = _RECORD.fullmatch(line)
        if found is None or found[2] < since.encode():
            return
        seq, at, content, mid = int(found[1]), found[2], found[3], int(found[4])
        if mid not in self._logged or at > self._logged[mid][0]:
            self._logged[mid] = at, hash((session, content)), seq

    def seq(self, delivery: Delivery, session: str, line: bytes) -> int | None:
        """The `seq` of the record that a bridge before this one made of this delivery; OWN when this bridge made it;
        None when it is not logged. `line` is the record that would be made of it."""
        if delivery.mid in self._received:
            return OWN if self._received[delivery.mid] == hash((delivery.topic, delivery.payload)) else None
        found = _RECORD.fullmatch(line)
        logged = self._logged.get(delivery.mid)
        if found is None or logged is None or logged[1] != hash((session, found[3])):
            return None
        return logged[2]

    def forget(self) -> None:
        """Forget all: a new MQTT session counts its packet ids anew."""
        self._received.clear()
        self._logged.clear()


class LoggedContents:
    """What the log of a session holds, for retained messages: the whole log is read once, then what was added since.

    It takes some 70 bytes a record, so it lives no longer than a batch.
    """

    def __init__(self, log: SessionLog) -> None:
        self._log = log
        self._read_seq = 0
        self._contents: set[int] = set()

    def has(self, role: str, message: Message) -> bool:
        """Whether the log holds this message of this role. Raises RecordError if the content can't be written, and
        OSError where the disk does."""
        content = hash((role, content_hash(message)))
        self._read_on()
        return content in self._contents

    def _read_on(self) -> None:
        """Read the records that were logged since the last call; what is staged is written first."""
        self._log.flush()
        if self._read_seq < self._log.last_seq:
            for record in sound_records(History(self._log.folder).since(self._read_seq)):
                self._contents.add(hash((record.role, content_hash(record))))
            self._read_seq = self._log.last_seq
