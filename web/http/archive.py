"""`/api/archive`: the archived sessions, their records and files, and deleting one."""

from collections.abc import Callable
from pathlib import Path

import orjson
from flask import Blueprint, Response, jsonify

from chat.history import ARCHIVE, History, archived_names
from web.bridge_client import BridgeClient
from web.history.session_list import SessionList
from web.http.downloads import download_of
from web.http.records import records_of
from web.tables.workbooks import Workbooks


def archive_blueprint(logs: Path, bridge: BridgeClient, books: Workbooks, breathe: Callable[[], None]) -> Blueprint:
    """Everything under /api/archive."""
    archive = Blueprint("archive", __name__, url_prefix="/api/archive")
    summaries = SessionList(logs / ARCHIVE, names=lambda: [name for name, _ in archived_names(logs)], breathe=breathe)

    @archive.get("")
    def list_archived() -> Response:
        sessions = dict(archived_names(logs))
        found = [{**one.document(), "name": one.session, "session": sessions[one.session]} for one in summaries.all()]
        return Response(orjson.dumps({"archived": found}), mimetype="application/json")

    @archive.get("/<name>/messages")
    def messages(name: str) -> Response:
        return records_of(name, History.archived(logs, name))

    @archive.get("/<name>/state")
    def state(name: str) -> Response:
        return jsonify(History.archived(logs, name).state().document())

    @archive.get("/<name>/log")
    def download(name: str) -> Response:
        return download_of(name, History.archived(logs, name), books)

    @archive.delete("/<name>")
    def delete(name: str) -> Response:
        History.archived(logs, name)
        bridge.ask("delete", archived=name)
        return jsonify(status="ok")

    return archive
