"""The embedded broker: amqtt's Broker, with the way of a message made ours.

Kept from amqtt: its life cycle, the registers of sessions, subscriptions and retained messages, expiry, the decoding of
CONNECT, and the plugins that say who may connect and which topics they may use. Replaced, by overriding: what happens
to a connection, and to a message between its publisher and its subscribers.
"""

import asyncio
import logging

from amqtt.adapters import WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import Action, BrokerConfig
from amqtt.errors import AMQTTError, MQTTError, NoDataError
from amqtt.session import Session

from broker.embedded.access_control import AccessControl, renew_entry
from broker.embedded.admission import read_connect, renew
from broker.embedded.connection import Connection, delivery_of
from broker.embedded.framing import PacketReader
from broker.embedded.message import Message
from broker.limits import (
    MAX_FILTER,
    MAX_RETAINED,
    MAX_RETAINED_BYTES,
    MAX_SUBSCRIPTIONS,
    PRESSED_AT,
    PRESSED_PAUSE,
)
from chat.topic import CHAT_TREE
from mqtt import packets
from mqtt.frames import PacketError
from mqtt.packets import Publish

_log = logging.getLogger(__name__)
_CHAT = CHAT_TREE.removesuffix("#")
_MOST_ROUTES = 10_000
_FILTERS = "lab.filters"


