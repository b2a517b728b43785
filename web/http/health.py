"""`GET /healthz`: whether a message can pass, which a ping through broker and bridge shows."""

from flask import Blueprint, Response, jsonify

from chat.errors import LabError
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient

PING_SECONDS = 2.0


def health_blueprint(broker: BrokerClient, bridge: BridgeClient) -> Blueprint:
    """The health check."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> tuple[Response, int]:
        parts = {"broker": "ok", "bridge": "ok", "web": "ok"}
        try:
            bridge.ask("ping", seconds=PING_SECONDS)
        except LabError as error:
            parts["bridge"] = f"{error.reason}: {error.detail}"
        if not broker.is_connected:
            parts["broker"] = "not connected"
        is_well = all(state == "ok" for state in parts.values())
        return jsonify(status="ok" if is_well else "unavailable", **parts), 200 if is_well else 503

    return health
