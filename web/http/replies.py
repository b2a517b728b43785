"""`/api/sessions/<session>/replies`: the quick replies of a session."""

from pathlib import Path

from flask import Blueprint, Response, jsonify

from chat.history import History
from chat.topic import check_session
from web.bridge_client import BridgeClient
from web.http.queries import json_body


def replies_blueprint(logs: Path, bridge: BridgeClient) -> Blueprint:
    """Reading and setting the quick replies."""
    blueprint = Blueprint("replies", __name__, url_prefix="/api/sessions/<session>/replies")

    @blueprint.get("")
    def replies(session: str) -> Response:
        return jsonify(replies=History.of(logs, session).replies())

    @blueprint.put("")
    def set_replies(session: str) -> Response:
        bridge.ask("replies", check_session(session), replies=json_body().get("replies"))
        return jsonify(replies=History.of(logs, session).replies())

    return blueprint
