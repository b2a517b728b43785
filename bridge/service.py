"""The bridge, composed: folder, inbox, sessions, recorder, relay, intake, and in which order they start and stop."""

import logging
import threading
from collections.abc import Callable

from bridge.deduplication import RecentDeliveries
from bridge.delivery import Gap
from bridge.inbox import Inbox
from bridge.intake import Intake
from bridge.journal import Journal
from bridge.limits.new_sessions import SessionLimits
from bridge.limits.rate_limiter import PATIENCE, PATIENCE_ALONE
from bridge.log_folder import LogFolder
from bridge.open_files import affordable
from bridge.recorder import Recorder
from bridge.relay import Relay
from bridge.sessions import Sessions
from chat.access import INTAKE, RELAY
from chat.credentials import service_login
from chat.history import History
from chat.settings import Settings
from chat.topic import LOOPBACK_PROBE
from mqtt.connection import BrokerAddress
from mqtt.loopback_probe import LoopbackProbe
from tls.contexts import broker_context

INBOX_BYTES = 67_108_864
"""Bytes of payload that may wait for the disk."""

AT_ONCE, AT_ONCE_BYTES = 1000, 1_048_576
"""Lines, and their bytes, that are read from a log at once to be relayed late."""

_log = logging.getLogger("bridge")


class Bridge:
    """One bridge. `on_ready` is called once, when messages flow; `on_failure` when the recorder can't go on."""

    def __init__(self, settings: Settings, *, on_ready: Callable[[], None], on_failure: Callable[[], None]) -> None:
        self._settings = settings
        self._on_ready = on_ready
        self._on_failure = on_failure
        self._folder = LogFolder(settings.logs)
        self._all_logged = False

    def start(self) -> None:
        """Lock the log folder and begin. Raises SessionLogError when the folder is another's or can't be written, and
        SettingsError when the bridge's accounts can't be read."""
        settings = self._settings
        relay_address, intake_address = (_broker_address(settings, name) for name in (RELAY, INTAKE))
        self._folder.acquire()
        self._inbox = Inbox(max_items=settings.queue, max_bytes=INBOX_BYTES)
        recent = RecentDeliveries()
        journal = Journal(settings.logs)
        self._sessions = Sessions(
            settings.logs,
            rotate_at=settings.log_rotate,
            max_open_files=affordable(settings.max_open_files),
            recent=recent,
            checkpoint=journal.checkpoint,
        )
        self._sessions.knows_packet_ids = True  # until the broker says otherwise
        self._sessions.packet_ids_since = self._folder.packet_ids_since
        self._relay = Relay(
            relay_address,
            on_request=self._inbox.put,
            on_ready=self._on_ready,
            last_line=self._last_line,
            lines_after=self._lines_after,
        )
        self._probe = LoopbackProbe(
            topic=LOOPBACK_PROBE,
            send=self._relay.send_probe,
            may_be_silent=self._may_be_silent,
            renew=self._renew,
            log=_log,
            on_gap=self._note_gap,
        )
        self._intake = Intake(
            intake_address,
            inbox=self._inbox,
            on_change=self._relay.set_flow,
            probe=self._probe,
            is_acknowledged_when_logged=settings.is_broker_embedded,
            has_unlogged=not self._folder.ended_cleanly,
        )
        self._recorder = Recorder(
            inbox=self._inbox,
            sessions=self._sessions,
            journal=journal,
            recent=recent,
            output=self._relay,
            acknowledge=self._intake.acknowledge,
            check_disk=lambda: self._folder.write_state("running"),
            note_new_session=self._folder.note_new_session,
            max_payload=settings.max_payload,
            sender_rate=settings.sender_rate,
            patience=PATIENCE_ALONE if settings.is_broker_embedded else PATIENCE,
            session_limits=_session_limits(settings),
        )
        self._folder.write_state("running")
        self._thread = threading.Thread(target=self._record, name="recorder")
        self._thread.start()
        self._relay.start()
        self._intake.start()
        self._probe.start()

    def stop(self) -> None:
        """Receive nothing more, write and acknowledge what waits, publish `offline`, and unlock the folder."""
        self._probe.stop()
        self._inbox.close()
        self._thread.join(2.0)
        self._recorder.stop_waiting()
        self._thread.join()
        self._intake.stop()
        self._relay.stop()
        self._release()

    def _last_line(self, session: str) -> bytes | None:
        """The last record line of a session; None when it has none. Raises OSError when it can't be read now."""
        return next(iter(History.of(self._settings.logs, session).last(1)), None)

    def _lines_after(self, session: str, seq: int) -> list[bytes]:
        """Some of the first lines after a `seq`; none at the end. Raises OSError when they can't be read now."""
        return History.of(self._settings.logs, session).after(seq, AT_ONCE, AT_ONCE_BYTES)

    def _may_be_silent(self) -> bool:
        """Whether silence is normal: messages wait for the disk, so the broker may hold others back; or it is away."""
        return self._inbox.has_waiting or self._intake.awaits_disk or not self._relay.flows

    def _note_gap(self) -> None:
        self._inbox.put(Gap())

    def _renew(self) -> None:
        self._intake.renew()
        self._relay.renew()

    def _release(self) -> None:
        try:
            self._folder.release(all_logged=self._all_logged)
        except OSError as error:
            _log.warning("it could not be noted that this was a clean end: %s", error.strerror)

    def _record(self) -> None:
        try:
            self._all_logged = self._recorder.run()
        except Exception:  # noqa: BLE001 - whatever it was, the process must not go on as if it recorded
            _log.exception("the recorder can't go on")
            self._on_failure()


def _broker_address(settings: Settings, account: str) -> BrokerAddress:
    """Where the broker is, and the account that a connection of the bridge uses there. Raises SettingsError."""
    username, password = service_login(settings, account)
    return BrokerAddress(settings.broker_address, settings.broker_port, username, password, broker_context(settings))


def _session_limits(settings: Settings) -> SessionLimits:
    return SessionLimits(
        per_role=settings.new_sessions_per_role, in_all=settings.new_sessions, most=settings.max_sessions
    )
