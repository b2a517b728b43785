"""The Flask application and everything behind it, composed. `create_app` starts nothing: `Web.start` does."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask_compress import Compress
from flask_socketio import SocketIO

from chat.access import WEB
from chat.credentials import service_login
from chat.history import History
from chat.settings import Settings
from chat.topic import BRIDGE_STATUS, LOG_FILTER, REJECTED, RESPONSE_FILTER, STATUS_FILTER
from mqtt.connection import BrokerAddress
from tls.contexts import broker_context
from tls.files import Identity, identity
from web.access import request_access
from web.access.access import Access
from web.access.login import login_blueprint
from web.access.socket_access import SocketAccess
from web.access.unauthenticated_timeout import UnauthenticatedTimeout
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.history.search_runner import SearchRunner
from web.history.search_turns import SearchTurns
from web.history.series import SeriesStore
from web.history.session_list import SessionList
from web.http import languages, problems
from web.http.archive import archive_blueprint
from web.http.assets import Assets
from web.http.form import form_blueprint
from web.http.guard import Guard
from web.http.headers import Headers
from web.http.health import health_blueprint
from web.http.hosts import Hosts
from web.http.join import join_blueprint
from web.http.openapi import openapi_blueprint
from web.http.pages import pages_blueprint
from web.http.proxies import ForwardedHeaders, TrustedProxies
from web.http.records import records_blueprint
from web.http.replies import replies_blueprint
from web.http.search import search_blueprint
from web.http.series import series_blueprint
from web.http.sessions import sessions_blueprint
from web.http.trust import trust_blueprint
from web.lessons.pages import lessons_blueprint
from web.live import engine
from web.live.broadcast import Broadcast
from web.live.events import Events
from web.live.feed import Feed
from web.live.presence import Presence
from web.live.rooms import Rooms
from web.live.slow_consumers import SlowConsumers
from web.live.wire import WireTap

_log = logging.getLogger("web")

MAX_BODY = 2_097_152
"""Bytes of an HTTP body or a Socket.IO packet; a message may have `LAB_MAX_PAYLOAD`, checked apart."""


class OrJson:
    """The JSON of Socket.IO packets: the same writer as the log's."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        """Write."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str, **_options: object) -> Any:
        """Read."""
        return orjson.loads(text)


