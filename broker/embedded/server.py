"""The embedded broker: connections from their first byte to their last, and what they ask of the broker.

From amqtt it has the life cycle, the register of MQTT sessions with their expiry, and the decoding of CONNECT.
`subscriptions`, `router` and `retained` do the rest.
"""

import asyncio
import logging
import time
from typing import Protocol

from amqtt.contexts import BrokerConfig
from amqtt.errors import AMQTTError, MQTTError, NoDataError
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.session import Session

from broker.embedded import refusals
from broker.embedded.absent_sessions import AbsentSessions
from broker.embedded.access_control import renew_entry
from broker.embedded.admission import UnsupportedVersionError, forget_connect, read_connect, renew
from broker.embedded.amqtt_private import AmqttBroker
from broker.embedded.backlog_alarm import BacklogAlarm
from broker.embedded.bridge_session import BridgeSession
from broker.embedded.connection import Connection
from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.console import Console, TakeOvers, address_of, host_of
from broker.embedded.delivery import delivery_of
from broker.embedded.message import Message
from broker.embedded.network import NetworkConnection
from broker.embedded.open_access import OpenAccess
from broker.embedded.receipts import Receipt
from broker.embedded.refusals import RefusalReports
from broker.embedded.retained import RetainedMessages
from broker.embedded.router import Router
from broker.embedded.sender import Turn
from broker.embedded.subscriptions import Subscriptions
from broker.embedded.waiters import Waiters
from broker.limits import MAX_CLIENT_ID, MAX_TOPIC
from chat.access import RELAY_CLIENT_IDS, SERVICE_CLIENT_IDS, is_service
from chat.topic import CHAT_TREE
from mqtt import packets
from mqtt.frames import PacketError
from mqtt.packets import Publish

_log = logging.getLogger(__name__)
_CHAT = CHAT_TREE.removesuffix("#")


class Access(Protocol):
    """Who may do what: `OpenAccess` in an open lab, `AccessControl` in a closed one."""

    def admit(self, asked: Session) -> bool:
        """Whether a client may connect."""

    def still_admits(self, session: Session) -> bool:
        """Whether what let a session in has not changed since."""

    def account(self, session: Session) -> str:
        """The name of a client's account; empty in an open lab."""

    def may_publish(self, session: Session, topic: str) -> bool:
        """Whether a client may publish to a topic."""

    def may_subscribe(self, session: Session, topic_filter: str) -> bool:
        """Whether a client may read everything that a filter would bring."""


