"""The bridge's way out: records, refusals, answers, and whether the bridge is there. Also where requests come in.

Bounded: what the broker does not take is left out. As soon as there is room the session's last line is published
again, so that every viewer sees that something is missing and reads it from the log; and what addresses a role is read
from the log and published. Never keeps what is on the disk.
"""

import logging
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from bridge.addressed import Addressed, AddressedRelay
from bridge.delivery import Request
from bridge.log_packets import packets
from bridge.relay_backlog import RelayBacklog
from bridge.relay_interface import Receipt
from chat.access import RELAY_CLIENT_ID
from chat.topic import BRIDGE_STATUS, LOOPBACK_PROBE, OFFLINE, ONLINE, REQUEST_FILTER, last_level, log_topic
from mqtt.connection import BrokerAddress, Connection, Sent, Will
from mqtt.packets import Publish

MAX_INFLIGHT = 100
MAX_QUEUED = 8192
"""Packets that may wait for the broker: MAX_BYTES of `bridge.relay_backlog` in packets of the usual size."""

MAX_ADDRESSED_BYTES, MAX_ADDRESSED = 4 * 1024 * 1024, 500
"""Bytes and packets of `to/...` among them, so that a flood of commands leaves room for `log/...`."""

LOG_EVERY = 1000
"""Messages that are left out, for each line on the console."""

_REQUEST_NAME = re.compile(r"[a-z-]{1,32}")

_log = logging.getLogger("bridge")


class LeftOut:
    """The receipt of what the broker did not take."""

    def wait(self, _seconds: float) -> bool:
        """It has acknowledged nothing."""
        return False


