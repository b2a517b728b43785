"""The bridge's way out: records, refusals, answers, and whether the bridge is there. Also where requests come in.

Bounded: what the broker does not take is left out, and the session's last line is published again as soon as there is
room, so that every viewer sees that something is missing and reads it from the log. Never keeps what is on the disk.
"""

import logging
import re
import ssl
import threading
from collections.abc import Callable

from paho.mqtt.client import MQTT_ERR_SUCCESS, Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from bridge.connection import renew, send_at_once, tell_distrust
from bridge.delivery import Request
from bridge.packets import packets
from chat.topic import BRIDGE_STATUS, LOOPBACK_PROBE, OFFLINE, ONLINE, REQUEST_FILTER, last_level, log_topic

CLIENT_ID = "lab-bridge-relay"
KEEPALIVE = 15
MAX_INFLIGHT = 100
MAX_QUEUED = 1000
"""Packets of at most 64 KiB that may wait for the broker."""

_WORD = re.compile(r"[a-z-]{1,32}")

_log = logging.getLogger("bridge")


class Relay:
    """The publisher of `log/...` and `lab/...`. `on_request` is told of every request."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        password: str,
        tls: ssl.SSLContext | None,
        on_request: Callable[[Request], object],
        on_ready: Callable[[], None],
    ) -> None:
        self._address = (host, port)
        self._on_request = on_request
        self._on_ready = on_ready
        self._behind: dict[str, bytes] = {}
        self._intake_flows = False
        self._is_ready = False
        self._is_connected = False  # paho's own stays true until it tries to reconnect
        self._status_lock = threading.Lock()
        self._client = Client(CallbackAPIVersion.VERSION2, CLIENT_ID, protocol=MQTTProtocolVersion.MQTTv311)
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
        client.on_message = self._received
        client.max_inflight_messages_set(MAX_INFLIGHT)
        client.max_queued_messages_set(MAX_QUEUED)
        client.will_set(BRIDGE_STATUS, OFFLINE, qos=1, retain=True)
        client.reconnect_delay_set(1, 5)
        client.connect_async(*self._address, keepalive=KEEPALIVE)
        client.loop_start()

    def stop(self) -> None:
        """Say that the bridge goes, disconnect, and end the thread."""
        if self._is_connected:
            told = self._client.publish(BRIDGE_STATUS, OFFLINE, qos=1, retain=True)
            try:
                told.wait_for_publish(1.0)
            except (RuntimeError, ValueError):
                _log.warning("the broker was not told that the bridge stops")
        self._client.disconnect()
        self._client.loop_stop()

    def set_flow(self, *, flows: bool) -> None:
        """Whether the intake gets messages: without it the bridge counts as offline."""
        with self._status_lock:
            self._intake_flows = flows
        if self._is_connected:
            self._announce()

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Publish record lines on `log/<session>`, or remember that its viewers are behind."""
        for packet in packets(lines):
            if not self._try(log_topic(session), packet):
                self._behind[session] = lines[-1]
                return
        self._behind.pop(session, None)

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish one payload, not retained."""
        if not self._try(topic, payload):
            _log.warning("the broker takes nothing: left out a message on %s", topic)

    def mention(self, topic: str, payload: bytes) -> None:
        """Publish what nobody depends on, at QoS 0, if the broker is there."""
        if self._is_connected:
            self._client.publish(topic, payload)

    @property
    def flows(self) -> bool:
        """Whether both connections are there, as far as is known."""
        return self._is_connected and self._intake_flows

    def send_probe(self, word: bytes) -> None:
        """Publish the probe's word, so that the broker keeps it for a subscriber that is away."""
        self._client.publish(LOOPBACK_PROBE, word, qos=1)

    def renew(self) -> None:
        """Connect anew, whatever this connection looks like."""
        renew(self._client)

    def clear_retained(self, topic: str) -> None:
        """Make the broker forget what it retains on a topic (MQTT 3.1.1, section 3.3.1.3)."""
        self._client.publish(topic, b"", qos=1, retain=True)

    def catch_up(self) -> None:
        """Publish the last line of each session whose viewers are behind, as far as there is room."""
        for session, line in list(self._behind.items()):
            if not self._try(log_topic(session), line):
                return
            del self._behind[session]

    def _try(self, topic: str, payload: bytes) -> bool:
        return self._is_connected and self._client.publish(topic, payload, qos=1).rc == MQTT_ERR_SUCCESS

    def _announce(self) -> None:
        with self._status_lock:
            status = ONLINE if self._intake_flows else OFFLINE
            is_first = self._intake_flows and not self._is_ready
            self._is_ready = self._is_ready or self._intake_flows
            # Published under the lock: two threads come here, and the last word must be the true one.
            self._client.publish(BRIDGE_STATUS, status, qos=1, retain=True)
        if is_first:
            self._on_ready()

    def _connected(
        self, client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            _log.error("the broker refuses the bridge's relay: %s", reason)
            return
        self._is_connected = True
        client.subscribe(REQUEST_FILTER, qos=1)

    def _subscribed(self, *_news: object) -> None:
        """Not before: right after CONNACK paho sends again what the last connection left, an older status among it."""
        self._announce()

    def _disconnected(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._is_connected = False
        if reason.is_failure:
            _log.warning("the relay is disconnected from the broker: %s", reason)

    def _received(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        what = last_level(message.topic)
        # Answers go out under the same word: one that is longer than any request would not fit into a topic.
        if not message.retain and _WORD.fullmatch(what):
            self._on_request(Request(what, bytes(message.payload)))
