"""The live part of the page, composed: Socket.IO and all that speaks through it."""

import time
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask
from flask_socketio import SocketIO

from chat.settings import Settings
from chat.topic import BRIDGE_STATUS, LOG_FILTER, REJECTED, RESPONSE_FILTER, STATUS_FILTER
from web.access.access import Access
from web.access.socket_access import SocketAccess
from web.background import later
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.console import PACKETS
from web.http.guard import Application
from web.live import admitted_connections
from web.live.availability import Availability
from web.live.broadcast import Broadcast
from web.live.cleanup import Cleanup
from web.live.engineio_private import EngineIoServer
from web.live.events import Events
from web.live.feed import Feed
from web.live.log_subscriptions import LogSubscriptions
from web.live.presence import Presence
from web.live.rooms import Rooms
from web.live.slow_consumers import SlowConsumers
from web.live.socketio_private import SocketIoServer
from web.live.wire import WireTap


class OrJson:
    """The JSON of Socket.IO packets, by the library that also writes the log's."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        """A value as JSON text. Raises orjson.JSONEncodeError."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str, **_options: object) -> Any:
        """The value of a JSON text. Raises orjson.JSONDecodeError, which is a ValueError."""
        return orjson.loads(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The parts that others need. Made by `make_live`."""

    socketio: SocketIO
    presence: Presence
    availability: Availability
    cleanup: Cleanup

    def start(self) -> None:
        """Begin the checks in the background; once the broker's client has been started."""
        self.presence.start()
        self.cleanup.start()

    def stop(self) -> None:
        """Publish `offline` for every browser."""
        self.presence.stop()


def make_live(
    app: Flask, settings: Settings, *, access: Access, broker: BrokerClient, bridge: BridgeClient, max_body: int
) -> Live:
    """Wire Socket.IO into the application and to the broker's topics. Nothing runs yet."""
    admitted_connections.install(app)
    socketio = _socketio(app, max_body)
    engine, server = EngineIoServer(socketio.server.eio), SocketIoServer(socketio.server)
    sockets = SocketAccess(access)
    _adapt(app, engine, server, sockets)
    broadcast, rooms = Broadcast(socketio, engine, server, settings.logs), Rooms()
    presence = Presence(
        rooms=rooms,
        publish=broker.retain,
        on_change=lambda session: broadcast.presence(session, presence.participants(session)),
        later=later,
        file=settings.data / "web-presence.json",
        is_device=access.is_device,
    )
    slow_consumers = _slow_consumers(socketio, engine, server, broadcast)
    wire = WireTap(emit=broadcast.wire, switch=broker.open_tap, later=later, clock=time.time)
    log_subscriptions = LogSubscriptions(
        broker,
        is_wanted=lambda session: rooms.viewers(session) > 0 or wire.is_watched(session),
        on_late=lambda session: availability.send_newest(session),  # noqa: PLW0108 - made below
    )
    availability = Availability(
        broker=broker,
        bridge=bridge,
        broadcast=broadcast,
        presence=presence,
        rooms=rooms,
        log_subscriptions=log_subscriptions,
    )
    Events(
        socketio=socketio,
        server=server,
        availability=availability.now,
        admit=lambda sid: engine.admit(server.engine_sid_of(sid) or "", sockets.person(sid).id),
        logs=settings.logs,
        rooms=rooms,
        presence=presence,
        slow_consumers=slow_consumers,
        wire=wire,
        log_subscriptions=log_subscriptions,
        broker=broker,
        access=access,
        sockets=sockets,
        max_payload=settings.max_payload,
    ).install()
    feed = Feed(emit=broadcast.records, viewers=rooms.viewers, later=later, clock=time.monotonic)
    broker.handle(LOG_FILTER, feed.take)
    broker.listen(STATUS_FILTER, presence.take_status)
    broker.listen(RESPONSE_FILTER, bridge.take_response)
    broker.listen(BRIDGE_STATUS, availability.take_bridge_status)
    broker.listen(REJECTED, availability.take_rejected)
    broker.tap(wire.take)
    cleanup = Cleanup(
        engine=engine,
        server=server,
        rooms=rooms,
        slow_consumers=slow_consumers,
        sockets=sockets,
        sweep_log_subscriptions=log_subscriptions.sweep,
        give_way=presence.give_way,
        disconnect=socketio.server.disconnect,
    )
    return Live(socketio=socketio, presence=presence, availability=availability, cleanup=cleanup)


def _socketio(app: Flask, max_body: int) -> SocketIO:
    return SocketIO(
        app,
        async_mode="gevent",
        async_handlers=False,
        json=OrJson,
        max_http_buffer_size=max_body,
        ping_interval=15,
        ping_timeout=15,
        cors_allowed_origins=[],  # empty: no check here, web.http.guard has one
        logger=PACKETS,
        engineio_logger=PACKETS,
    )


def _adapt(app: Flask, engine: EngineIoServer, server: SocketIoServer, sockets: SocketAccess) -> None:
    def person_of(engine_sid: str) -> str | None:
        return sockets.person_id(server.sid_of(engine_sid) or "")

    server.keep_little_of_requests()
    server.ignore_ended_clients()
    engine.use_websockets(lambda engine_sid: person_of(engine_sid) is not None)
    inner: Application = app.wsgi_app
    app.wsgi_app = admitted_connections.Admission(inner, person_of)  # type: ignore[method-assign]


def _slow_consumers(
    socketio: SocketIO, engine: EngineIoServer, server: SocketIoServer, broadcast: Broadcast
) -> SlowConsumers:
    def queued(sid: str) -> int | None:
        engine_sid = server.engine_sid_of(sid)
        return engine.queued(engine_sid) if engine_sid else None

    def rejoin(sid: str, session: str) -> None:
        socketio.server.enter_room(sid, session)
        broadcast.behind(session, sid)

    return SlowConsumers(queued=queued, leave=socketio.server.leave_room, rejoin=rejoin)
