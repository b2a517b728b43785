"""The bridge's way in: messages from the broker into the inbox, not acknowledged. Never decodes, never writes.

Persistent MQTT session, QoS 1, acknowledged by hand: the broker keeps what is not yet on the disk (MQTT 3.1.1, section
4.1), and sends it again with DUP = 1 after a reconnection (section 4.4).
"""

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from bridge.connection import renew, send_at_once, tell_distrust
from bridge.delivery import Delivery, Item, SessionLost
from bridge.inbox import Inbox
from bridge.publish_reader import PublishReader
from chat.topic import CHAT_TREE

CLIENT_ID = "lab-bridge"
KEEPALIVE = 15
"""Seconds; a broker that is silent for longer is taken for dead."""

_log = logging.getLogger("bridge")


class FlowListener(Protocol):
    """Told when messages begin and cease to flow."""

    def __call__(self, *, flows: bool) -> None:
        """`flows`: the broker knows the bridge's subscription and is connected."""


class ReaderClient(Client):
    """A paho client whose every connection goes through a sieve, made by `sieve` from the socket."""

    make_reader: Callable[[socket.socket], PublishReader]

    def _create_socket(self) -> Any:  # the one place where paho lets a socket be replaced
        return self.make_reader(super()._create_socket())  # type: ignore[arg-type]


class Intake:
    """The subscriber of every chat topic. `inspect` is told of all that comes; what it returns goes further."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        password: str,
        tls: ssl.SSLContext | None,
        inbox: Inbox,
        on_change: FlowListener,
        inspect: Callable[[list[Delivery]], list[Delivery]],
        lost_session_matters: bool,
    ) -> None:
        self._address = (host, port)
        self._inbox = inbox
        self._on_change = on_change
        self._inspect = inspect
        self._lost_session_matters = lost_session_matters
        self._connection = 0
        # On this connection. Each is counted by one thread alone.
        self._came = 0
        self._acknowledged = 0
        self._is_live = False
        self._way_back: PublishReader
        # Held while acknowledging, so that no acknowledgement slips onto a connection that did not bring its message.
        self._lock = threading.Lock()
        self._client = ReaderClient(
            CallbackAPIVersion.VERSION2,
            CLIENT_ID,
            clean_session=False,
            protocol=MQTTProtocolVersion.MQTTv311,
        )
        if username:
            self._client.username_pw_set(username, password)
        if tls is not None:
            self._client.tls_set_context(tls)

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        client = self._client
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_socket_open = send_at_once
        client.on_connect_fail = tell_distrust
        client.on_subscribe = self._subscribed
        client.make_reader = self._open_reader
        client.reconnect_delay_set(1, 5)
        client.connect_async(*self._address, keepalive=KEEPALIVE)
        client.loop_start()

    def stop(self) -> None:
        """Disconnect, and end the thread."""
        self._client.disconnect()
        self._client.loop_stop()

    def renew(self) -> None:
        """Connect anew, whatever this connection looks like."""
        renew(self._client)

    @property
    def awaits_disk(self) -> bool:
        """Whether there are messages that are not acknowledged yet."""
        return self._came > self._acknowledged

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Tell the broker, in this order, that these are safe; it forgets them. Those of an older connection are
        passed over: the broker sends them again."""
        with self._lock:
            if not self._is_live:
                return
            mids = [one.mid for one in deliveries if one.qos and one.connection == self._connection]
            self._acknowledged += len(mids)
            try:
                self._way_back.acknowledge(mids)
            except OSError as error:
                _log.warning("could not acknowledge: %s", error)  # the broker sends them again

    def _connected(
        self, client: Client, _data: object, flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            _log.error("the broker refuses the bridge: %s", reason)
            return
        with self._lock:
            self._is_live = True
        if not flags.session_present:
            if self._lost_session_matters:
                _log.warning("the broker has lost the bridge's session: messages may be missing")
            self._inbox.put(SessionLost(is_gap=self._lost_session_matters))
        # Also to a session that is present: it may have been made by a connection that ended before it subscribed.
        client.subscribe(CHAT_TREE, qos=1)

    def _subscribed(
        self, _client: Client, _data: object, _mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            _log.error("the broker refuses the subscription to %s", CHAT_TREE)
        else:
            self._announce_flow()

    def _announce_flow(self) -> None:
        self._lost_session_matters = True  # from now on there is something to lose
        self._on_change(flows=True)

    def _disconnected(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        with self._lock:
            was_live, self._is_live = self._is_live, False
        if was_live:
            if reason.is_failure:
                _log.warning("disconnected from the broker: %s", reason)
            self._on_change(flows=False)

    def _open_reader(self, connection: socket.socket) -> PublishReader:
        """A new connection, which counts from now on: what came with an older one can't be acknowledged any more."""
        with self._lock:
            self._connection += 1
            self._came = self._acknowledged = 0
            self._way_back = PublishReader(connection, self._connection, self._received)
            return self._way_back

    def _received(self, deliveries: list[Delivery]) -> None:
        others = self._inspect(deliveries)
        if len(others) < len(deliveries):  # there is nothing to be written first
            kept = {one.mid for one in others}
            self._way_back.acknowledge([one.mid for one in deliveries if one.qos and one.mid not in kept])
        self._came += len([one for one in others if one.qos])
        if others:
            self._inbox.put_all(list[Item](others))
