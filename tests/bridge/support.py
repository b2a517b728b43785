"""What the bridge's tests share: a recorder on real files, with the network's side noted instead of sent."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from bridge.addressed import Addressed
from bridge.deduplication import RecentDeliveries
from bridge.delivery import Delivery
from bridge.inbox import Inbox
from bridge.journal import Journal
from bridge.limits.new_sessions import SessionLimits
from bridge.recorder import Recorder
from bridge.relay_interface import Receipt
from bridge.sessions import Sessions
from chat.history import History
from chat.record import Record

NOW = 1763830080.0
FREE = SessionLimits(per_role=10**6, in_all=10**6, most=10**6)


@dataclass
class FakeOutput:
    """The relay's side: everything in the order in which it was said."""

    lines: list[tuple[str, bytes]] = field(default_factory=list)
    addressed: list[Addressed] = field(default_factory=list)
    receipt: Receipt | None = None
    confirmed: list[tuple[str, bytes]] = field(default_factory=list)
    published: list[tuple[str, bytes]] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    published_qos0: list[tuple[str, bytes]] = field(default_factory=list)

    def together(self) -> AbstractContextManager[None]:
        """Each is noted at once."""
        return nullcontext()

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Note the lines."""
        self.lines += [(session, line) for line in lines]

    def publish_addressed(self, records: Sequence[Addressed]) -> Receipt | None:
        """Note the records. `receipt` stands for them."""
        self.addressed += records
        return self.receipt if records else None

    def publish_confirmation(self, topic: str, payload: bytes) -> None:
        """Note the payload."""
        self.confirmed.append((topic, payload))

    def catch_up(self) -> None:
        """Nobody is behind here."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Note the payload."""
        self.published.append((topic, payload))

    def publish_qos0(self, topic: str, payload: bytes) -> None:
        """Note the payload."""
        self.published_qos0.append((topic, payload))

    def clear_retained(self, topic: str) -> bool:
        """Note the topic."""
        self.cleared.append(topic)
        return True


@dataclass
class StubReceipt:
    """A receipt whose broker takes what it stands for when it is told to."""

    is_taken: bool = False
    is_taken_when_waited_for: bool = False
    waited: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> bool:
        """Note the time, and do not wait."""
        self.waited.append(seconds)
        return self.is_taken or (self.is_taken_when_waited_for and seconds > 0)


class Desk:
    """A recorder with everything round it; made again on the same folder, it is the bridge after a restart."""

    def __init__(
        self,
        logs: Path,
        *,
        rotate_at: int = 10**9,
        open_files: int = 100,
        sender_rate: int = 1000,
        session_limits: SessionLimits = FREE,
        timer: Callable[[], float] = lambda: NOW,
        clock: Callable[[], float] = lambda: NOW,
        packet_ids_since: str = "",
    ) -> None:
        self.logs = logs
        self.output = FakeOutput()
        self.acknowledged: list[Delivery] = []
        self.recent = RecentDeliveries()
        logs.mkdir(parents=True, exist_ok=True)
        self.journal = Journal(logs)
        self.journal.recover()
        self.sessions = Sessions(
            logs,
            rotate_at=rotate_at,
            max_open_files=open_files,
            recent=self.recent,
            checkpoint=self.journal.checkpoint,
        )
        self.sessions.knows_packet_ids = True
        self.sessions.packet_ids_since = packet_ids_since
        self.inbox = Inbox(max_items=1000, max_bytes=10**7)
        self.disk_checks = 0
        self.new_sessions: list[str] = []
        self.recorder = Recorder(
            inbox=self.inbox,
            sessions=self.sessions,
            journal=self.journal,
            recent=self.recent,
            output=self.output,
            acknowledge=self._acknowledge,
            check_disk=self._check_disk,
            note_new_session=self.new_sessions.append,
            max_payload=1000,
            clock=clock,
            sender_rate=sender_rate,
            session_limits=session_limits,
            timer=timer,
        )

    def _acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        self.acknowledged += deliveries

    def _check_disk(self) -> None:
        self.disk_checks += 1

    def records(self, session: str) -> list[Record]:
        """What stands on the disk."""
        return [Record.decode(line) for line in History(self.logs / session).all()]

    def texts(self, session: str) -> list[str]:
        """What was said, in order."""
        return [record.text or record.event for record in self.records(session)]


def said(
    text: str, *, topic: str = "chat/aula1/usuario", mid: int = 0, dup: bool = False, retain: bool = False
) -> Delivery:
    """A delivery of a plain text; QoS 1 when it has a packet id."""
    return Delivery(1, topic, text.encode(), mid=mid, qos=1 if mid else 0, dup=dup, retain=retain)
