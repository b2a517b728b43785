"""The bridge's middle: messages become records on the disk, and only then is anybody told.

For each batch: give every message its `seq`, write the lines, sync the touched files, acknowledge to the broker in the
order of receipt, relay the very same lines. A disk that does not take the lines is waited for, loudly; nothing is
acknowledged meanwhile. A sync that fails ends the process: what is on the disk is then unknown, and a fresh start
reads it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from bridge.batch import Batch
from bridge.delivery import Delivery, Gap, Item, Request, SessionLost
from bridge.inbox import Inbox
from bridge.new_sessions import NewSessions, SessionLimits
from bridge.outcome import Accepted, judge
from bridge.outgoing import Outgoing
from bridge.pulse import is_pulse
from bridge.recent import RecentDeliveries
from bridge.rejections import Rejections
from bridge.requests import Hands, answer
from bridge.sessions import OpenSession, Sessions
from bridge.shares import Shares
from bridge.synced import SyncNotes
from chat.errors import LabError, PayloadError, RecordError, Refused, SessionLogError
from chat.history import History
from chat.message import Message
from chat.record import Record, encode_line, sound_records, utc_text
from chat.topic import LAB_ROLE, PULSE, REJECTED, SYNCED, response_topic

BATCH = 10_000
"""Messages at most between two syncs."""

_SYNC_THREADS = 16
_RETRY_SECONDS = 1.0

_log = logging.getLogger("bridge")
T = TypeVar("T")


class SyncError(Exception):
    """A sync failed: what is on the disk is unknown, and nothing may go on as if it were known."""


class StoppedError(Exception):
    """The bridge was told to stop while it waited for the disk."""


class Recorder:
    """Takes from the inbox until it is closed and empty. One thread runs it; nobody else writes the logs."""

    def __init__(
        self, *, inbox: Inbox, sessions: Sessions, recent: RecentDeliveries, outgoing: Outgoing,
        acknowledge: Callable[[Iterable[Delivery]], None], check_disk: Callable[[], None], max_payload: int,
        sender_rate: int, session_limits: SessionLimits, clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._inbox = inbox
        self._sessions = sessions
        self._recent = recent
        self._outgoing = outgoing
        self._acknowledge = acknowledge
        self._check_disk = check_disk
        self._max_payload = max_payload
        self._clock = clock
        self._timer = timer
        self._shares = Shares(rate=sender_rate)
        self._new_sessions = NewSessions(session_limits)
        self._rejections = Rejections(clock)
        self._notes = SyncNotes(clock)
        self._stopping = threading.Event()
        self._cleared: set[str] = set()
        self._pool = ThreadPoolExecutor(_SYNC_THREADS, thread_name_prefix="sync")

    def run(self) -> None:
        """Record until the inbox is closed and drained. Raises SyncError."""
        try:
            while not self._inbox.is_drained:
                self.process(self._inbox.take(BATCH, seconds=0.5))
        except StoppedError:
            _log.error("stopped while the disk took nothing: the broker keeps what is not logged")
        finally:
            self._pool.shutdown()
            self._sessions.close()

    def stop_waiting(self) -> None:
        """Let a recorder that waits for the disk give up."""
        self._stopping.set()

    def process(self, items: Iterable[Item]) -> None:
        """Record these, in order; requests see everything before them on the disk."""
        batch = self._batch()
        for item in items:
            match item:
                case Delivery():
                    self._place(item, batch)
                case SessionLost():
                    self._note_lost_session(item, batch)
                case Gap():
                    self._note_gaps(batch)
                case Request():
                    self._commit(batch)
                    self._serve(item)
                    batch = self._batch()
        self._commit(batch)

    def _batch(self) -> Batch:
        now = self._timer()
        return Batch(utc_text(self._clock()), now, self._shares.counts(now))

    def _place(self, delivery: Delivery, batch: Batch) -> None:
        """Find out what a delivery is, and stage it if it is a new message."""
        batch.taken.append(delivery)
        if delivery.topic == PULSE and is_pulse(delivery.payload):
            self._shares.pulse_came(delivery.payload)
            return
        if not delivery.payload and delivery.topic in self._cleared:
            self._cleared.discard(delivery.topic)  # the bridge's own clearing of a retained message
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
            return self._check_new(outcome.topic.role) or outcome
        return outcome

    def _check_new(self, role: str = "") -> Refused | None:
        return self._new_sessions.refusal(role, self._timer(), self._sessions.count)

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
            if delivery.dup and self._recent.has(session.name, line):
                return
            self._recent.add(session.name, line)
        session.stage(line, role, message.id)
        batch.add(session.name, line)

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

    def _note_lost_session(self, lost: SessionLost, batch: Batch) -> None:
        self._sessions.lose_packet_ids()
        self._shares.forget_pulses()
        if lost.is_gap:
            self._note_gaps(batch)

    def _note_gaps(self, batch: Batch) -> None:
        self._sessions.begin_gap()
        for session in self._sessions.in_hand():
            if session.has_gap:
                self._note_gap(session, batch)

    def _note_gap(self, session: OpenSession, batch: Batch) -> None:
        last = self._insist(lambda: History(session.log.folder).last(1))
        since = next((record.at for record in sound_records(last)), "")
        self._event(session, "gap", {"since": since} if since else {}, batch)
        self._sessions.mark_gap_written(session)

    def _event(self, session: OpenSession, event: str, data: dict[str, Any], batch: Batch) -> None:
        record = Record(seq=session.log.last_seq + 1, at=batch.at, role=LAB_ROLE, event=event, data=data)
        line = record.encode()
        session.stage(line)
        batch.add(session.name, line)

    def log_event(self, name: str, event: str, data: dict[str, Any]) -> None:
        """Log an event of the lab, durable when this returns."""
        batch = self._batch()
        self._event(self._session(name, batch), event, data, batch)
        self._commit(batch)

    def _serve(self, request: Request) -> None:
        hands = Hands(self._sessions, log_event=self.log_event, check_disk=self._check_disk, check_new=self._check_new)
        payload = answer(request, hands)
        self._outgoing.publish(response_topic(request.what), payload)

    def _commit(self, batch: Batch) -> None:
        """Make a batch durable, then tell the broker, then everybody."""
        touched = [self._sessions.get(name) for name in batch.lines]
        begun = time.perf_counter()
        for part in _slices(touched, self._sessions.max_open_files):
            self._sessions.make_room(part)
            for session in part:
                self._insist(session.log.flush)
            self._sync(part)
        took = time.perf_counter() - begun
        self._acknowledge(batch.taken)
        self._tell(batch)
        self._mention(batch, took)
        for session in touched:
            session.log.rotate_if_large()
        self._sessions.trim(touched)

    def _sync(self, touched: list[OpenSession]) -> None:
        try:
            if len(touched) == 1:
                touched[0].log.sync()
            else:
                list(self._pool.map(lambda session: session.log.sync(), touched))
        except OSError as error:
            raise SyncError(error.strerror) from error

    def _tell(self, batch: Batch) -> None:
        self._outgoing.catch_up()
        pulse = self._shares.pulse_due(len(batch.taken), self._timer())
        if pulse is not None:
            self._outgoing.publish(PULSE, pulse)
        for told in (batch.repeats, batch.lines):
            for name, lines in told.items():
                self._outgoing.publish_lines(name, lines)
        for delivery, error in batch.refused:
            payload = self._rejections.payload(delivery, error)
            if payload is not None:
                self._outgoing.publish(REJECTED, payload)
        for topic in batch.to_clear:
            self._cleared.add(topic)
            self._outgoing.clear_retained(topic)

    def _mention(self, batch: Batch, seconds: float) -> None:
        last = {name: self._sessions.get(name).log.last_seq for name in batch.lines}
        spans = {name: (last[name] - len(lines) + 1, last[name]) for name, lines in batch.lines.items()}
        payload = self._notes.payload(spans, seconds)
        if payload is not None:
            self._outgoing.mention(SYNCED, payload)

    def _insist(self, action: Callable[[], T]) -> T:
        """Do it, again and again while the disk refuses. Raises StoppedError when the bridge stops meanwhile."""
        is_told = False
        while True:
            try:
                result = action()
            except (OSError, SessionLogError) as error:
                if not is_told:
                    _log.error("the log can't be written, waiting: %s", _words(error))
                    is_told = True
                if self._stopping.wait(_RETRY_SECONDS):
                    raise StoppedError from error
            else:
                if is_told:
                    _log.warning("the log can be written again")
                return result


def _slices(sessions: list[OpenSession], size: int) -> list[list[OpenSession]]:
    return [sessions[begin : begin + size] for begin in range(0, len(sessions), size)]


def _words(error: OSError | LabError) -> str:
    return error.detail if isinstance(error, LabError) else f"{error.strerror} ({error.filename or 'log file'})"
