"""The bridge's way in: messages from the broker into the inbox, not acknowledged. Never decodes, never writes.

Persistent MQTT session, QoS 1, acknowledged by hand: the broker keeps what is not yet on the disk (MQTT 3.1.1, section
4.1), and sends it again with DUP = 1 after a reconnection (section 4.4).
"""

import logging
import socket
import threading
from collections.abc import Iterable
from typing import Protocol

from bridge.delivery import Delivery, Item, SessionLost
from bridge.inbox import Inbox
from chat.access import INTAKE_CLIENT_ID
from chat.topic import CHAT_TREE, LOOPBACK_PROBE
from mqtt.connection import BrokerAddress, Connection
from mqtt.loopback_probe import LoopbackProbe
from mqtt.publish_reader import PublishReader

_log = logging.getLogger("bridge")


class FlowListener(Protocol):
    """Called when messages begin and cease to flow."""

    def __call__(self, *, flows: bool) -> None:
        """`flows`: the broker is connected and has granted the bridge's subscription."""


class Intake:
    """The subscriber of every chat topic. All messages but those of `probe` go into the inbox.

    `is_acknowledged_when_logged`: the broker acknowledges a message to its publisher when the bridge has logged it, so
    a session that it loses holds nothing that was acknowledged. `has_unlogged`: a bridge before this one has left
    messages in its session.
    """

    def __init__(
        self,
        broker: BrokerAddress,
        *,
        inbox: Inbox,
        on_change: FlowListener,
        probe: LoopbackProbe,
        is_acknowledged_when_logged: bool,
        has_unlogged: bool,
    ) -> None:
        self._inbox = inbox
        self._on_change = on_change
        self._probe = probe
        self._is_acknowledged_when_logged = is_acknowledged_when_logged
        self._lost_session_matters = has_unlogged and not is_acknowledged_when_logged
        self._number = 0
        # Messages on this connection. Each counter is changed by one thread alone.
        self._received = 0
        self._acknowledged = 0
        self._is_live = False
        self._reader: PublishReader
        # Held while acknowledging, so that no acknowledgement slips onto a connection that did not bring its message.
        self._lock = threading.Lock()
        self._connection = Connection(
            broker,
            name="bridge",
            log=_log,
            client_id=INTAKE_CLIENT_ID,
            clean_session=False,
            wrap=self._open_reader,
            on_connected=self._connected,
            on_disconnected=self._disconnected,
            on_subscribed=self._subscribed,
        )

    def start(self) -> None:
        """Connect in the background, again and again until it works."""
        self._connection.start()

    def stop(self) -> None:
        """Disconnect, and end the thread."""
        self._connection.stop()

    def renew(self) -> None:
        """Make a new connection, whatever the present one looks like."""
        self._connection.renew()

    @property
    def awaits_disk(self) -> bool:
        """Whether there are messages that are not acknowledged yet."""
        return self._received > self._acknowledged

    def acknowledge(self, deliveries: Iterable[Delivery]) -> None:
        """Acknowledge these messages, in this order: the broker forgets them. Those of an older connection are skipped:
        the broker sends them again."""
        with self._lock:
            if not self._is_live:
                return
            mids = [one.mid for one in deliveries if one.qos and one.connection == self._number]
            self._acknowledged += len(mids)
            try:
                self._reader.acknowledge(mids)
            except OSError as error:
                _log.warning("could not acknowledge: %s", error)  # the broker sends them again

    def _connected(self, session_present: bool) -> None:  # noqa: FBT001 - the connection's callback
        with self._lock:
            self._is_live = True
        if not session_present:
            if self._lost_session_matters:
                _log.warning("the broker has lost the bridge's session: messages may be missing")
            self._inbox.put(SessionLost(is_gap=self._lost_session_matters))
        # Also to a session that is present: it may have been made by a connection that ended before it subscribed.
        self._connection.subscribe([(CHAT_TREE, 1)])

    def _subscribed(self, _mid: int, is_granted: bool) -> None:  # noqa: FBT001 - the connection's callback
        if is_granted:
            self._lost_session_matters = not self._is_acknowledged_when_logged
            self._on_change(flows=True)
        else:
            _log.error("the broker refuses the subscription to %s", CHAT_TREE)

    def _disconnected(self) -> None:
        with self._lock:
            self._is_live = False
        self._on_change(flows=False)

    def _open_reader(self, connection: socket.socket) -> PublishReader:
        """Number a new connection. From now on messages of an older one can't be acknowledged any more."""
        with self._lock:
            self._number += 1
            self._received = self._acknowledged = 0
            self._is_live = False
            self._reader = PublishReader(connection, self._number, self._take)
            return self._reader

    def _take(self, deliveries: list[Delivery]) -> None:
        self._probe.note_traffic()
        messages = [one for one in deliveries if one.topic != LOOPBACK_PROBE or not self._is_probe(one)]
        if len(messages) < len(deliveries):  # the rest need no line on the disk first
            mids = {one.mid for one in messages}
            self._reader.acknowledge([one.mid for one in deliveries if one.qos and one.mid not in mids])
        self._received += len([one for one in messages if one.qos])
        if messages:
            self._inbox.put_all(list[Item](messages))

    def _is_probe(self, delivery: Delivery) -> bool:
        """Whether it is a loopback probe. A retained one is not: it goes on, is refused, and so is cleared."""
        return not delivery.retain and self._probe.take(delivery.payload)
