"""The HTTP API of docs/protocol.md. Thin: reads the history, asks the bridge, publishes to the broker."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, jsonify, request, url_for

from chat.errors import LabError
from chat.history import History
from chat.topic import ChatTopic, check_session
from web.access.access import Access
from web.access.request_access import writer
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.history.search import MAX_FOUND, SearchRunner
from web.history.series import SeriesStore
from web.history.session_list import SessionList
from web.http.exports import FORMATS
from web.http.messages import message_from, new_id, string_in

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
DEFAULT_POINTS = 1000
MAX_POINTS = 5000
MAX_WORDS = 200
BREATH = 200
"""Records of a download after which others get their turn."""

# No vowels and nothing that looks like another letter: names that are typed on a device, and are no words.
_LETTERS = "bcdfghjkmnpqrstvwxyz23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the API stands on."""

    logs: Path
    sessions: SessionList
    series: SeriesStore
    search: SearchRunner
    participants: Callable[[str], list[dict[str, Any]]]
    bridge: BridgeClient
    broker: BrokerClient
    access: Access
    max_payload: int


def api_blueprint(parts: Parts) -> Blueprint:
    """Everything under /api."""
    api = Blueprint("api", __name__, url_prefix="/api")
    _add_sessions(api, parts)
    _add_messages(api, parts)
    _add_replies(api, parts)
    _add_findings(api, parts)
    return api


def _add_sessions(api: Blueprint, parts: Parts) -> None:
    @api.get("/sessions")
    def list_sessions() -> Response:
        found = [{**one.document(), "participants": parts.participants(one.session)} for one in parts.sessions.all()]
        return jsonify(sessions=found)

    @api.post("/sessions")
    def create_session() -> tuple[Response, int, dict[str, str]]:
        body = _body()
        name = short_name() if body.get("session") is None else string_in(body, "session")
        parts.bridge.ask("create", check_session(name))
        return jsonify(session=name), 201, {"Location": url_for(".messages", session=name)}

    @api.post("/sessions/<session>/archive")
    def archive(session: str) -> Response:
        parts.bridge.ask("archive", check_session(session))
        return jsonify(status="ok")

    @api.get("/sessions/<session>/log")
    def download(session: str) -> Response:
        return export(session, History.of(parts.logs, session))


def _add_messages(api: Blueprint, parts: Parts) -> None:
    @api.get("/sessions/<session>/messages")
    def messages(session: str) -> Response:
        return messages_of(session, History.of(parts.logs, session))

    @api.post("/sessions/<session>/messages")
    def send(session: str) -> tuple[Response, int]:
        body = _body()
        topic = ChatTopic(session, string_in(body, "role"))
        if body.get("id") is None:
            body["id"] = new_id()
        message, payload = message_from(body, max_size=parts.max_payload)
        parts.access.claim(writer(), topic.session, topic.role)
        parts.broker.publish(str(topic), payload)
        return jsonify(status="accepted", id=message.id), 202


def _add_replies(api: Blueprint, parts: Parts) -> None:
    @api.get("/sessions/<session>/replies")
    def replies(session: str) -> Response:
        return jsonify(replies=History.of(parts.logs, session).replies())

    @api.put("/sessions/<session>/replies")
    def set_replies(session: str) -> Response:
        parts.bridge.ask("replies", check_session(session), replies=_body().get("replies"))
        return jsonify(replies=History.of(parts.logs, session).replies())


def _add_findings(api: Blueprint, parts: Parts) -> None:
    @api.get("/sessions/<session>/series")
    def series(session: str) -> Response:
        points = _number("points", DEFAULT_POINTS, 20, MAX_POINTS)
        document = parts.series.document(session, History.of(parts.logs, session), points)
        return Response(orjson.dumps(document), mimetype="application/json")

    @api.get("/search")
    def search() -> Response:
        words, session = request.args.get("q", "").strip(), request.args.get("session", "")
        limit = _number("limit", DEFAULT_LIMIT, 1, MAX_FOUND)
        if not 0 < len(words) <= MAX_WORDS or "\0" in words:
            raise LabError("bad-request", f"`q` is 1 to {MAX_WORDS} characters")
        if session:
            check_session(session)
        if parts.search.is_busy:
            raise LabError("busy", "two searches are running; try again in a moment")
        return Response(parts.search.run(session, words, limit), mimetype="application/x-ndjson")


def messages_of(name: str, history: History) -> Response:
    """The records that the query asks for, as the API tells them."""
    document = {"session": name, "records": window(history), "last_seq": history.last_seq()}
    return Response(orjson.dumps(document), mimetype="application/json")


def export(name: str, history: History) -> Response:
    """A session as a file to download, in the format that the query asks for. Raises LabError."""
    wanted = request.args.get("format", "log")
    if wanted not in FORMATS:
        raise LabError("bad-request", f"`format` is one of: {', '.join(FORMATS)}")
    if history.first() is None:
        raise LabError("no-session", f"there is no session {name!r}")
    write, mimetype = FORMATS[wanted]
    return _attachment(write(history.all()), f"{name}.{wanted}", mimetype)


def window(history: History) -> list[Any]:
    """The records that the query asks for. Raises LabError (`bad-request`)."""
    limit = _number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    if "after" in request.args:
        lines = history.after(_number("after", 0, 0, 2**53), limit)
    elif "before" in request.args:
        lines = history.before(_number("before", 0, 0, 2**53), limit)
    else:
        lines = history.last(limit)
    return decoded(lines)


def decoded(lines: list[bytes]) -> list[Any]:
    """Lines as documents, passing over those that are damaged."""
    found = []
    for line in lines:
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError:
            continue
    return found


def short_name() -> str:
    """A session name that is easily typed on a device: six letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def _number(key: str, default: int, low: int, high: int) -> int:
    text = request.args.get(key)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 16 or not low <= int(text) <= high:
        raise LabError("bad-request", f"`{key}` takes a whole number from {low} to {high}")
    return int(text)


def _body() -> dict[str, Any]:
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as error:
        raise LabError("bad-request", f"the body is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise LabError("bad-request", "the body is no JSON object")
    return body


def _attachment(chunks: Iterator[bytes], name: str, mimetype: str) -> Response:
    response = Response(_joined(chunks), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _joined(chunks: Iterator[bytes], size: int = 65536) -> Iterator[bytes]:
    """Many small chunks as few large ones."""
    held = bytearray()
    for count, chunk in enumerate(chunks, 1):
        held += chunk
        if count % BREATH == 0:
            time.sleep(0)  # others get their turn: a fast reader never makes the server wait by itself
        if len(held) >= size:
            yield bytes(held)
            held.clear()
    yield bytes(held)
