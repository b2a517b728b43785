"""`/api/sessions`: the list of sessions; making, archiving and deleting one."""

import secrets
from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, jsonify, url_for

from chat.topic import check_role, check_session
from web.access.access import Access
from web.bridge_client import BridgeClient
from web.history.session_list import SessionList, Summary
from web.http.messages import string_in
from web.http.queries import json_body

# No vowels and nothing that looks like another letter: names that are typed on a device, and are no words.
_LETTERS = "bcdfghjkmnpqrstvwxyz23456789"

Participants = Callable[[str], list[dict[str, Any]]]


def sessions_blueprint(
    sessions: SessionList, participants: Participants, bridge: BridgeClient, access: Access
) -> Blueprint:
    """The sessions that are not archived. `participants` gives those of one session."""
    blueprint = Blueprint("sessions", __name__, url_prefix="/api/sessions")

    @blueprint.get("")
    def list_sessions() -> Response:
        found = [_row(one, participants(one.session)) for one in sessions.all()]
        return Response(orjson.dumps({"sessions": found}), mimetype="application/json")

    @blueprint.post("")
    def create() -> tuple[Response, int, dict[str, str]]:
        body = json_body()
        name = short_name() if body.get("session") is None else string_in(body, "session")
        bridge.ask("create", check_session(name))
        return jsonify(session=name), 201, {"Location": url_for("records.messages", session=name)}

    @blueprint.post("/<session>/archive")
    def archive(session: str) -> Response:
        bridge.ask("archive", check_session(session))
        access.seats.free_session(session)
        return jsonify(status="ok")

    @blueprint.delete("/<session>")
    def delete(session: str) -> Response:
        bridge.ask("delete", check_session(session))
        access.seats.free_session(session)
        return jsonify(status="ok")

    @blueprint.delete("/<session>/seats/<role>")
    def free_seat(session: str, role: str) -> Response:
        access.seats.free(check_session(session), check_role(role))
        return jsonify(status="ok")

    return blueprint


def _row(summary: Summary, participants: list[dict[str, Any]]) -> dict[str, Any]:
    """A session of the list with who is in it."""
    return {**summary.document([one["role"] for one in participants]), "participants": participants}


def short_name() -> str:
    """A session name that is easily typed on a device: six letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))