class LabBroker(Broker):
    """A broker that is served connections through `connected` and gives each session its messages in order, once."""

    def __init__(self, config: BrokerConfig, access_control: AccessControl | None = None) -> None:
        """`access_control`: that of a closed lab; without one whoever may connect may do everything."""
        super().__init__(config)
        self._access_control = access_control
        self._connections: dict[str, Connection] = {}
        self._routes: dict[str, tuple[tuple[Session, int], ...]] = {}
        self._retained_bytes = 0

    async def connected(self, reader: PacketReader, writer: WriterAdapter, listener: str) -> None:
        """One connection, from its first byte to its last. Nothing that goes wrong here reaches another."""
        try:
            session = await self._admit(reader, writer, listener)
            if session is not None:
                await self._serve(session, reader, writer)
        except (PacketError, MQTTError, AMQTTError, NoDataError) as error:
            _log.warning("closed a connection from %s: %s", writer.get_peer_info(), error)
        except OSError as error:
            _log.info("lost a connection from %s: %s", writer.get_peer_info(), error)
        except Exception:  # noqa: BLE001 - whatever it is, the other clients go on
            _log.exception("closed a connection from %s", writer.get_peer_info())

    async def _admit(self, reader: PacketReader, writer: WriterAdapter, listener: str) -> Session | None:
        """Ask who it is before any session is touched. None: the client is gone, or was refused."""
        asked = await read_connect(reader, writer, self.plugins_manager)
        if asked is None or await self._may_connect(asked, listener):
            return asked
        _log.warning("refused a connection from %s: wrong user name or password", writer.get_peer_info())
        writer.write(packets.connack(packets.NOT_AUTHORIZED))
        await writer.drain()
        return None

    async def _may_connect(self, asked: Session, listener: str) -> bool:
        if self._access_control is not None:
            return self._access_control.admit(asked)
        return await self._authenticate(asked, self.listeners_config[listener])

    async def _serve(self, asked: Session, reader: PacketReader, writer: WriterAdapter) -> None:
        client_id = str(asked.client_id)
        session = await self._session_for(client_id, asked)
        if self._access_control is not None and not self._access_control.still_admits(session):
            return  # its account was taken away while an older connection was ended
        connection = Connection(self.plugins_manager, loop=self._loop)
        connection.attach(session, reader, writer)
        session.transitions.connect()
        self._connections[client_id] = connection
        self._sessions[client_id] = (session, connection)
        said_goodbye = False
        try:
            said_goodbye = await connection.serve(self, reader)
        finally:
            await self._left(client_id, session, connection, said_goodbye=said_goodbye)

    async def _session_for(self, client_id: str, asked: Session) -> Session:
        """The client's session: the one that it left, or a new one. Its older connection is ended first (3.1.4-2)."""
        while (older := self._connections.get(client_id)) is not None:
            await older.stop()
        known = self._sessions.get(client_id, (None, None))[0]
        if known is not None and not known.clean_session and not asked.clean_session:
            renew(known, asked)
            renew_entry(known, asked)
            known.parent = 1
            return known
        await self._delete_session(client_id)
        return asked

    async def _left(self, client_id: str, session: Session, connection: Connection, *, said_goodbye: bool) -> None:
        """The connection is over: its will, and the end of a session that was not to be kept (section 3.1.2.4)."""
        connection.cut()
        del self._connections[client_id]
        session.transitions.disconnect()
        try:
            if session.will_flag and not said_goodbye:
                await self._publish_will(session)
            if session.clean_session:
                await self._delete_session(client_id)
        finally:
            connection.ended.set()

    async def expel(self, client_id: str) -> None:
        """Forget a client's MQTT session, with what it was subscribed to, and end its connection."""
        await self._delete_session(client_id)  # first: else it could come back to it before it is forgotten
        connection = self._connections.get(client_id)
        if connection is not None:
            await connection.stop()

    async def _publish_will(self, session: Session) -> None:
        payload = bytes(session.will_message or b"")
        will = Publish(str(session.will_topic), payload, session.will_qos or 0, 0, bool(session.will_retain))
        await self.publish(session, will)

    async def publish(self, session: Session, message: Publish) -> None:
        """Put a message into the outbox of everybody who subscribed to its topic, and retain it if asked to.

        Topics that begin with $ are the server's own (section 4.7.2). Messages of a chat are never retained: they would
        come back at every subscription.
        """
        if message.topic.startswith("$"):
            return
        if self._access_control is not None and not self._access_control.may_publish(session, message.topic):
            return
        if not await self._topic_filtering(session, message.topic, Action.PUBLISH):
            return
        if await self._route(message.topic, message.payload, message.qos):
            await asyncio.sleep(PRESSED_PAUSE)  # in the publisher's own time: its next packet is read later
        if message.retain and not message.topic.startswith(_CHAT):
            await self._retain(session, message)

    async def _route(self, topic: str, payload: bytes, qos: int) -> bool:
        """Returns whether somebody who is to get it for sure has much waiting already."""
        made: dict[int, Message] = {}
        is_pressed = False
        for session, granted in self._targets(topic):
            if await self._topic_filtering(session, topic, Action.RECEIVE):
                level = min(qos, granted)
                is_pressed |= self._deliver(session, made.setdefault(level, Message(topic, payload, level)))
        return is_pressed

    def _targets(self, topic: str) -> tuple[tuple[Session, int], ...]:
        """Who subscribed to a topic: each session once, at the highest QoS it asked for (section 3.3.5)."""
        if topic not in self._routes:
            if len(self._routes) >= _MOST_ROUTES:
                self._routes.clear()
            self._routes[topic] = self._find_targets(topic)
        return self._routes[topic]

    def _find_targets(self, topic: str) -> tuple[tuple[Session, int], ...]:
        found: dict[str, tuple[Session, int]] = {}
        for topic_filter, subscribed in self._subscriptions.items():
            if self._matches(topic, topic_filter):
                for session, qos in subscribed:
                    known = found.get(str(session.client_id), (session, 0))
                    found[str(session.client_id)] = (session, max(qos, known[1]))
        return tuple(found.values())

    def _deliver(self, session: Session, message: Message) -> bool:
        """Into the outbox; for a client that is away only what it is to get for sure (section 3.1.2.4).

        Returns whether the client is there and keeps its session, and has much waiting already.
        """
        connection = self._connections.get(str(session.client_id))
        if connection is None and (session.clean_session or not message.qos):
            return False
        outbox = delivery_of(session).outbox
        if not outbox.offer(message):
            self._say_dropped(session, outbox.dropped)
        elif connection is not None:
            connection.wake()
        return connection is not None and not session.clean_session and len(outbox) > PRESSED_AT

    def _say_dropped(self, session: Session, dropped: int) -> None:
        """In the log, at 1, 10, 100 ... and then each 1000: never silently, and never a line for each message."""
        if dropped % 1000 == 0 or dropped in (1, 10, 100):
            _log.warning(
                "client %s reads too slowly or is away too long: dropped %d messages", session.client_id, dropped
            )

    async def _retain(self, session: Session | None, message: Publish) -> None:
        kept = self._retained_messages.get(message.topic)
        size = self._retained_bytes + len(message.payload) - (len(kept.data) if kept else 0)
        if message.payload and (
            size > MAX_RETAINED_BYTES or (not kept and len(self._retained_messages) >= MAX_RETAINED)
        ):
            _log.warning("not retained, too much is retained already: a message to %s", message.topic[:100])
            return
        self._retained_bytes = size
        await self.retain_message(session, message.topic, message.payload, message.qos)

    async def subscribe(self, session: Session, filters: list[tuple[str, int]]) -> list[int]:
        """Subscribe a session. Returns for each filter the granted QoS, or 0x80 (section 3.9.3)."""
        return [await self.add_subscription(wanted, session) for wanted in filters]

    async def add_subscription(self, subscription: tuple[str, int], session: Session) -> int:
        """As amqtt, but bounded, and a second SUBSCRIBE to the same filter replaces the first (section 3.8.4)."""
        if not _has_room(session, subscription[0]):
            return packets.REFUSED
        if self._access_control is not None and not self._access_control.may_subscribe(session, subscription[0]):
            return packets.REFUSED
        code = await super().add_subscription(subscription, session)
        if code != packets.REFUSED:
            _filters_of(session).add(subscription[0])
            entries = self._subscriptions[subscription[0]]
            entries[:] = [(known, code if known is session else qos) for known, qos in entries]
        self._routes.clear()
        return code

    async def send_retained(self, session: Session, filters: list[tuple[str, int]]) -> None:
        """Give a session what is retained for its new subscriptions, marked as retained (section 3.3.1.3)."""
        for topic_filter, granted in filters:
            for topic, kept in list(self._retained_messages.items()):
                if self._matches(topic, topic_filter) and await self._topic_filtering(session, topic, Action.RECEIVE):
                    self._deliver(session, Message(topic, bytes(kept.data), min(granted, kept.qos or 0), retain=True))

    def unsubscribe(self, session: Session, filters: list[str]) -> None:
        """Forget subscriptions; what is in the outbox stays there (section 3.10.4)."""
        for topic_filter in filters:
            self._del_subscription(topic_filter, session)
            if not self._subscriptions.get(topic_filter, True):
                del self._subscriptions[topic_filter]

    def _del_subscription(self, a_filter: str, session: Session) -> int:
        self._routes.clear()
        _filters_of(session).discard(a_filter)
        return super()._del_subscription(a_filter, session)

    async def _broadcast_message(
        self, session: Session | None, topic: str | None, data: bytes | bytearray | None, force_qos: int | None = None
    ) -> None:
        """What a plugin publishes goes the same way."""
        del session
        await self._route(topic or "", bytes(data or b""), 2 if force_qos is None else force_qos)

    async def shutdown(self) -> None:
        """End all connections, then amqtt's own parts."""
        await asyncio.gather(*(connection.stop() for connection in list(self._connections.values())))
        await super().shutdown()


def _filters_of(session: Session) -> set[str]:
    """What a session is subscribed to, in the place that amqtt keeps for extensions."""
    filters: set[str] = session.attributes.setdefault(_FILTERS, set())
    return filters


def _has_room(session: Session, topic_filter: str) -> bool:
    held = _filters_of(session)
    return len(topic_filter) <= MAX_FILTER and (topic_filter in held or len(held) < MAX_SUBSCRIPTIONS)
