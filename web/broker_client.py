"""The web's one connection to the broker: it publishes for the browsers and receives what they are told.

Never interprets a payload.
"""

import logging
import threading
from collections.abc import Callable, Sequence

from chat.access import web_client_id
from chat.errors import LabError
from chat.topic import TO_TREE, WEB_PROBE
from mqtt.connection import BrokerAddress, Connection
from mqtt.loopback_probe import LoopbackProbe
from mqtt.packets import Publish
from web.live.wire import Packet

PUBACK_SECONDS = 5.0
"""How long a publish may wait for the broker's acknowledgement."""

SUBACK_SECONDS = 2.0
"""How long opening the tap may wait until the broker has subscribed it."""

MAX_INFLIGHT = 200
MAX_UNANSWERED = 5000
"""Publishes that may wait for an acknowledgement at once; more are refused."""

MAX_LEVELS = 100
MAX_TOPIC_BYTES = 1024
MAX_PACKET = 786_432
"""Bytes of a payload, below what the broker's configuration allows."""

Handler = Callable[[str, bytes], object]
PacketHandler = Callable[[Packet], object]

# What the tap receives. These differ from the filters of the other handlers, so that both are called.
_TAPPED = ("chat/#", "log/#", TO_TREE, "status/#", "lab/#")
# What must be subscribed for it besides what is subscribed anyway: at QoS 2, so that it is seen as it was sent.
_ONLY_TAPPED = [("chat/#", 2), (TO_TREE, 1), ("lab/synced", 0), ("lab/request/+", 1)]

_log = logging.getLogger("web")


class BrokerClient:
    """A reconnecting client. Handlers are called in order of arrival, one at a time, with topic and payload.

    `on_state` is called when the broker has come or gone.
    """

    def __init__(self, broker: BrokerAddress, *, on_state: Callable[[], None]) -> None:
        self._on_state = on_state
        self._filters: list[str] = []
        self._is_tapped = False
        self._on_suback: dict[int | None, Callable[[], None]] = {}
        self._suback_lock = threading.Lock()
        self._connection = Connection(
            broker,
            name="web",
            log=_log,
            client_id=web_client_id(),
            reads_in_blocks=True,
            max_inflight=MAX_INFLIGHT,
            max_queued=MAX_UNANSWERED,
            on_connected=self._connected,
            on_disconnected=on_state,
            on_subscribed=self._subscribed,
        )
        self._probe = LoopbackProbe(
            topic=WEB_PROBE,
            send=lambda payload: self._connection.publish(WEB_PROBE, payload, qos=0),
            may_be_silent=lambda: not self.is_connected,
            renew=self._connection.renew,
            log=_log,
        )
        self.listen(WEB_PROBE, lambda _topic, payload: self._probe.take(payload))

    @property
    def is_connected(self) -> bool:
        """Whether the broker is there now."""
        return self._connection.is_connected

    def listen(self, topic_filter: str, handler: Handler) -> None:
        """Have `handler` called for messages on a filter, from the next connection on."""
        self._filters.append(topic_filter)
        self.handle(topic_filter, handler)

    def handle(self, topic_filter: str, handler: Handler) -> None:
        """Have `handler` called for messages on a filter, of which others subscribe some or all."""

        def take(message: Publish) -> None:
            self._probe.note_traffic()
            handler(message.topic, message.payload)

        self._connection.listen(topic_filter, take)

    def tap(self, handler: PacketHandler) -> None:
        """Have `handler` called for every packet but the web's own probes, while the tap is open."""

        def take(message: Publish) -> None:
            if message.topic != WEB_PROBE:
                handler(_packet(message))

        for topic_filter in _TAPPED:
            self._connection.listen(topic_filter, take)

    def open_tap(self, is_open: bool) -> None:  # noqa: FBT001 - a switch
        """Subscribe to what only watchers of the wire need, and wait until the broker has done so; or unsubscribe."""
        self._is_tapped = is_open
        if self.is_connected and is_open:
            is_subscribed = threading.Event()
            self.subscribe(_ONLY_TAPPED, is_subscribed.set)
            is_subscribed.wait(SUBACK_SECONDS)
        else:
            self.unsubscribe([topic_filter for topic_filter, _ in _ONLY_TAPPED])

    def subscribe(self, filters: Sequence[tuple[str, int]], on_suback: Callable[[], None]) -> None:
        """Subscribe to filters, each with its QoS, on the present connection; nothing without one.

        `on_suback` is called when the broker has answered, and never if the connection is lost before.
        """
        if self.is_connected:
            with self._suback_lock:  # the answer must not be handled before it is known whose it is
                self._on_suback[self._connection.subscribe(filters)] = on_suback

    def unsubscribe(self, filters: Sequence[str]) -> None:
        """Unsubscribe from filters on the present connection; nothing without one."""
        if self.is_connected:
            self._connection.unsubscribe(filters)

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        self._connection.start()
        self._probe.start()

    def stop(self) -> None:
        """Disconnect, once what was published is sent."""
        self._probe.stop()
        self._connection.stop()

    def publish(self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        """Publish and return when the broker has it.

        Raises LabError (`broker-unavailable`, `timeout`; `bad-topic`, `too-large` for what brokers end a connection
        for: it would be sent again at every reconnection, and end that too).
        """
        _check_packet(topic, payload)
        if not self.is_connected:
            raise LabError("broker-unavailable", "the broker is not connected")
        sent = self._connection.publish(topic, payload, qos=qos, retain=retain)
        if not sent.is_accepted:
            raise LabError("broker-unavailable", "the broker takes nothing at the moment")
        if not sent.wait(PUBACK_SECONDS):
            raise LabError("timeout", f"the broker did not acknowledge it within {PUBACK_SECONDS:.0f} s")

    def retain(self, topic: str, payload: str) -> None:
        """Publish a retained status, without waiting; it goes out with the next connection if there is none now."""
        self._connection.publish(topic, payload, retain=True)

    def _connected(self, _session_present: bool) -> None:  # noqa: FBT001 - the connection's callback
        self._on_suback.clear()
        self._connection.subscribe([(topic_filter, 1) for topic_filter in self._filters])
        if self._is_tapped:
            self._connection.subscribe(_ONLY_TAPPED)
        self._on_state()

    def _subscribed(self, mid: int, _is_granted: bool) -> None:  # noqa: FBT001 - the connection's callback
        with self._suback_lock:
            on_suback = self._on_suback.pop(mid, None)
        if on_suback is not None:
            on_suback()


def _check_packet(topic: str, payload: bytes) -> None:
    if not topic.isprintable() or topic.count("/") > MAX_LEVELS or len(topic.encode()) > MAX_TOPIC_BYTES:
        raise LabError("bad-topic", f"a topic has at most {MAX_LEVELS} levels, and no control characters")
    if len(payload) > MAX_PACKET:
        raise LabError("too-large", f"{len(payload)} bytes; no packet of more than {MAX_PACKET} is sent")


def _packet(message: Publish) -> Packet:
    return Packet(message.topic, message.payload, message.qos, message.retain, message.dup, message.mid)
