"""The web's one connection to the broker: publishes for its browsers, hears what the bridge and participants say.

The only file of this room that knows paho. Never interprets a payload.
"""

import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable

from paho.mqtt.client import MQTT_ERR_SUCCESS, Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from chat.errors import LabError
from web.live.wire import Packet

KEEPALIVE = 15
PUBACK_SECONDS = 5.0
"""How long a publish may wait for the broker's acknowledgement."""

SUBACK_SECONDS = 2.0

MAX_UNANSWERED = 5000
"""Publishes that may wait for an acknowledgement at once; more are refused."""

MAX_LEVELS = 100
MAX_TOPIC_BYTES = 1024
MAX_PACKET = 786_432
"""Bytes of a payload, below what the broker's configuration allows."""

Handler = Callable[[str, bytes], None]
PacketHandler = Callable[[Packet], None]

# What the tap hears. These differ from the filters of `listen`, so that paho calls both handlers.
_TAPPED = ("chat/#", "log/#", "status/#", "lab/#")
# What must be subscribed for it beside what `listen` has subscribed: at QoS 2, so that it is seen as it was sent.
_ONLY_TAPPED = [("chat/#", 2), ("lab/synced", 0), ("lab/request/+", 1)]

_log = logging.getLogger("web")


class BrokerClient:
    """A reconnecting client. Handlers are called in order of arrival, one at a time, with topic and payload."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        password: str,
        tls: ssl.SSLContext | None,
        on_state: Callable[[], None],
    ) -> None:
        self._address = (host, port)
        self._on_state = on_state
        self._handlers: list[tuple[str, Handler]] = []
        self._is_tapped = False
        self._tap_hears = threading.Event()
        self.is_connected = False
        """Whether the broker is there now. paho's own `is_connected` stays true until it tries to reconnect."""
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv311)
        if username:
            self._client.username_pw_set(username, password)
        if tls is not None:
            self._client.tls_set_context(tls)

    def listen(self, topic_filter: str, handler: Handler) -> None:
        """Have `handler` called for messages on a filter, from the next connection on."""
        self._handlers.append((topic_filter, handler))

    def tap(self, handler: PacketHandler) -> None:
        """Have `handler` called for every packet, while the tap is open."""

        for topic_filter in _TAPPED:
            self._client.message_callback_add(topic_filter, _guarded(lambda message: handler(_packet(message))))

    def open_tap(self, is_open: bool) -> None:  # noqa: FBT001 - a switch
        """Begin or cease to hear what only watchers need; when it is opened, it hears when this returns."""
        self._is_tapped = is_open
        if self.is_connected and is_open:
            self._tap_hears.clear()
            self._client.subscribe(_ONLY_TAPPED)
            self._tap_hears.wait(SUBACK_SECONDS)
        elif self.is_connected:
            self._client.unsubscribe([topic_filter for topic_filter, _ in _ONLY_TAPPED])

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        client = self._client
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_subscribe = lambda *_: self._tap_hears.set()
        client.on_socket_open = _send_at_once
        client.on_connect_fail = _tell_distrust
        for topic_filter, handler in self._handlers:
            client.message_callback_add(topic_filter, _guarded(_on_payload(handler)))
        client.max_inflight_messages_set(200)
        client.max_queued_messages_set(MAX_UNANSWERED)
        client.reconnect_delay_set(1, 5)
        client.connect_async(*self._address, keepalive=KEEPALIVE)
        client.loop_start()

    def stop(self) -> None:
        """Disconnect, once what was published is sent."""
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Publish and return when the broker has it.

        Raises LabError (`broker-unavailable`, `timeout`; `bad-topic`, `too-large` for what brokers end a connection
        for: it would be sent again at every reconnection, and end that too).
        """
        _check_packet(topic, payload)
        if not self.is_connected:
            raise LabError("broker-unavailable", "the broker is not connected")
        sent = self._client.publish(topic, payload, qos=qos, retain=retain)
        if sent.rc != MQTT_ERR_SUCCESS:
            raise LabError("broker-unavailable", "the broker takes nothing at the moment")
        sent.wait_for_publish(PUBACK_SECONDS)
        if not sent.is_published():
            raise LabError("timeout", f"the broker did not acknowledge it within {PUBACK_SECONDS:.0f} s")

    def retain(self, topic: str, payload: str) -> None:
        """Publish a retained status, without waiting; it goes out with the next connection if there is none now."""
        self._client.publish(topic, payload, qos=1, retain=True)

    def _connected(
        self, client: Client, _data: object, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if reason.is_failure:
            _log.error("the broker refuses the web: %s", reason)
            return
        self.is_connected = True
        client.subscribe([(topic_filter, 1) for topic_filter, _ in self._handlers])
        if self._is_tapped:
            client.subscribe(_ONLY_TAPPED)
        self._on_state()

    def _disconnected(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        was_connected, self.is_connected = self.is_connected, False
        if was_connected:
            if reason.is_failure:
                _log.warning("disconnected from the broker: %s", reason)
            self._on_state()


def _check_packet(topic: str, payload: bytes) -> None:
    if not topic.isprintable() or topic.count("/") > MAX_LEVELS or len(topic.encode()) > MAX_TOPIC_BYTES:
        raise LabError("bad-topic", f"a topic has at most {MAX_LEVELS} levels, and no control characters")
    if len(payload) > MAX_PACKET:
        raise LabError("too-large", f"{len(payload)} bytes; no packet of more than {MAX_PACKET} is sent")


def _guarded(take: Callable[[MQTTMessage], None]) -> Callable[[Client, object, MQTTMessage], None]:
    # An exception that leaves a callback would end paho's thread while the client still looks connected.
    def call(_client: Client, _data: object, message: MQTTMessage) -> None:
        try:
            take(message)
        except Exception:  # noqa: BLE001 - whatever it was, the next message must still come
            _log.exception("a message on %r could not be handled", message.topic)

    return call


def _on_payload(handler: Handler) -> Callable[[MQTTMessage], None]:
    return lambda message: handler(message.topic, bytes(message.payload))


def _packet(message: MQTTMessage) -> Packet:
    return Packet(message.topic, bytes(message.payload), message.qos, message.retain, message.dup, message.mid)


def _send_at_once(_client: Client, _data: object, connection: object) -> None:
    # A small packet must not wait for the acknowledgement of the one before (Nagle): that costs some 40 ms.
    if isinstance(connection, socket.socket):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _tell_distrust(_client: Client, _data: object) -> None:
    # paho calls this while it handles the error, and tries again by itself.
    error = sys.exc_info()[1]
    if isinstance(error, ssl.SSLError):
        _log.error("no TLS with the broker: %s", getattr(error, "verify_message", "") or error)
