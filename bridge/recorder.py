"""The middle of the bridge: messages become records on the disk, and only then are acknowledged and relayed.

For each batch: give every message its `seq`, write the lines, sync the journal that has them too, relay what addresses
a role, acknowledge to the broker in the order of receipt (once it has what addresses a role), relay the very same
lines. A disk that does not take the lines is waited for, loudly; nothing is acknowledged meanwhile. A sync that fails
ends the process: what is on the disk is then unknown, and a fresh start reads it.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from bridge.acknowledgements import Acknowledgements
from bridge.batch import Batch
from bridge.deduplication import RecentDeliveries
from bridge.delivery import Delivery, Gap, Item, Request, SessionLost
from bridge.delivery_handler import DeliveryHandler
from bridge.disk_retry import DiskRetry, StoppedError
from bridge.inbox import Inbox
from bridge.journal import Journal
from bridge.limits.new_sessions import NewSessions, SessionLimits
from bridge.limits.rate_limiter import PATIENCE, RateLimiter
from bridge.relay_interface import Output
from bridge.requests import RequestContext, answer
from bridge.retained_clearing import RetainedClearings
from bridge.rule_acts import RuleActs
from bridge.sequencer import Sequencer
from bridge.sessions import OpenSession, Sessions
from bridge.sync_notices import SyncedReports
from chat.record import Record, utc_text
from chat.rejections import Rejections
from chat.session_log import SessionLog
from chat.topic import LAG_PROBE, SYNCED, rejected_topics, response_topic

BATCH = 20_000
"""Messages at most between two syncs; while the broker is there, no more are logged and not acknowledged."""

_FLOOD = 50
_GATHER_SECONDS = 0.01
_PAUSE_SECONDS = 0.0002
_ENOUGH = 4000
"""From _FLOOD messages at once on the recorder waits for _ENOUGH, but not for long, and not when the broker pauses, as
it does for acknowledgements. 200 publishers that wait for each PUBACK log a tenth more with a pause of 0.2 ms than of
1 ms; a flood of 50 sessions does not tell the two apart."""

_log = logging.getLogger("bridge")


class Recorder:
    """Processes the inbox until it is closed and empty. One thread runs it; no other writes the logs."""

    def __init__(
        self,
        *,
        inbox: Inbox,
        sessions: Sessions,
        journal: Journal,
        recent: RecentDeliveries,
        output: Output,
        acknowledge: Callable[[Iterable[Delivery]], None],
        check_disk: Callable[[], None],
        note_new_session: Callable[[str], None],
        max_payload: int,
        sender_rate: int,
        patience: float = PATIENCE,
        session_limits: SessionLimits,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inbox = inbox
        self._sessions = sessions
        self._journal = journal
        self._output = output
        self._acknowledgements = Acknowledgements(acknowledge, timer)
        self._check_disk = check_disk
        self._note_new_session = note_new_session
        self._clock = clock
        self._timer = timer
        self._rate_limiter = RateLimiter(rate=sender_rate, patience=patience)
        self._retry = DiskRetry()
        self._clearings = RetainedClearings()
        self._sequencer = Sequencer(sessions=sessions, retry=self._retry, max_payload=max_payload)
        self._handler = DeliveryHandler(
            sequencer=self._sequencer,
            sessions=sessions,
            recent=recent,
            clearings=self._clearings,
            rate_limiter=self._rate_limiter,
            new_sessions=NewSessions(session_limits),
            retry=self._retry,
            max_payload=max_payload,
        )
        self._rejections = Rejections(clock)
        self._rules = RuleActs(output.publish, clock)
        self._synced_reports = SyncedReports(clock)

    def run(self) -> bool:
        """Restore what a stop of the machine took from the log, then record until the inbox is closed and drained.
        Returns whether all that was taken is logged; it is not when the recorder was stopped while it waited for the
        disk. Raises SyncError."""
        try:
            self._retry(self._journal.recover)
            while not self._inbox.is_drained:
                self.process(self._take())
            self._acknowledgements.flush(may_wait=True)
        except StoppedError:
            _log.error("stopped while the disk took nothing: the broker keeps what is not logged")
            self._sessions.close()
            self._journal.abandon()
            return False
        self._sessions.close()
        self._journal.close()
        return True

    def stop_waiting(self) -> None:
        """End the waiting for the disk. May be called from any thread."""
        self._retry.give_up()

    def process(self, items: Iterable[Item]) -> None:
        """Record these items in order. A request is served when everything before it is on the disk."""
        batch = self._batch()
        for item in items:
            match item:
                case Delivery():
                    self._handler.handle(item, batch)
                case SessionLost():
                    self._handle_lost_session(item, batch)
                case Gap():
                    self._sequencer.stage_gaps(batch)
                case Request():
                    self._commit(batch)
                    self._serve(item)
                    batch = self._batch()
        self._commit(batch)

    def _handle_lost_session(self, lost: SessionLost, batch: Batch) -> None:
        """The broker counts packet ids from the beginning, and messages may be missing."""
        self._sessions.lose_packet_ids()
        self._retry(lambda: self._note_new_session(batch.at))
        self._rate_limiter.forget_probes()
        if lost.is_gap:
            self._sequencer.stage_gaps(batch)

    def _take(self) -> list[Item]:
        """What waits. In a flood, also what comes within a moment more: a sync of many files, and a packet for each of
        their sessions, cost the same for few messages and for many."""
        items = self._inbox.take(BATCH, seconds=0.5)
        if len(items) >= _FLOOD:
            end = self._timer() + _GATHER_SECONDS
            while len(items) < _ENOUGH and (left := end - self._timer()) > 0:
                more = self._inbox.take(BATCH - len(items), seconds=min(left, _PAUSE_SECONDS))
                if not more:
                    break
                items = items + more
        return items

    def _batch(self) -> Batch:
        now = self._timer()
        return Batch(utc_text(self._clock()), now, self._rate_limiter.counts(now))

    def log_event(self, name: str, event: str, data: dict[str, Any]) -> Record:
        """Log an event of the lab, durable when this returns. Returns its record."""
        batch = self._batch()
        record = self._sequencer.stage_event(name, event, data, batch)
        self._commit(batch)
        return record

    def _serve(self, request: Request) -> None:
        context = RequestContext(
            self._sessions,
            log_event=self.log_event,
            check_disk=self._check_disk,
            check_new=lambda: self._handler.check_new("", self._timer()),
        )
        payload = answer(request, context)
        self._output.publish(response_topic(request.what), payload)

    def _commit(self, batch: Batch) -> None:
        """Make a batch durable, then acknowledge it to the broker, then relay it."""
        touched = [self._sessions.get(name) for name in batch.lines]
        begun = time.perf_counter()
        for part in _slices(touched, self._sessions.max_open_files):
            self._sessions.make_room(part)
            self._make_durable([session.log for session in part])
        seconds = time.perf_counter() - begun
        self._acknowledgements.add(batch.taken, self._output.publish_addressed(batch.addressed))
        self._acknowledgements.flush(may_wait=not self._inbox.has_waiting)
        self._publish(batch)
        for session in touched:
            if session.state.rules:
                self._rules.take(session, batch.lines[session.name])
        self._publish_synced(batch, seconds)
        for session in touched:
            session.log.rotate_if_large()
        self._sessions.trim(touched)
        self._journal.tend()

    def _make_durable(self, logs: list[SessionLog]) -> None:
        """Return when what is staged is in its files, and in the journal on the disk."""
        if not logs:
            return
        while True:
            waits = self._retry.waits
            for log in logs:
                self._retry(log.flush)
            self._retry(lambda: self._journal.write(logs))
            if waits == self._retry.waits:
                break  # else the file of one may have gone while another waited for the disk
        self._journal.sync()
        for log in logs:
            log.mark_durable()

    def _publish(self, batch: Batch) -> None:
        self._output.catch_up()
        probe = self._rate_limiter.probe_due(len(batch.taken), self._timer())
        if probe is not None:
            self._output.publish(LAG_PROBE, probe)
        with self._output.together():
            for name, repeated in batch.repeats.items():
                self._output.publish_lines(name, list(repeated.values()))
            for name, lines in batch.lines.items():
                self._output.publish_lines(name, lines)
        for topic, payload in batch.confirmed:
            self._output.publish_confirmation(topic, payload)
        self._publish_refusals(batch)
        self._clear_retained(batch)

    def _clear_retained(self, batch: Batch) -> None:
        left_out = sum(not self._clearings.request(topic) for topic in batch.to_clear)
        if left_out:
            _log.warning("%d retained messages stay on the broker until the next connection", left_out)
        self._clearings.send(self._output.clear_retained, self._timer())

    def _publish_refusals(self, batch: Batch) -> None:
        for delivery, error in batch.refused:
            payload = self._rejections.payload(delivery.topic, delivery.payload, error)
            if payload is not None:
                for topic in rejected_topics(delivery.topic):
                    self._output.publish(topic, payload)

    def _publish_synced(self, batch: Batch, seconds: float) -> None:
        if not self._synced_reports.is_due:
            return
        last = {name: self._sessions.get(name).log.last_seq for name in batch.lines}
        spans = {name: (last[name] - len(lines) + 1, last[name]) for name, lines in batch.lines.items()}
        payload = self._synced_reports.payload(spans, seconds)
        if payload is not None:
            self._output.publish_qos0(SYNCED, payload)


def _slices(sessions: list[OpenSession], size: int) -> list[list[OpenSession]]:
    return [sessions[begin : begin + size] for begin in range(0, len(sessions), size)]
