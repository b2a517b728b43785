"""The names of amqtt 0.12 that are private to it and that the embedded broker relies on. No other file uses one.

`tests/broker/test_amqtt_private.py` holds each of them, and says in words what an upgrade of amqtt broke.
"""

import time

from amqtt.adapters import BufferReader, WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.session import Session

from mqtt.frames import Frame


class SessionState:
    """Whether a session's client is connected, with the names of amqtt's state machine.

    That is built anew for each session, with all its states and transitions: half of the processor time of a CONNECT.
    """

    __slots__ = ("_session", "state")

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state = "new"

    def connect(self) -> None:
        """The client has come."""
        self.state = "connected"
        self._session.last_connect_time, self._session.last_disconnect_time = int(time.time()), None

    def disconnect(self) -> None:
        """The client has left."""
        self.state = "disconnected"
        self._session.last_disconnect_time = int(time.time())

    def is_connected(self) -> bool:
        """Whether the client is there."""
        return self.state == "connected"


def _use_session_state(session: Session) -> None:
    session.transitions = SessionState(session)  # type: ignore[assignment]


class AmqttBroker(Broker):
    """amqtt's Broker with its register of MQTT sessions under public names.

    amqtt keeps its life cycle (start, shutdown) and ends sessions that expire. It finds a session by its client id;
    here a session removes only itself, so that an old connection never removes the session of a newer one.
    """

    def __init__(self, config: BrokerConfig) -> None:
        """Sessions that are made from now on have a SessionState."""
        super().__init__(config)
        # amqtt's own code makes the sessions, so the class itself has to be told.
        Session._init_states = _use_session_state  # type: ignore[method-assign, assignment]  # noqa: SLF001

    def session_of(self, client_id: str) -> Session | None:
        """The MQTT session of a client; None when there is none."""
        return self._sessions.get(client_id, (None, None))[0]

    def register_session(self, session: Session, handler: BrokerProtocolHandler) -> None:
        """Make this the session of its client, with the connection that serves it."""
        self._sessions[str(session.client_id)] = (session, handler)

    def remove_session(self, session: Session) -> None:
        """Forget a session and its subscriptions, unless its client has another one by now."""
        client_id = str(session.client_id)
        if self.session_of(client_id) is session:
            del self._sessions[client_id]
        self.session_removed(session)

    def session_removed(self, session: Session) -> None:
        """Forget what a session was subscribed to. Called for every session that ends, also one that expired."""

    permanent: Session | None = None
    """A session that never expires."""

    def is_permanent(self, session: Session) -> bool:
        """Whether a session stays as it is, whatever its client asks for."""
        return session is self.permanent

    async def _cleanup_session(self, client_id: str) -> None:
        """amqtt calls this for each session that expires, and at shutdown."""
        session = self.session_of(client_id)
        if session is None or not self.is_permanent(session):
            await super()._cleanup_session(client_id)

    async def _del_all_subscriptions(self, session: Session) -> None:
        """amqtt calls this for each session that `_cleanup_session` ends."""
        self.session_removed(session)


async def decode_connect(frame: Frame, writer: WriterAdapter, broker: Broker) -> Session:
    """Decode a CONNECT of MQTT 3.1.1 into a new session. Raises amqtt.errors.MQTTError.

    amqtt answers a CONNECT that asks for a persistent session without a client id (section 3.1.3.1), and raises then.
    """
    plugins = broker.plugins_manager
    _, session = await BrokerProtocolHandler.init_from_connect(BufferReader(frame.encode()), writer, plugins)
    return session
