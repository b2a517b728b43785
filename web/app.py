"""The web service, composed. `create_app` starts nothing: `Web.start` does."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from gevent import sleep

from chat.access import WEB
from chat.credentials import service_login
from chat.settings import Settings
from mqtt.connection import BrokerAddress
from tls.contexts import broker_context
from tls.files import Identity, identity
from web.access import request_access
from web.access.access import Access
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.http import languages, problems, wsgi_layers
from web.http.assets import Assets
from web.http.blueprints import Parts, all_blueprints
from web.http.present import together
from web.live.composition import Live, make_live

MAX_BODY = 2_097_152
"""Bytes of an HTTP body or a Socket.IO packet; a message may have `LAB_MAX_PAYLOAD`, checked apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The parts of the web service, wired."""

    app: Flask
    assets: Assets
    broker: BrokerClient
    live: Live
    identity: Identity | None
    """The certificate that the page shows; None without TLS."""

    def start(self) -> None:
        """Load the built page and connect to the broker."""
        self.assets.load()
        self.broker.start()
        self.live.start()

    def stop(self) -> None:
        """Publish `offline` for every browser, and disconnect."""
        self.live.stop()
        self.broker.stop()


def create_app(settings: Settings) -> Web:
    """The web service for these settings, wired and not started. Raises SettingsError (credentials, certificates)."""
    access, certificate = Access.of(settings), identity(settings)
    app = _flask(settings, access)
    login = service_login(settings, WEB)
    address = BrokerAddress(settings.broker_address, settings.broker_port, *login, broker_context(settings))
    broker = BrokerClient(address, on_state=lambda: live.availability.broker_changed())  # noqa: PLW0108 - made below
    bridge = BridgeClient(broker)
    live = make_live(app, settings, access=access, broker=broker, bridge=bridge, max_body=MAX_BODY)
    assets = Assets(Path(app.static_folder or ""))
    parts = Parts(
        settings=settings,
        access=access,
        identity=certificate,
        assets=assets,
        broker=broker,
        bridge=bridge,
        participants=live.presence.participants,
        present=lambda wants, most: together(live.presence.online(wants, most), access.seats.held(wants, most)),
        breathe=lambda: sleep(0),
    )
    for blueprint in all_blueprints(parts):
        app.register_blueprint(blueprint)
    wsgi_layers.install(app, settings)  # last: round all that was installed before
    return Web(app=app, assets=assets, broker=broker, live=live, identity=certificate)


def _flask(settings: Settings, access: Access) -> Flask:
    """Flask, with what happens around each request."""
    app = Flask(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"],
    )
    # Names stand in the order of the log, from which pages give people their colours.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    languages.install(app, settings.lang)
    problems.install(app)
    request_access.install(app, access, settings.web_port)
    Compress(app)
    return app
