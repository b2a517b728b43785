"""One way to connect to the broker, for every part of the lab that does.

It sets paho up: TLS, TCP_NODELAY, reconnection, guarded callbacks, a loop that works with any number of open files. Its
users say what they want: which topics, and what to do with what comes.
"""

import functools
import logging
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from paho.mqtt.client import (
    MQTT_ERR_SUCCESS,
    ConnectFlags,
    DisconnectFlags,
    MQTTMessage,
    MQTTMessageInfo,
    topic_matches_sub,
)
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from mqtt.handlers import Handlers
from mqtt.network_loop import NetworkLoop
from mqtt.outbox import Outbox
from mqtt.packets import Publish
from mqtt.paho_private import SocketWrapper, WrappingClient
from mqtt.publish_reader import PublishReader
from mqtt.publish_stream import Delivery
from mqtt.publish_writer import PublishWriter
from mqtt.socket_end import end

KEEPALIVE = 15
"""Seconds; a broker that is silent for longer is taken for dead."""

GOODBYE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is and with which account; no user name: anonymous; no `tls`: in the clear."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker publishes, retained and at QoS 1, when the connection is lost (MQTT 3.1.1, section 3.1.2.5)."""

    topic: str
    payload: str


class Sent(Protocol):
    """A message that was handed to the connection."""

    @property
    def is_accepted(self) -> bool:
        """Whether it is on its way, or queued for it."""

    @property
    def is_waiting(self) -> bool:
        """Whether it was accepted and the broker has not acknowledged it yet (at QoS 0: whether it is not sent yet)."""

    def wait(self, seconds: float) -> bool:
        """Wait until the broker has acknowledged it (at QoS 0: until it is sent). False after `seconds`."""


class SentByPaho:
    """A message that was handed to paho."""

    def __init__(self, info: MQTTMessageInfo) -> None:
        self._info = info

    @property
    def is_accepted(self) -> bool:
        """Whether it is on its way, or queued for it."""
        return self._info.rc == MQTT_ERR_SUCCESS

    @property
    def is_waiting(self) -> bool:
        """Whether it was accepted and the broker has not acknowledged it yet (at QoS 0: whether it is not sent yet)."""
        try:
            return not self._info.is_published()
        except (RuntimeError, ValueError):  # what paho raises for a message that it has not accepted
            return False

    def wait(self, seconds: float) -> bool:
        """Wait until the broker has acknowledged it (at QoS 0: until it is sent). False after `seconds`."""
        try:
            self._info.wait_for_publish(seconds)
            return self._info.is_published()
        except (RuntimeError, ValueError):  # what paho raises for a message that it has not accepted
            return False


Handler = Callable[[Publish], object]


def _ignore(*_: object) -> None:
    """What is done about events that nobody asked for."""


