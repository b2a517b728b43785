"""What becomes of each delivery: a new record, a repeat of one that stands, a refusal, or nothing.

Asks the limits, the decoder and the duplicates' memory, in this order, and has the sequencer stage what is new; none
of them calls back.
"""

from bridge.addressed import Addressed, addressed
from bridge.batch import Batch, TopicRoute
from bridge.confirmation import confirmation
from bridge.decoding import Accepted, decode
from bridge.deduplication import OWN, RecentDeliveries
from bridge.delivery import Delivery
from bridge.disk_retry import DiskRetry
from bridge.limits.lag_probe import is_lag_probe
from bridge.limits.new_sessions import NewSessions
from bridge.limits.rate_limiter import RateLimiter
from bridge.retained_clearing import RetainedClearings
from bridge.sequencer import Sequencer
from bridge.sessions import OpenSession, Sessions
from chat.addressing import addressee
from chat.errors import PayloadError, RecordError, Refused
from chat.history import History
from chat.record import content_hash
from chat.replay import may_command
from chat.topic import LAG_PROBE, MAX_CHAT_TOPIC

MOST_NAMES = 4096
"""Topics whose names are remembered from batch to batch."""


class DeliveryHandler:
    """Handles one delivery after the other. One thread, the recorder's, calls it."""

    def __init__(
        self,
        *,
        sequencer: Sequencer,
        sessions: Sessions,
        recent: RecentDeliveries,
        clearings: RetainedClearings,
        rate_limiter: RateLimiter,
        new_sessions: NewSessions,
        retry: DiskRetry,
        max_payload: int,
    ) -> None:
        self._sequencer = sequencer
        self._sessions = sessions
        self._recent = recent
        self._clearings = clearings
        self._rate_limiter = rate_limiter
        self._new_sessions = new_sessions
        self._retry = retry
        self._max_payload = max_payload
        self._names: dict[str, tuple[str, str]] = {}  # by topic of a message that was logged: the session and the role

    def handle(self, delivery: Delivery, batch: Batch) -> None:
        """Find out what a delivery is, and stage it if it is a new message.

        Most messages of a flood are plain texts to topics that were looked up a moment ago: these take a short way.
        """
        batch.taken.append(delivery)
        _, topic, _, mid, _, dup, retain = delivery
        if dup or retain or not self._stage_text(delivery, batch.routes.get(topic), batch):
            self._handle_any(delivery, batch)
        elif mid:
            self._recent.add(delivery)

    def check_new(self, role: str, now: float) -> Refused | None:
        """Why this role (empty: the web's requests) may not begin a session now; None: it may, and is charged."""
        return self._new_sessions.refusal(role, now, lambda: self._retry(self._sessions.count))

    def _stage_text(self, delivery: Delivery, route: TopicRoute | None, batch: Batch) -> bool:
        """Stage a plain text to a topic that was looked up before, in this batch (`route`) or in one of the last.
        False, and nothing done, for all else."""
        if route is not None:
            return self._sequencer.stage_text(delivery, route, batch.at)
        name, role = self._names.get(delivery.topic, ("", ""))
        session = self._sessions.find(name) if name and not batch.counts else None
        if session is None or session.has_gap or role.lower() in session.state.muted:
            return False
        route = TopicRoute(session, role, batch.lines.get(name) or [])
        if not self._sequencer.stage_text(delivery, route, batch.at):
            return False
        batch.lines[name] = route.lines
        batch.routes[delivery.topic] = route
        return True

    def _handle_any(self, delivery: Delivery, batch: Batch) -> None:
        if delivery.topic == LAG_PROBE and not delivery.retain and is_lag_probe(delivery.payload):
            self._rate_limiter.probe_received(delivery.payload)
            return
        if self._clearings.is_own(delivery.topic, delivery.payload):
            return
        if delivery.retain:
            batch.to_clear.append(delivery.topic)
        outcome = self._limit_flood(delivery, batch) or decode(delivery, max_payload=self._max_payload)
        if isinstance(outcome, Accepted):
            outcome = self._limit_sessions(outcome, batch) or self._refuse_by_state(outcome) or outcome
        if isinstance(outcome, Refused):
            batch.refused.append((delivery, outcome))
        else:
            self._log(delivery, outcome, batch)

    def _limit_flood(self, delivery: Delivery, batch: Batch) -> Refused | None:
        """Senders are counted by topic. One that no message may have is not: it is refused anyway."""
        if not batch.counts or len(delivery.topic) > MAX_CHAT_TOPIC:
            return None
        return self._rate_limiter.refusal(delivery.topic, batch.now, is_repeat=delivery.dup or delivery.retain)

    def _limit_sessions(self, accepted: Accepted, batch: Batch) -> Refused | None:
        name = accepted.topic.session
        if not self._sessions.would_be_new(name):
            return None
        if self._retry(lambda: self._sessions.is_reserved(name)):
            return _ended(name)
        return self.check_new(accepted.topic.role, batch.now)

    def _refuse_by_state(self, accepted: Accepted) -> Refused | None:
        """Why the state of the session lets this role say nothing, if so."""
        name, role = accepted.topic.session, accepted.topic.role
        state = (self._sessions.find(name) or self._retry(lambda: self._sessions.get(name))).state
        if state.phase == "ended":
            return _ended(name)
        return Refused("muted", f"{role} is muted in this session") if role.lower() in state.muted else None

    def _log(self, delivery: Delivery, accepted: Accepted, batch: Batch) -> None:
        """Stage a message, unless it is a duplicate."""
        role, message = accepted.topic.role, accepted.message
        session = self._sequencer.session(accepted.topic.session, batch)
        try:
            if delivery.retain and self._retry(lambda: batch.logged_contents(session).has(role, message)):
                return
            content = content_hash(message) if message.id else 0
            line = self._sequencer.line(session, role, message, mid=delivery.mid, at=batch.at)
        except RecordError as error:
            batch.refused.append((delivery, PayloadError("bad-field", error.detail)))
            return
        seq = session.ids.seq(role, message.id, content) if message.id else None
        if seq is not None:
            self._repeat(session, seq, batch)
        else:
            seq = self._redelivered_seq(delivery, session, line)
        if seq is None:
            self._stage(delivery, accepted, session, line, batch)
            seq = session.log.last_seq
            if message.id:
                session.ids.add(role, message.id, seq, content)
        elif delivery.dup and OWN < seq <= session.opened_at:
            self._address_again(session, seq, batch)
        if message.confirm and seq != OWN:
            batch.confirmed.append(confirmation(accepted.topic, message.id, seq))

    def _stage(self, delivery: Delivery, accepted: Accepted, session: OpenSession, line: bytes, batch: Batch) -> None:
        lines = self._sequencer.stage(session, line, batch)
        message = accepted.message
        if (role := addressee(message.to, message.text)) and may_command(message.data):
            batch.addressed.append(Addressed(session.name, role, session.log.last_seq, line))
        if not batch.counts:
            batch.routes[delivery.topic] = TopicRoute(session, accepted.topic.role, lines)
        if len(self._names) >= MOST_NAMES:
            self._names.clear()
        self._names[delivery.topic] = session.name, accepted.topic.role

    def _redelivered_seq(self, delivery: Delivery, session: OpenSession, line: bytes) -> int | None:
        """The `seq` of the record, or OWN, when the broker sends once more what is logged (MQTT 3.1.1, section 4.4).
        None when it is new; then it is remembered."""
        if not delivery.mid:
            return None
        seq = self._recent.seq(delivery, session.name, line) if delivery.dup else None
        if seq is None:
            self._recent.add(delivery)
        return seq

    def _address_again(self, session: OpenSession, seq: int, batch: Batch) -> None:
        """The bridge that logged this may have ended before it was on `to/...`. Who gets it twice knows its `seq`."""
        batch.addressed += addressed(session.name, self._lines(session, seq))

    def _repeat(self, session: OpenSession, seq: int, batch: Batch) -> None:
        """The sender has not seen its record: relay the one that stands, unless this batch does so anyway."""
        if batch.lacks(session, seq):
            for line in self._lines(session, seq):
                batch.add_repeat(session.name, seq, line)

    def _lines(self, session: OpenSession, seq: int) -> list[bytes]:
        """The line of a record that is on the disk; none when its file is gone."""
        return self._retry(lambda: History(session.log.folder).after(seq - 1, 1))


def _ended(session: str) -> Refused:
    return Refused("ended", f"the session {session!r} is over; create it again to begin a new one with its name")
