"""`/api/sessions/<session>/messages` and `/log`: reading records, sending messages, downloading a session."""

from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, jsonify, request

from chat.history import History
from chat.topic import ChatTopic
from web.access.access import Access
from web.access.phases import check_writable
from web.access.request_access import writer
from web.broker_client import BrokerClient
from web.http.downloads import download_of
from web.http.messages import message_from, new_id, string_in
from web.http.queries import json_body, number
from web.tables.workbooks import Workbooks

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
MAX_ANSWER = 4 * 2**20
"""Bytes of the records of one answer, which is in memory until its reader has taken it."""


def records_blueprint(
    logs: Path, broker: BrokerClient, access: Access, max_payload: int, books: Workbooks
) -> Blueprint:
    """The records of sessions. `max_payload`: bytes of a message; `books` writes workbooks."""
    blueprint = Blueprint("records", __name__, url_prefix="/api/sessions/<session>")

    @blueprint.get("/messages")
    def messages(session: str) -> Response:
        return records_of(session, History.of(logs, session))

    @blueprint.post("/messages")
    def send(session: str) -> tuple[Response, int]:
        body = json_body()
        topic = ChatTopic(session, string_in(body, "role"))
        if body.get("id") is None:
            body["id"] = new_id()
        message, payload = message_from(body, max_size=max_payload)
        check_writable(logs, writer(), topic.session)
        access.claim(writer(), topic.session, topic.role)
        broker.publish(str(topic), payload)
        return jsonify(status="accepted", id=message.id), 202

    @blueprint.get("/log")
    def download(session: str) -> Response:
        return download_of(session, History.of(logs, session), books)

    return blueprint


def records_of(name: str, history: History) -> Response:
    """The records that the query asks for. Raises LabError (`bad-request`)."""
    document = {"session": name, "records": decoded(_lines(history)), "last_seq": history.last_seq()}
    return Response(orjson.dumps(document), mimetype="application/json")


def _lines(history: History) -> list[bytes]:
    limit = number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    if "after" in request.args:
        return history.after(number("after", 0, 0, 2**53), limit, MAX_ANSWER)
    if "before" in request.args:
        return history.before(number("before", 0, 0, 2**53), limit, MAX_ANSWER)
    return history.last(limit, MAX_ANSWER)


def decoded(lines: list[bytes]) -> list[Any]:
    """Lines as documents, without those that are damaged."""
    found = []
    for line in lines:
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError:
            continue
    return found