class Web:
    """The parts of the web service, wired."""

    def __init__(self, settings: Settings, access: Access, login: tuple[str, str], shown: Identity | None) -> None:
        self.settings = settings
        self.access = access
        self.shown = shown
        self.sockets = SocketAccess(access)
        self.app = Flask(__name__)
        self.app.config.update(
            MAX_CONTENT_LENGTH=MAX_BODY,
            COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"],
        )
        self.socketio = SocketIO(
            async_mode="gevent",
            async_handlers=False,
            json=OrJson,
            max_http_buffer_size=MAX_BODY,
            ping_interval=15,
            ping_timeout=15,
            cors_allowed_origins=[],  # empty: no check here, web.http.guard has one
        )
        self.assets = Assets(Path(self.app.static_folder or ""))
        self.rooms = Rooms()
        address = BrokerAddress(settings.broker_address, settings.broker_port, *login, broker_context(settings))
        self.broker = BrokerClient(address, on_state=self._broker_changed)
        self.bridge = BridgeClient(self.broker)
        self.presence = Presence(
            rooms=self.rooms,
            publish=self.broker.retain,
            on_change=self._presence_changed,
            later=self._later,
            file=settings.data / "web-presence.json",
        )
        self.broadcast = Broadcast(self.socketio)
        self.slow_consumers = SlowConsumers(queued=self._queued, leave=self._take_out, rejoin=self._let_in)
        self.feed = Feed(
            emit=self.broadcast.records, viewers=self.rooms.viewers, later=self._later, clock=time.monotonic
        )
        self.wire = WireTap(
            emit=lambda sid, document: self.socketio.emit("wire", document, to=sid),
            switch=self.broker.open_tap,
            later=self._later,
            clock=time.time,
        )
        self._was_connected = False

    def install(self) -> None:
        """Wire routes and events. Nothing runs yet."""
        settings, app = self.settings, self.app
        languages.install(app, settings.lang)
        problems.install(app)
        request_access.install(app, self.access, settings.web_port)
        Compress(app)
        for blueprint in (
            pages_blueprint(settings, self.assets, self.access),
            login_blueprint(self.access),
            sessions_blueprint(
                SessionList(settings.logs, breathe=self._breathe), self.presence.participants, self.bridge
            ),
            records_blueprint(settings.logs, self.broker, self.access, settings.max_payload),
            replies_blueprint(settings.logs, self.bridge),
            series_blueprint(settings.logs, SeriesStore(self._breathe)),
            search_blueprint(SearchRunner(settings.logs, SearchTurns())),
            health_blueprint(self.broker, self.bridge),
            archive_blueprint(settings.logs, self.bridge, self._breathe),
            join_blueprint(settings, self.access, trusts=self.shown is not None and self.shown.ca is not None),
            trust_blueprint(self.shown),
            openapi_blueprint(),
            form_blueprint(settings.logs, self.broker, self.access, settings.max_payload),
            lessons_blueprint(settings.data / "lessons"),
        ):
            app.register_blueprint(blueprint)
        self.socketio.init_app(app)
        engine.use_under(self.socketio)
        # Outside of Socket.IO, which answers before Flask is asked.
        guarded = Headers(Guard(app.wsgi_app, Hosts.of(settings)))
        app.wsgi_app = ForwardedHeaders(guarded, TrustedProxies.of(settings))  # type: ignore[method-assign]
        Events(
            socketio=self.socketio,
            logs=settings.logs,
            rooms=self.rooms,
            presence=self.presence,
            slow_consumers=self.slow_consumers,
            wire=self.wire,
            broker=self.broker,
            access=self.access,
            sockets=self.sockets,
            max_payload=settings.max_payload,
        ).install()
        self.broker.listen(LOG_FILTER, self.feed.take)
        self.broker.listen(STATUS_FILTER, self.presence.take_status)
        self.broker.listen(RESPONSE_FILTER, self.bridge.take_response)
        self.broker.listen(BRIDGE_STATUS, self._bridge_changed)
        self.broker.listen(REJECTED, self._rejected)
        self.broker.tap(self.wire.take)

    def _breathe(self) -> None:
        """Let other greenlets work."""
        self.socketio.sleep(0)

    def start(self) -> None:
        """Load the built page and connect to the broker."""
        self.assets.load()
        self.broker.start()
        self.presence.start()
        self.socketio.start_background_task(self._watch_slow_consumers)
        if self.access.codes is not None:
            self.socketio.start_background_task(self._end_the_outdated)

    def stop(self) -> None:
        """Say goodbye for every browser, and disconnect."""
        self.presence.stop()
        self.broker.stop()

    def _later(self, seconds: float, call: Callable[[], None]) -> object:
        def wait_and_call() -> None:
            self.socketio.sleep(seconds)
            call()

        return self.socketio.start_background_task(wait_and_call)

    def _presence_changed(self, session: str) -> None:
        document = {"session": session, "participants": self.presence.participants(session)}
        self.socketio.emit("presence", document, to=session)

    def _broker_changed(self) -> None:
        connected = self.broker.is_connected
        self._notice("broker-online" if connected else "broker-offline", "")
        if connected and self._was_connected:
            self.presence.again()
            self._tell_newest()
        self._was_connected = self._was_connected or connected

    def _bridge_changed(self, topic: str, payload: bytes) -> None:
        if self.bridge.take_status(topic, payload):
            self._notice("bridge-online" if self.bridge.is_online else "bridge-offline", "")
            if self.bridge.is_online:
                self._tell_newest()

    def _tell_newest(self) -> None:
        """Records may have been logged that never came on `log/...`: tell every room where its log ends."""
        for session in self.rooms.sessions():
            last_seq = History.of(self.settings.logs, session).last_seq()
            self.socketio.emit("behind", {"session": session, "last_seq": last_seq}, to=session)

    def _rejected(self, _topic: str, payload: bytes) -> None:
        self.socketio.emit("notice", {"kind": "rejected", "detail": orjson.loads(payload)})

    def _notice(self, kind: str, detail: str) -> None:
        self.socketio.emit("notice", {"kind": kind, "detail": detail})

    def _queued(self, sid: str) -> int | None:
        server = self.socketio.server
        eio_sid = server.manager.eio_sid_from_sid(sid, "/")
        socket = server.eio.sockets.get(eio_sid) if eio_sid else None
        return None if socket is None else socket.queue.qsize()

    def _take_out(self, sid: str, session: str) -> None:
        self.socketio.server.leave_room(sid, session)

    def _let_in(self, sid: str, session: str) -> None:
        self.socketio.server.enter_room(sid, session)
        last_seq = History.of(self.settings.logs, session).last_seq()
        self.socketio.emit("behind", {"session": session, "last_seq": last_seq}, to=sid)

    def _watch_slow_consumers(self) -> None:
        while True:
            self.socketio.sleep(0.2)
            try:
                for session in self.rooms.sessions():
                    self.slow_consumers.check(session, self.rooms.clients(session))
                self.slow_consumers.readmit()
            except OSError as error:
                _log.warning("a page that lags could not be told where its log ends: %s", error)

    def _end_the_outdated(self) -> None:
        """New codes end what came in with the old ones, also those who only listen."""
        silent = UnauthenticatedTimeout()
        while True:
            self.socketio.sleep(2)
            for sid in self.sockets.outdated():
                self.socketio.server.disconnect(sid)
            self._end_the_silent(silent)

    def _end_the_silent(self, silent: UnauthenticatedTimeout) -> None:
        server = self.socketio.server
        let_in = {server.manager.eio_sid_from_sid(sid, "/") for sid in self.sockets.sids()}
        for eio_sid in silent.overdue(list(server.eio.sockets), let_in, time.monotonic()):
            # Apart: it waits until what was sent has been read.
            self.socketio.start_background_task(server.eio.disconnect, eio_sid)


def create_app(settings: Settings) -> Web:
    """The web service for these settings, wired and not started. Raises SettingsError (credentials, certificates)."""
    web = Web(settings, Access.of(settings), service_login(settings, WEB), identity(settings))
    web.install()
    return web
