"""A participant: it sends messages until they are in the log, receives what addresses it, and reconnects when it must.

    me = Participant(Broker("127.0.0.1"), "aula1", "sensor-9", on_addressed=print)
    me.start()
    me.report({"temperature": 23.4})
    me.say("hello", to="lamp")
    me.stop()

Never decides what to say: that is the devices' part (`devices/kinds/`).
"""

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from types import MappingProxyType
from typing import Any, TypeVar

import paho.mqtt.client as mqtt
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices import names, wire
from devices.connection import Broker, make_client, tls_reason
from devices.description import Description
from devices.inbox import Inbox, Verdict
from devices.outbox import Outbox, Waiting
from devices.wire import Record, Rejection

OUTBOX_LIMIT = 200
RESEND_SECONDS = 3.0
_LOOK_SECONDS = 0.2
_KEEPALIVE_SECONDS = 30
_SHORT_CONNECTION_SECONDS = 5.0

log = logging.getLogger(__name__)
T = TypeVar("T")


class Participant:
    """One role in one session. Callbacks run in the network's thread; an exception in them is logged, not fatal."""

    def __init__(
        self,
        broker: Broker,
        session: str,
        role: str,
        *,
        description: Description = Description("stub"),  # noqa: B008 - a frozen value
        retained: Mapping[str, bytes] = MappingProxyType({}),
        on_addressed: Callable[[Record], object] = lambda _record: None,
        on_logged: Callable[[Record], object] = lambda _record: None,
        on_rejected: Callable[[Rejection], object] = lambda _rejection: None,
        outbox_limit: int = OUTBOX_LIMIT,
        resend_seconds: float = RESEND_SECONDS,
    ) -> None:
        """Raises names.BadNameError, and OSError when the authority's file can't be read.

        `description` is what it announces when it starts. `retained` has payloads by topic, which it publishes retained
        at every connection: a broker may have lost them. `on_addressed` is called with each record of
        another role that addresses this one, once; `on_logged` with the record of each message of its own."""
        self.session = names.check_session(session)
        self.role = names.check_role(role)
        self._broker = broker
        self._description = description
        self._retained = retained
        self._on_addressed = on_addressed
        self._on_logged = on_logged
        self._on_rejected = on_rejected
        self._resend_seconds = resend_seconds
        self._chat = names.chat_topic(session, role)
        self._to = names.to_topic(session, role)
        self._log = names.log_topic(session)
        self._status = names.status_topic(session, role)
        self._rejected = names.rejected_topic(role)
        # A random prefix keeps ids unique over restarts; the counter keeps them readable.
        self._ids = (f"{prefix}-{number}" for prefix in [secrets.token_hex(4)] for number in count(1))
        self._outbox = Outbox(outbox_limit)
        self._inbox = Inbox()
        self._log_inbox = Inbox()
        self._connected = False
        self._connected_since = 0.0
        self._ready_mid: int | None = None
        self._told_unreachable = False
        self._stopping = threading.Event()
        # Guards the outbox and the order of sending; notified when the outbox shrinks or the connection changes.
        self._changed = threading.Condition(threading.RLock())
        self._client = self._make_client()
        self._resender = threading.Thread(target=self._resend_until_stopped, name=f"resend-{role}", daemon=True)

    # What a program calls.

    def start(self) -> None:
        """Announce itself, and connect in the background, now and again until it works."""
        self._announce()
        self._client.connect_async(self._broker.host, self._broker.port, _KEEPALIVE_SECONDS)
        self._client.loop_start()
        self._resender.start()

    def stop(self, seconds: float = 1.5) -> None:
        """Wait up to `seconds` until everything said is logged, say goodbye and disconnect."""
        with self._changed:
            self._changed.wait_for(lambda: not (self._connected and len(self._outbox)), seconds)
            if len(self._outbox):
                log.warning("%s leaves with %d messages that are not in the log", self.role, len(self._outbox))
        self._stopping.set()
        self._say_goodbye()
        self._client.disconnect()
        self._client.loop_stop()

    def say(self, text: str, to: str | None = None, data: Mapping[str, Any] | None = None) -> str:
        """Say a text, with data beside it if there is some. Returns the message's id.

        It is sent again until it is in the log. Raises OutboxFullError when too much waits already, ValueError when
        the lab would refuse it.
        """
        message_id = next(self._ids)
        if to:
            names.check_role(to)
        payload = wire.encode(message_id, text=text, data=data or {}, to=to or "", sent_at=_utc_now())
        with self._changed:
            entry = self._outbox.add(message_id, payload)
            if self._connected:
                self._send(entry)
        return message_id

    def report(self, data: Mapping[str, Any]) -> str:
        """Say data alone, such as `{"temperature": 23.4}`. As `say`."""
        return self.say("", data=data)

    @property
    def waiting(self) -> int:
        """How many messages were said and are not known to be in the log."""
        return len(self._outbox)

    # Sending.

    def _announce(self) -> None:
        self.report(self._description.as_data())

    def _send(self, entry: Waiting) -> None:
        info = self._client.publish(self._chat, entry.payload, qos=1)
        entry.sent = time.monotonic()
        entry.times += 1
        entry.receipt = info if info.rc == mqtt.MQTT_ERR_SUCCESS else None

    def _resend_until_stopped(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            with self._changed:
                if self._connected:
                    for entry in self._outbox.due(time.monotonic(), self._resend_seconds):
                        self._send(entry)

    def _forget(self, message_id: str) -> bool:
        with self._changed:
            removed = self._outbox.remove(message_id)
            self._changed.notify_all()
        return removed

    def _say_goodbye(self) -> None:
        if self._connected:
            info = self._client.publish(self._status, b"offline", qos=1, retain=True)
            # Raises when the connection was lost in this moment; then the will speaks for us.
            with contextlib.suppress(RuntimeError, ValueError):
                info.wait_for_publish(0.5)

    # The connection.

    def _make_client(self) -> mqtt.Client:
        client = make_client(self._broker, f"lab-{self.session}-{self.role}", will_topic=self._status)
        client.on_connect = self._when_connected
        client.on_connect_fail = self._when_unreachable
        client.on_disconnect = self._when_disconnected
        client.on_subscribe = self._when_subscribed
        client.on_message = self._when_message
        return client

    def _when_connected(
        self, client: mqtt.Client, _userdata: Any, _flags: Any, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            log.error("the broker refuses %s: %s", self.role, reason)
            return
        with self._changed:
            # The library would send what the old connection left, after what we send now: out of order, and twice.
            client.drop_out_messages()
            client.subscribe([(self._to, 1), (self._log, 1)])
            client.publish(self._status, b"online", qos=1, retain=True)
            for topic, payload in self._retained.items():
                client.publish(topic, payload, qos=1, retain=True)
            for entry in self._outbox.all():
                entry.times = 0
                self._send(entry)
            # The last of all this: once it is answered, the broker has taken the rest (MQTT 3.1.1 section 4.6).
            self._ready_mid = client.subscribe(self._rejected, qos=1)[1]
            self._connected = True
            self._connected_since = time.monotonic()
            self._told_unreachable = False

    def _when_subscribed(
        self, _client: mqtt.Client, _userdata: Any, mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            log.error("the broker does not let %s subscribe to what it needs", self.role)
        elif mid == self._ready_mid:
            log.info("ready %s in %s", self.role, self.session)

    def _when_unreachable(self, _client: mqtt.Client, _userdata: Any) -> None:
        if not self._told_unreachable:
            self._told_unreachable = True
            log.warning(
                "%s can't reach a broker at %s:%d%s; it keeps trying",
                self.role,
                self._broker.host,
                self._broker.port,
                tls_reason(),
            )

    def _when_disconnected(
        self, _client: mqtt.Client, _userdata: Any, _flags: Any, _reason: ReasonCode, _properties: Properties | None
    ) -> None:
        with self._changed:
            was_connected, self._connected = self._connected, False
            self._changed.notify_all()
        if was_connected and not self._stopping.is_set():
            log.warning("%s lost the broker; it keeps trying%s", self.role, self._hint())

    def _hint(self) -> str:
        # A broker disconnects a client whose client id connects again (MQTT 3.1.1 section 3.1.4).
        if time.monotonic() - self._connected_since < _SHORT_CONNECTION_SECONDS:
            return f" (is another device {self.role} in {self.session}?)"
        return ""

    # Hearing.

    def _when_message(self, _client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        # An exception that leaves this callback would end the library's network thread, without a word.
        self._guarded(self._hear, message)

    def _guarded(self, handle: Callable[[T], object], what: T) -> None:
        try:
            handle(what)
        except Exception:
            log.exception("%s could not handle what it received", self.role)

    def _hear(self, message: mqtt.MQTTMessage) -> None:
        if message.retain:
            return  # records are never retained; a retained one is somebody's mistake, and old
        payload = bytes(message.payload)
        if message.topic == self._to:
            for record in wire.records(payload):
                self._hear_addressed(record)
        elif message.topic == self._log:
            for record in wire.records(payload):
                self._hear_logged(record)
        elif message.topic == self._rejected:
            rejected = wire.rejection(payload)
            if rejected is not None and rejected.topic == self._chat:
                self._hear_rejection(rejected)

    def _hear_addressed(self, record: Record) -> None:
        if self._inbox.take(record) is not Verdict.OLD and record["role"] != self.role:
            self._guarded(self._on_addressed, record)

    def _hear_logged(self, record: Record) -> None:
        """Take note of what is in the log, for the outbox and the announcement alone."""
        if record["role"] == self.role and self._forget(record.get("id", "")):
            self._guarded(self._on_logged, record)
        if self._log_inbox.take(record) is Verdict.NEW_LOG:
            self._announce()

    def _hear_rejection(self, rejected: Rejection) -> None:
        with self._changed:
            message_id = rejected.id or self._outbox.named_in(rejected.payload)
            removed = self._forget(message_id)
        if removed:
            log.warning("the lab refused a message of %s: %s (%s)", self.role, rejected.reason, rejected.detail)
            self._guarded(self._on_rejected, rejected)


def _utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