class Connection:
    """A reconnecting MQTT 3.1.1 client with a thread of its own, in which it calls its callbacks one after the other.

    `on_connected(session_present)` is called when the broker has accepted it, `on_disconnected()` once for each
    connection that was accepted, `on_subscribed(mid, is_granted)` for each SUBACK, `on_message` for messages that no
    handler of `listen` takes. An exception in any of them is logged, and the connection goes on. `wrap` replaces each
    new socket. With `reads_in_blocks` messages of QoS 0 and 1 are read past paho, in blocks, and those of QoS 1 are
    acknowledged together: for a client that receives many. With `publishes_in_blocks` messages of QoS 0 and 1 are sent
    past paho, those together that were published together: for a client that sends many, with a clean session.
    """

    def __init__(
        self,
        broker: BrokerAddress,
        *,
        name: str,
        log: logging.Logger,
        client_id: str = "",
        clean_session: bool = True,
        will: Will | None = None,
        wrap: SocketWrapper | None = None,
        reads_in_blocks: bool = False,
        publishes_in_blocks: bool = False,
        max_inflight: int = 20,
        max_queued: int = 1000,
        on_connected: Callable[[bool], object] = _ignore,
        on_disconnected: Callable[[], object] = _ignore,
        on_subscribed: Callable[[int, bool], object] = _ignore,
        on_message: Handler = _ignore,
    ) -> None:
        self.is_connected = False
        """Whether the broker has accepted the present connection. paho's own flag stays true until it reconnects."""
        self._broker = broker
        self._name = name
        self._log = log
        self._will = will
        self._max_inflight = max_inflight
        self._max_queued = max_queued
        self._on_connected = on_connected
        self._on_disconnected = on_disconnected
        self._on_subscribed = on_subscribed
        self._on_message = on_message
        self._last_failure = ""
        self._last_sent: Sent | None = None
        self._handlers = Handlers[Handler](topic_matches_sub)
        self._client = WrappingClient(
            CallbackAPIVersion.VERSION2, client_id, clean_session=clean_session, protocol=MQTTProtocolVersion.MQTTv311
        )
        self._client.wrap = self._open_reader if reads_in_blocks else wrap
        self._loop = NetworkLoop(
            self._client, name=name, log=log, on_connect_failed=self._connect_failed, on_lost=self._lost
        )
        self._outbox: Outbox | None = None
        if publishes_in_blocks:
            self._outbox = Outbox(max_inflight=max_inflight, max_queued=max_queued, wake=self._loop.wake)
            self._client.wrap = self._open_writer

    def listen(self, topic_filter: str, handler: Handler) -> None:
        """Have `handler` called for messages on a filter. It does not subscribe."""
        guarded = self._guarded(handler)
        self._handlers.add(topic_filter, guarded)
        self._client.message_callback_add(topic_filter, lambda _client, _data, message: guarded(_publish_of(message)))

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        client, broker = self._client, self._broker
        if broker.username:
            client.username_pw_set(broker.username, broker.password)
        if broker.tls is not None:
            client.tls_set_context(broker.tls)
        if self._will is not None:
            client.will_set(self._will.topic, self._will.payload, qos=1, retain=True)
        client.max_inflight_messages_set(self._max_inflight)
        client.max_queued_messages_set(self._max_queued)
        self._set_callbacks()
        client.connect_async(broker.host, broker.port, keepalive=KEEPALIVE)
        self._loop.start()

    def stop(self) -> None:
        """Disconnect, and end the thread. What was published last gets a second to be acknowledged.

        A socket that is closed with bytes in it that nobody has read resets the connection, and a broker that reads
        late then loses what was sent.
        """
        if self.is_connected and self._last_sent is not None:
            self._last_sent.wait(GOODBYE_SECONDS)
        self._loop.stop()

    def renew(self) -> None:
        """End the present network connection, whatever it looks like, so that a new one is made."""
        connection = self._client.socket()
        if connection is not None:
            try:
                end(getattr(connection, "beneath", connection))
            except OSError as error:  # it has just ended by itself
                self._log.debug("%s: %s", self._name, error)
        self._loop.start()

    def publish(self, topic: str, payload: bytes | str, *, qos: int = 1, retain: bool = False) -> Sent:
        """Publish, without waiting. Without a connection QoS 1 and 2 wait for the next one, and count as not accepted.

        Raises ValueError for a topic or payload that no packet can have.
        """
        sent = self._send(topic, payload, qos=qos, retain=retain)
        if qos:
            self._last_sent = sent
        return sent

    def together(self) -> AbstractContextManager[None]:
        """What one thread publishes within the block may be sent at its end, together."""
        return nullcontext() if self._outbox is None else self._outbox.together()

    def subscribe(self, filters: Sequence[tuple[str, int]]) -> int | None:
        """Subscribe to filters, each with its QoS. Returns the packet id; None when there is no connection."""
        return self._client.subscribe(list(filters))[1]

    def unsubscribe(self, filters: Iterable[str]) -> None:
        """Unsubscribe from filters."""
        self._client.unsubscribe(list(filters))

    def _set_callbacks(self) -> None:
        client = self._client
        client.on_connect = self._guarded(self._accepted_or_refused)
        client.on_disconnect = self._guarded(self._disconnected)
        client.on_subscribe = self._guarded(self._subscribed)
        client.on_message = self._guarded(lambda _client, _data, message: self._on_message(_publish_of(message)))
        client.on_socket_open = self._guarded(lambda _client, _data, opened: _send_at_once(opened))
        client.on_socket_close = self._guarded(lambda *_: self._loop.forget_socket())
        client.on_socket_register_write = lambda *_: self._loop.wake()

    def _send(self, topic: str, payload: bytes | str, *, qos: int, retain: bool) -> Sent:
        if self._outbox is None or qos > 1:
            return SentByPaho(self._client.publish(topic, payload, qos=qos, retain=retain))
        data = payload.encode() if isinstance(payload, str) else payload
        return self._outbox.publish(topic, data, qos=qos, retain=retain)

    def _open_writer(self, connection: Any) -> PublishWriter:
        assert self._outbox is not None  # noqa: S101 - else paho has another wrapper
        self._outbox.close()
        return PublishWriter(connection, self._outbox)

    def _open_reader(self, connection: Any) -> PublishReader:
        reader = PublishReader(connection, 0, lambda deliveries: self._take(deliveries, reader))
        return reader

    def _take(self, deliveries: list[Delivery], reader: PublishReader) -> None:
        """Handle messages that were read past paho, then acknowledge them. Raises OSError."""
        for one in deliveries:
            message = Publish(one.topic, one.payload, one.qos, one.mid, one.retain, one.dup)
            for handle in self._handlers.of(one.topic) or [self._guarded(self._on_message)]:
                handle(message)
        if mids := [one.mid for one in deliveries if one.qos]:
            reader.acknowledge(mids)

    def _guarded(self, call: Callable[..., object]) -> Callable[..., None]:
        """Wrap a callback: an exception that leaves it would end the connection."""

        @functools.wraps(call)
        def guarded(*arguments: Any) -> None:
            try:
                call(*arguments)
            except Exception:  # noqa: BLE001 - whatever it was, what comes next must still be handled
                self._log.exception("%s: a callback of the connection failed", self._name)

        return guarded

    def _accepted_or_refused(
        self, _client: object, _data: object, flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._log.error("the broker refuses the %s: %s", self._name, reason)
            return
        self.is_connected, self._last_failure = True, ""
        self._loop.reset_delay()
        self._on_connected(flags.session_present)
        if self._outbox is not None:
            self._outbox.open()

    def _disconnected(
        self,
        _client: object,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if self.is_connected and reason.is_failure:
            self._log.warning("the %s is disconnected from the broker: %s", self._name, reason)
        self._lost()

    def _lost(self) -> None:
        was_connected, self.is_connected = self.is_connected, False
        if self._outbox is not None:
            self._outbox.close()
        if was_connected:
            self._guarded(self._on_disconnected)()

    def _subscribed(
        self, _client: object, _data: object, mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        self._on_subscribed(mid, not any(reason.is_failure for reason in reasons))

    def _connect_failed(self, error: OSError) -> None:
        """Log why there is no connection, once for each reason. A broker that does not run yet is no news."""
        reason = _describe(error)
        if reason != self._last_failure and not isinstance(error, ConnectionRefusedError):
            self._log.error("%s", reason)
        self._last_failure = reason


def _send_at_once(connection: Any) -> None:
    """Switch Nagle's algorithm off: with it a small packet waits some 40 ms for the acknowledgement of the last one."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _publish_of(message: MQTTMessage) -> Publish:
    return Publish(message.topic, bytes(message.payload), message.qos, message.mid, message.retain, message.dup)


def _describe(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return f"no TLS with the broker: {getattr(error, 'verify_message', '') or error}"
    return f"no connection to the broker: {error.strerror or error}"
