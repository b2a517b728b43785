"""`/api/sessions/<session>/series`: every number that was reported in a session, for charts."""

from pathlib import Path

import orjson
from flask import Blueprint, Response

from chat.history import History
from web.history.series import SeriesStore
from web.http.queries import number

DEFAULT_POINTS = 1000
MAX_POINTS = 5000


def series_blueprint(logs: Path, store: SeriesStore) -> Blueprint:
    """The series of sessions."""
    blueprint = Blueprint("series", __name__, url_prefix="/api/sessions/<session>/series")

    @blueprint.get("")
    def series(session: str) -> Response:
        points = number("points", DEFAULT_POINTS, 20, MAX_POINTS)
        document = store.document(session, History.of(logs, session), points)
        return Response(orjson.dumps(document), mimetype="application/json")

    return blueprint
