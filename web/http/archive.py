"""Sessions that were set aside: their list, their records, their files. Thin, like the API beside it."""

from pathlib import Path

from flask import Blueprint, Response, jsonify

from chat.history import ARCHIVE, History, archived_names
from web.history.session_list import SessionList
from web.http.api import export, messages_of


def archive_blueprint(logs: Path) -> Blueprint:
    """Everything under /api/archive."""
    archive = Blueprint("archive", __name__, url_prefix="/api/archive")
    summaries = SessionList(logs / ARCHIVE, names=lambda: [name for name, _ in archived_names(logs)])

    @archive.get("")
    def list_archived() -> Response:
        sessions = dict(archived_names(logs))
        found = [{**one.document(), "name": one.session, "session": sessions[one.session]} for one in summaries.all()]
        return jsonify(archived=found)

    @archive.get("/<name>/messages")
    def messages(name: str) -> Response:
        return messages_of(name, History.archived(logs, name))

    @archive.get("/<name>/log")
    def download(name: str) -> Response:
        return export(name, History.archived(logs, name))

    return archive