class Relay:
    """The publisher of `log/...`, `to/...` and `lab/...`. `on_request` is called for every request; `last_line` returns
    the last record line of a session, or None when it has none; `lines_after` the first lines after a `seq`. Both raise
    OSError when they can't be read now."""

    def __init__(
        self,
        broker: BrokerAddress,
        *,
        on_request: Callable[[Request], object],
        on_ready: Callable[[], None],
        last_line: Callable[[str], bytes | None],
        lines_after: Callable[[str, int], list[bytes]],
        backlog: RelayBacklog | None = None,
    ) -> None:
        self._backlog = backlog or RelayBacklog()
        self._addressed_backlog = RelayBacklog(MAX_ADDRESSED_BYTES, MAX_ADDRESSED)
        self._addressed = AddressedRelay(
            publish=self._try_addressed, has_room=self._has_room_addressed, lines_after=lines_after
        )
        self._last_line = last_line
        self._on_request = on_request
        self._on_ready = on_ready
        self._behind: dict[str, None] = {}  # the sessions whose viewers are behind, in the order in which they fell
        self._left_out = 0
        self._intake_flows = False
        self._is_ready = False
        self._status_lock = threading.Lock()
        self._connection = Connection(
            broker,
            name="bridge's relay",
            log=_log,
            client_id=RELAY_CLIENT_ID,
            will=Will(BRIDGE_STATUS, OFFLINE),
            max_inflight=MAX_INFLIGHT,
            max_queued=MAX_QUEUED,
            publishes_in_blocks=True,
            on_connected=self._connected,
            on_subscribed=self._subscribed,
            on_message=self._received,
        )

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        self._connection.start()

    def stop(self) -> None:
        """Publish that the bridge is offline, disconnect, and end the thread."""
        if self._connection.is_connected:
            self._connection.publish(BRIDGE_STATUS, OFFLINE, retain=True)
        self._connection.stop()

    def set_flow(self, *, flows: bool) -> None:
        """Note whether the intake gets messages: without it the bridge counts as offline."""
        with self._status_lock:
            self._intake_flows = flows
        if self._connection.is_connected:
            self._announce()

    def together(self) -> AbstractContextManager[None]:
        """What one thread publishes within the block is sent at its end, together."""
        return self._connection.together()

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Publish record lines on `log/<session>`, or remember that its viewers are behind."""
        for packet in packets(lines):
            if not self._try(log_topic(session), packet):
                self._behind[session] = None
                return
        self._behind.pop(session, None)

    def publish_addressed(self, records: Sequence[Addressed]) -> Receipt | None:
        """Publish each of these records on `to/<session>/<role>`, or remember that its session is behind."""
        if not records:
            return None
        return self._addressed_backlog.last() if self._addressed.publish(records) else LeftOut()

    def publish_confirmation(self, topic: str, payload: bytes) -> None:
        """Publish it, if there is room: a sender that hears nothing sends its message again."""
        self._try_addressed(topic, payload)

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish one payload, not retained. Of those that are left out the first is logged, and each thousandth."""
        if self._try(topic, payload):
            return
        self._left_out += 1
        if self._left_out % LOG_EVERY == 1:
            _log.warning("the broker takes nothing: left out a message on %s (%d so far)", topic, self._left_out)

    def publish_qos0(self, topic: str, payload: bytes) -> None:
        """Publish what nobody depends on, at QoS 0, if the broker is there."""
        if self._connection.is_connected:
            self._connection.publish(topic, payload, qos=0)

    @property
    def flows(self) -> bool:
        """Whether both connections of the bridge are there, as far as is known."""
        return self._connection.is_connected and self._intake_flows

    def send_probe(self, payload: bytes) -> None:
        """Publish a loopback probe, at QoS 1 so that the broker keeps it for a subscriber that is away."""
        self._connection.publish(LOOPBACK_PROBE, payload)

    def renew(self) -> None:
        """Make a new connection, whatever the present one looks like."""
        self._connection.renew()

    def clear_retained(self, topic: str) -> bool:
        """Make the broker forget what it retains on a topic (MQTT 3.1.1, section 3.3.1.3). False: it takes nothing."""
        return self._connection.is_connected and self._connection.publish(topic, b"", retain=True).is_accepted

    def catch_up(self) -> None:
        """Publish what was left out, as far as there is room: of each session the last line, for those who view it,
        and every record that addresses a role."""
        self._addressed.catch_up()
        for session in list(self._behind):
            try:
                line = self._last_line(session) if self._connection.is_connected else b""
            except OSError:  # too many open files, say: it stays behind
                continue
            if line is not None and not self._try(log_topic(session), line.removesuffix(b"\n")):
                return
            del self._behind[session]

    def _try(self, topic: str, payload: bytes) -> bool:
        return self._send(topic, payload) is not None

    def _try_addressed(self, topic: str, payload: bytes) -> bool:
        sent = self._send(topic, payload) if self._addressed_backlog.has_room(len(payload)) else None
        if sent is not None:
            self._addressed_backlog.add(sent, len(payload))
        return sent is not None

    def _has_room_addressed(self) -> bool:
        return self._connection.is_connected and self._addressed_backlog.has_room(0)

    def _send(self, topic: str, payload: bytes) -> Sent | None:
        """Hand a payload to the connection. None when the broker takes no more now."""
        if not self._connection.is_connected or not self._backlog.has_room(len(payload)):
            return None
        sent = self._connection.publish(topic, payload)
        if not sent.is_accepted:
            return None
        self._backlog.add(sent, len(payload))
        return sent

    def _announce(self) -> None:
        with self._status_lock:
            status = ONLINE if self._intake_flows else OFFLINE
            is_first = self._intake_flows and not self._is_ready
            self._is_ready = self._is_ready or self._intake_flows
            # Published under the lock: two threads come here, and the last word must be the true one.
            self._connection.publish(BRIDGE_STATUS, status, retain=True)
        if is_first:
            self._on_ready()

    def _connected(self, _session_present: bool) -> None:  # noqa: FBT001 - the connection's callback
        self._connection.subscribe([(REQUEST_FILTER, 1)])

    def _subscribed(self, _mid: int, _is_granted: bool) -> None:  # noqa: FBT001 - the connection's callback
        """Announce the bridge. Not before: right after CONNACK paho sends again what the last connection left, which
        may be an older status."""
        self._announce()

    def _received(self, message: Publish) -> None:
        what = last_level(message.topic)
        # The answer is published under the same name: one that is longer than any request would not fit into a topic.
        if not message.retain and _REQUEST_NAME.fullmatch(what):
            self._on_request(Request(what, message.payload))
