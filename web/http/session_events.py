"""`/api/sessions/<session>/events` and `/state`: what the teacher does to a session, and the state that it makes."""

from pathlib import Path

from flask import Blueprint, Response, jsonify

from chat.errors import LabError
from chat.session_events import checked
from chat.topic import check_session
from web.access.access import Access
from web.access.phases import archived_as, state_of
from web.access.request_access import writer
from web.access.rights import TEACHER, Rule
from web.bridge_client import BridgeClient
from web.http.messages import string_in
from web.http.queries import json_body

_FOR_TEACHERS = Rule(TEACHER)


def session_events_blueprint(logs: Path, bridge: BridgeClient, access: Access) -> Blueprint:
    """Asking for events, and reading the state. A pupil sets the name of the own role, and nothing else."""
    blueprint = Blueprint("session_events", __name__, url_prefix="/api/sessions/<session>")

    @blueprint.get("/state")
    def state(session: str) -> Response:
        state = state_of(logs, check_session(session))
        archived = archived_as(logs, session) if state.phase == "ended" else ""
        return jsonify({**state.document(), "archived": archived})

    @blueprint.post("/events")
    def ask(session: str) -> Response:
        body = json_body()
        event, data = string_in(body, "event"), body.get("data", {})
        if event != "name-set":
            access.check(writer(), _FOR_TEACHERS)
        if not isinstance(data, dict):
            raise LabError("bad-field", "`data` is an object")
        data = checked(event, data)
        if event == "name-set":
            access.claim(writer(), check_session(session), data["role"])
        bridge.ask("event", check_session(session), event=event, data=data)
        if data.get("phase") == "ended":
            access.seats.free_session(session)
        return jsonify(status="ok")

    return blueprint