class LabBroker(AmqttBroker):
    """A broker that is served connections through `connected` and gives each session its messages in order, once."""

    def __init__(
        self,
        config: BrokerConfig,
        access: Access | None = None,
        bridge: BridgeSession | None = None,
        limits: ConnectionLimits | None = None,
    ) -> None:
        """`access`: who may do what; without it every client may do everything. `bridge`: the session of the client
        that logs messages of chats before they are acknowledged; without it they are acknowledged at once. `limits`:
        of the connections that `connected` is called for."""
        super().__init__(config)
        self._limits = ConnectionLimits() if limits is None else limits
        self._access: Access = access or OpenAccess()
        self._connections: dict[str, Connection] = {}
        self._subscribers = Subscriptions()
        self._absent = AbsentSessions()
        self._bridge = bridge
        self._router = Router(self._subscribers, self._bridge)
        self._turn = Turn()
        self._retained = RetainedMessages()
        self._console = Console()
        self._alarm = BacklogAlarm(self._console)
        self._take_overs = TakeOvers(self._console)
        self._refusals = RefusalReports(self._router.route, time.time)

    async def start(self) -> None:
        """Begin, with the bridge's session: it is there before the bridge."""
        await super().start()
        if self._bridge is not None:
            self.permanent = self._bridge.session
            self.register_session(self._bridge.session, BrokerProtocolHandler(self.plugins_manager))
            self._subscribers.add(self._bridge.session, CHAT_TREE, 1)

    def check_backlog(self) -> None:
        """Say on the console if messages wait for the log for too long. To be called every second or so."""
        if self._bridge is not None:
            is_connected = self._bridge.client_id in self._connections
            self._alarm.check(self._bridge.backlog(time.monotonic()), is_bridge_connected=is_connected)

    async def connected(self, network: NetworkConnection) -> None:
        """Serve one connection until it ends. An error ends it, and no other."""
        try:
            session = await self._admit(network)
            if session is not None:
                await self._serve(session, network)
        except UnsupportedVersionError as error:
            self._console.warn(
                f"version {host_of(network)}", f"refused a connection from {address_of(network)}: {error}"
            )
        except (PacketError, MQTTError, AMQTTError, NoDataError) as error:
            self._console.warn(f"closed {host_of(network)}", f"closed a connection from {address_of(network)}: {error}")
        except OSError as error:
            _log.info("lost a connection from %s: %s", network.get_peer_info(), error)
        except Exception:  # noqa: BLE001 - whatever it is, the other clients go on
            _log.exception("closed a connection from %s", network.get_peer_info())

    async def _admit(self, network: NetworkConnection) -> Session | None:
        """Authenticate a client before any session is touched. None: it has left, or was refused."""
        asked = await read_connect(network, self)
        if asked is None:
            return None
        if not self._access.admit(asked):
            await self._refuse(network, packets.NOT_AUTHORIZED, "wrong user name or password")
        elif len(str(asked.client_id)) > MAX_CLIENT_ID:
            reason = f"a client id of more than {MAX_CLIENT_ID} characters"
            await self._refuse(network, packets.IDENTIFIER_REJECTED, reason)
        elif not self._limits.admit(is_reserved_for=self._has_a_place(str(asked.client_id))):
            await self._refuse(network, packets.SERVER_UNAVAILABLE, "all places are taken")
        else:
            return asked
        return None

    def _has_a_place(self, client_id: str) -> bool:
        """Whether a client has a place when all are taken: a service of the lab, and one that takes over its own."""
        return is_service(client_id) or client_id in self._connections

    async def _refuse(self, network: NetworkConnection, code: int, reason: str) -> None:
        """Answer a CONNECT with a CONNACK that refuses it (section 3.2.2.3)."""
        text = f"refused a connection from {address_of(network)}: {reason}"
        self._console.warn(f"refused {code} {host_of(network)}", text)
        network.write(packets.connack(code))
        await network.drain()

    async def _serve(self, asked: Session, network: NetworkConnection) -> None:
        client_id = str(asked.client_id)
        session = await self._session_for(client_id, asked, address_of(network))
        if not self._access.still_admits(session):
            return  # its account was taken away while an older connection was ended
        self._absent.discard(session)
        connection = Connection(self.plugins_manager, session, self, network, self._turn)
        session.transitions.connect()
        self._connections[client_id] = connection
        self.register_session(session, connection)
        if self._bridge is not None and session is self._bridge.session:
            self._bridge.connected(time.monotonic())
        sent_disconnect = False
        try:
            sent_disconnect = await connection.serve()
        finally:
            await self._end(session, connection, publish_will=bool(session.will_flag) and not sent_disconnect)

    async def _session_for(self, client_id: str, asked: Session, address: str) -> Session:
        """The client's session: the one that it left, or a new one. Its older connection is ended first (3.1.4-2)."""
        while (older := self._connections.get(client_id)) is not None:
            self._take_overs.add(client_id, older.address, address)
            await older.stop()
        known = self.session_of(client_id)
        if known is None:
            return asked
        if not self.is_permanent(known) and (known.clean_session or asked.clean_session):
            self.remove_session(known)
            return asked
        renew(known, asked)
        renew_entry(known, asked)
        # The bridge's first connection is told that its session is new (section 3.2.2.2): what it knows of packet ids
        # is of an earlier broker.
        known.parent = int(known.last_connect_time is not None)
        return known

    async def _end(self, session: Session, connection: Connection, *, publish_will: bool) -> None:
        """The connection is over: its will, and the end of a session that was not to be kept (section 3.1.2.4).

        A newer connection of the client waits for all of this, so that its messages come after the will.
        """
        connection.cut()
        try:
            if publish_will:
                self._publish_will(session)
        finally:
            session.transitions.disconnect()
            del self._connections[str(session.client_id)]
            if session.clean_session:
                self.remove_session(session)
            else:
                self._keep(session)
            connection.ended.set()

    def _keep(self, session: Session) -> None:
        """Keep the session of a client that has left, unless its client has a newer one or it was expelled."""
        if self.session_of(str(session.client_id)) is not session:
            return
        forget_connect(session)
        excess = self._absent.add(session, self._subscribers.has)
        if excess is not None:
            self._console.warn("absent sessions", "too many clients are away: the sessions of the first are forgotten")
            self.remove_session(excess)

    async def expel(self, client_id: str) -> None:
        """Forget a client's MQTT session, with what it was subscribed to, and end its connection."""
        session = self.session_of(client_id)
        if session is not None and not self.is_permanent(session):
            self.remove_session(session)  # first: else the client could come back to it before it is forgotten
        connection = self._connections.get(client_id)
        if connection is not None:
            await connection.stop()

    def _publish_will(self, session: Session) -> None:
        payload = bytes(session.will_message or b"")
        self.publish(
            session, Publish(str(session.will_topic), payload, session.will_qos or 0, 0, bool(session.will_retain))
        )

    def publish(self, session: Session, message: Publish) -> tuple[Receipt | None, bool]:
        """Deliver a message to every session that is subscribed to its topic, and retain it if it asks for that.

        Returns its receipt if it is to be logged before it is acknowledged, and whether much waits for a subscriber.
        Topics that begin with $ are the server's own (section 4.7.2): what is published there is reported, and not
        delivered. Messages of a chat are never retained: they would come back at every subscription.
        """
        if not self._is_accepted(session, message):
            return None, False
        if self._is_to_be_logged(session, message):
            receipt = delivery_of(session).unacknowledged.open(message, time.monotonic())
            return receipt, self._router.route(message.topic, message.payload, message.qos, receipt)
        is_pressed = not message.topic.startswith("$") and self._deliver(message)
        self._refusals.report_stray(self._access.account(session), message)
        return None, is_pressed

    def must_wait(self, session: Session, message: Publish, *, is_flooding: bool) -> bool:
        """Whether there is no room for a message that is to be logged.

        The lab's own services never wait: the bridge would not be heard, and their windows bound what they send.
        """
        if self._bridge is None or not self._bridge.is_full(is_flooding=is_flooding):
            return False
        return self._is_to_be_logged(session, message) and str(session.client_id) not in SERVICE_CLIENT_IDS

    def waiters(self, *, is_flooding: bool) -> Waiters:
        """Those who wait for room for a message that is to be logged."""
        return self._bridge.waiters(is_flooding=is_flooding) if self._bridge is not None else Waiters()

    def acknowledged(self, session: Session, messages: int) -> None:
        """A session has acknowledged so many messages: if it is the bridge's, there may be room again."""
        if self._bridge is not None and session is self._bridge.session:
            self._bridge.acknowledged(time.monotonic(), messages)

    def _is_to_be_logged(self, session: Session, message: Publish) -> bool:
        """Whether the bridge logs it. What the bridge publishes itself, such as its probes, is not logged, and must not
        hold up the acknowledgement of what the recorder waits for."""
        is_of_a_chat = message.qos > 0 and message.topic.startswith(_CHAT)
        return self._bridge is not None and is_of_a_chat and session.client_id not in RELAY_CLIENT_IDS

    def _deliver(self, message: Publish) -> bool:
        """Deliver a message that is not to be logged."""
        is_pressed = self._router.route(message.topic, message.payload, message.qos)
        if message.retain and not message.topic.startswith(_CHAT) and not self._retained.retain(message):
            _log.warning("not retained, too much is retained already: a message to %s", message.topic[:100])
        return is_pressed

    def _is_accepted(self, session: Session, message: Publish) -> bool:
        """Whether a message is to be delivered. A refusal is told on `lab/rejected`."""
        topic, account = message.topic, self._access.account
        if len(topic) > MAX_TOPIC:
            error = refusals.too_long(topic)
        elif self._access.may_publish(session, topic):
            return True
        else:
            error = refusals.stray(topic) or refusals.not_allowed(account(session), topic)
        self._refusals.report(account(session), message, error)
        return False

    def subscribe(self, session: Session, filters: list[tuple[str, int]]) -> list[int]:
        """Subscribe a session. Returns for each filter the granted QoS, or 0x80 (section 3.9.3)."""
        return [self._subscribe(session, topic_filter, qos) for topic_filter, qos in filters]

    def _subscribe(self, session: Session, topic_filter: str, qos: int) -> int:
        if not self._access.may_subscribe(session, topic_filter):
            return packets.REFUSED
        if self.is_permanent(session):
            qos = max(qos, 1)  # senders wait for its acknowledgements
        return qos if self._subscribers.add(session, topic_filter, qos) else packets.REFUSED

    def send_retained(self, session: Session, filters: list[tuple[str, int]]) -> None:
        """Give a session what is retained for its new subscriptions, marked as retained (section 3.3.1.3)."""
        for topic_filter, granted in filters:
            for one in self._retained.matching(topic_filter):
                self._router.deliver(session, Message(one.topic, one.payload, min(granted, one.qos), retain=True))

    def unsubscribe(self, session: Session, filters: list[str]) -> None:
        """Forget subscriptions; what is in the outbox stays there (section 3.10.4)."""
        if not self.is_permanent(session):  # senders wait for what its subscription brings
            self._subscribers.remove(session, filters)

    def session_removed(self, session: Session) -> None:
        """Forget what a session was subscribed to."""
        self._subscribers.remove_all(session)
        self._absent.discard(session)

    async def shutdown(self) -> None:
        """End all connections, then amqtt's own parts."""
        await asyncio.gather(*(connection.stop() for connection in list(self._connections.values())))
        await super().shutdown()
