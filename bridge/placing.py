"""What becomes of each delivery: a record with the next `seq`, a repeat of one that stands, a refusal, or nothing.

Lines are staged, never written: the recorder does that, and tells everybody. Most messages of a flood are plain texts
to topics that have just been looked at: these take a short way to the very same line, 1.6 instead of 4.2 microseconds.
"""

from collections.abc import Callable
from typing import Any

from bridge.batch import Batch, Seat
from bridge.delivery import Delivery, SessionLost
from bridge.insistence import Insistence
from bridge.new_sessions import NewSessions
from bridge.outcome import Accepted, judge
from bridge.pulse import is_pulse
from bridge.recent import RecentDeliveries
from bridge.sessions import OpenSession, Sessions
from bridge.shares import Shares
from chat.errors import PayloadError, RecordError, Refused
from chat.history import History
from chat.message import Message
from chat.record import Record, encode_line, encode_text_line, sound_records
from chat.topic import LAB_ROLE, PULSE


class Placing:
    """Places deliveries and the lab's own events into batches. One thread, the recorder's, calls it."""

    def __init__(
        self, *, sessions: Sessions, recent: RecentDeliveries, shares: Shares, new_sessions: NewSessions,
        insist: Insistence, max_payload: int, timer: Callable[[], float],
    ) -> None:  # fmt: skip
        self._sessions = sessions
        self._recent = recent
        self._shares = shares
        self._new_sessions = new_sessions
        self._insist = insist
        self._max_payload = max_payload
        self._timer = timer
        self._cleared: set[str] = set()

    def place(self, delivery: Delivery, batch: Batch) -> None:
        """Find out what a delivery is, and stage it if it is a new message."""
        batch.taken.append(delivery)
        seat = batch.seats.get(delivery.topic)
        if seat is None or not self._place_text(delivery, seat, batch):
            self._place_anything(delivery, batch)

    def note_lost_session(self, lost: SessionLost, batch: Batch) -> None:
        """The broker counts packet ids anew, and messages may be missing."""
        self._sessions.lose_packet_ids()
        self._shares.forget_pulses()
        if lost.is_gap:
            self.note_gaps(batch)

    def note_gaps(self, batch: Batch) -> None:
        """Messages may be missing in every session: those in hand get their `gap` now, others when they are used."""
        self._sessions.begin_gap()
        for session in self._sessions.in_hand():
            if session.has_gap:
                self._note_gap(session, batch)

    def note_event(self, name: str, event: str, data: dict[str, Any], batch: Batch) -> None:
        """Stage an event of the lab."""
        self._event(self._session(name, batch), event, data, batch)

    def expect_clearing(self, topic: str) -> None:
        """The bridge itself clears what is retained there: the empty payload that comes back is nobody's message."""
        self._cleared.add(topic)

    def check_new(self, role: str = "") -> Refused | None:
        """Whether there may be one more session, made by this role."""
        return self._new_sessions.refusal(role, self._timer(), self._sessions.count)

    def _place_text(self, delivery: Delivery, seat: Seat, batch: Batch) -> bool:
        """The short way, for what is surely a new text. False, and nothing done, for all else."""
        _, _, payload, mid, _, dup, retain = delivery
        if dup or retain:
            return False
        log = seat.session.log
        line = encode_text_line(
            payload, seq=log.last_seq + 1, at=batch.at, role=seat.role, mid=mid, max_size=self._max_payload
        )
        if line is None:
            return False
        if mid:
            self._recent.add(delivery)
        log.stage(line)
        seat.lines.append(line)
        return True

    def _place_anything(self, delivery: Delivery, batch: Batch) -> None:
        if delivery.topic == PULSE and is_pulse(delivery.payload):
            self._shares.pulse_came(delivery.payload)
            return
        if not delivery.payload and delivery.topic in self._cleared:
            self._cleared.discard(delivery.topic)
            return
        outcome = self._outcome(delivery, batch)
        if isinstance(outcome, Refused):
            batch.refused.append((delivery, outcome))
        else:
            self._stage(delivery, outcome, batch)

    def _outcome(self, delivery: Delivery, batch: Batch) -> Accepted | Refused:
        refused = None
        if batch.counts:
            refused = self._shares.refusal(delivery.topic, batch.now, is_repeat=delivery.dup or delivery.retain)
        outcome = refused or judge(delivery, max_payload=self._max_payload)
        if isinstance(outcome, Accepted) and self._sessions.would_be_new(outcome.topic.session):
            return self.check_new(outcome.topic.role) or outcome
        return outcome

    def _stage(self, delivery: Delivery, accepted: Accepted, batch: Batch) -> None:
        role, message = accepted.topic.role, accepted.message
        session = self._session(accepted.topic.session, batch)
        if delivery.retain:
            batch.to_clear.append(delivery.topic)
            if self._is_logged(session, role, message):
                return
        seq = session.ids.seq(role, message.id) if message.id else None
        if seq is not None:
            self._repeat(session, seq, batch)
            return
        try:
            line = encode_line(message, seq=session.log.last_seq + 1, at=batch.at, role=role, mid=delivery.mid)
        except RecordError as error:
            batch.refused.append((delivery, PayloadError("bad-field", error.detail)))
            return
        if delivery.mid:
            if delivery.dup and self._recent.has(delivery, session.name, line):
                return
            self._recent.add(delivery)
        session.stage(line, role, message.id)
        lines = batch.add(session.name, line)
        if not batch.counts:
            batch.seats[delivery.topic] = Seat(session, role, lines)

    def _repeat(self, session: OpenSession, seq: int, batch: Batch) -> None:
        """The sender has not seen its record: relay the one that stands, unless this batch does so anyway."""
        first_staged = session.log.last_seq - len(batch.lines.get(session.name, ())) + 1
        if seq < first_staged:
            lines = self._insist(lambda: History(session.log.folder).after(seq - 1, 1))
            batch.repeats.setdefault(session.name, []).extend(lines)

    def _is_logged(self, session: OpenSession, role: str, message: Message) -> bool:
        """Whether a retained message was logged when it was live. Rare, so it may read the whole session."""
        self._insist(session.log.flush)

        def look() -> bool:
            records = sound_records(History(session.log.folder).all())
            return any(record.role == role and record.same_content(message) for record in records)

        return self._insist(look)

    def _session(self, name: str, batch: Batch) -> OpenSession:
        session = self._sessions.find(name) or self._insist(lambda: self._sessions.get(name))
        if session.has_gap:
            self._note_gap(session, batch)
        return session

    def _note_gap(self, session: OpenSession, batch: Batch) -> None:
        since = batch.at if session.name in batch.lines else self._last_at(session)
        self._event(session, "gap", {"since": since} if since else {}, batch)
        self._sessions.mark_gap_written(session)

    def _last_at(self, session: OpenSession) -> str:
        last = self._insist(lambda: History(session.log.folder).last(1))
        return next((record.at for record in sound_records(last)), "")

    def _event(self, session: OpenSession, event: str, data: dict[str, Any], batch: Batch) -> None:
        record = Record(seq=session.log.last_seq + 1, at=batch.at, role=LAB_ROLE, event=event, data=data)
        line = record.encode()
        session.stage(line)
        batch.add(session.name, line)
