"""`/api/sessions/<session>/faults`: the lines of the fault lab, their rules, packets and runs.

The teacher sees and sets all lines; a pupil the line of the own role.
"""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify

from chat.errors import LabError
from chat.topic import check_role, check_session
from web.access.access import Access
from web.access.person import Right
from web.access.phases import check_topic_writable
from web.access.request_access import writer
from web.faults_client import FaultsClient
from web.http.queries import json_body, number

MAX_WAIT = 10
"""Seconds that a request waits for a packet."""

_GREATEST = 2**53


def faults_blueprint(faults: FaultsClient, access: Access, logs: Path) -> Blueprint:
    """The fault lab over HTTP."""
    blueprint = Blueprint("faults", __name__, url_prefix="/api/sessions/<session>/faults")
    _add_session(blueprint, faults)
    _add_line(blueprint, faults, access)
    _add_acts(blueprint, faults, access, logs)
    _add_messages(blueprint, faults, access, logs)
    return blueprint


def _add_session(blueprint: Blueprint, faults: FaultsClient) -> None:
    """All lines of a session: for the teacher."""

    @blueprint.get("")
    def list_lines(session: str) -> Response:
        return _private(faults.ask("GET", check_session(session)))

    @blueprint.put("")
    def set_all(session: str) -> Response:
        return _private(faults.ask("PUT", check_session(session), body={"rules": _rules(json_body())}))


def _add_line(blueprint: Blueprint, faults: FaultsClient, access: Access) -> None:
    """One line."""

    @blueprint.get("/<role>")
    def line(session: str, role: str) -> Response:
        query = f"?after={number('after', 0, 0, _GREATEST)}&wait={number('wait', 0, 0, MAX_WAIT)}"
        return _private(faults.ask("GET", *_own(access, session, role), query=query))

    @blueprint.put("/<role>")
    def open_line(session: str, role: str) -> Response:
        body = json_body()
        rules = {"rules": _rules(body)} if "rules" in body else {}
        return _private(faults.ask("PUT", *_own(access, session, role), body=rules))

    @blueprint.delete("/<role>")
    def close_line(session: str, role: str) -> Response:
        return _private(faults.ask("DELETE", *_own(access, session, role)) | {"status": "ok"})


def _add_acts(blueprint: Blueprint, faults: FaultsClient, access: Access, logs: Path) -> None:
    """What happens on a line at once."""

    @blueprint.post("/<role>/cut")
    def cut(session: str, role: str) -> Response:
        return _private(faults.ask("POST", *_own(access, session, role), "cut"))

    @blueprint.post("/<role>/runs")
    def run(session: str, role: str) -> Response:
        body = json_body()
        own = _own(access, session, role)
        check_topic_writable(logs, writer(), f"chat/{session}/{role}")
        wanted = {key: body[key] for key in ("qos", "count", "with_id") if key in body}
        return _private(faults.ask("POST", *own, "runs", body=wanted))


def _add_messages(blueprint: Blueprint, faults: FaultsClient, access: Access, logs: Path) -> None:
    """What a board in a page publishes through its line."""

    @blueprint.post("/<role>/messages")
    def publish(session: str, role: str) -> Response:
        body = json_body()
        own = _own(access, session, role)
        check_topic_writable(logs, writer(), f"chat/{session}/{role}")
        wanted = {key: body[key] for key in ("payload", "qos") if key in body}
        return _private(faults.ask("POST", *own, "messages", body=wanted))


def _own(access: Access, session: str, role: str) -> tuple[str, str]:
    """The names, checked, of a line that the person may use. Raises LabError."""
    check_session(session)
    check_role(role)
    if writer().right < Right.TEACHER:
        access.claim(writer(), session, role)
    return session, role


def _rules(body: dict[str, Any]) -> list[str]:
    """The rules of a request. Raises LabError (`bad-field`)."""
    rules = body.get("rules")
    if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
        raise LabError("bad-field", "`rules` must be a list of strings")
    return rules


def _private(document: dict[str, Any]) -> Response:
    response = jsonify(document)
    response.headers["Cache-Control"] = "no-store"
    return response
