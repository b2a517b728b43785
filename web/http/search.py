"""`/api/search`: searching the records of one session or of all."""

from flask import Blueprint, Response, request

from chat.errors import LabError
from chat.topic import check_session
from web.access.request_access import writer
from web.history.search import MAX_FOUND
from web.history.search_runner import Query, SearchRunner
from web.http.queries import number

DEFAULT_LIMIT = 100
MAX_WORDS = 200
"""Characters of what is searched for."""


def search_blueprint(runner: SearchRunner) -> Blueprint:
    """Searches, whose lines are sent as they are found."""
    blueprint = Blueprint("search", __name__, url_prefix="/api/search")

    @blueprint.get("")
    def search() -> Response:
        query = _query()
        runner.check()
        return Response(runner.run(writer().id, query), mimetype="application/x-ndjson")

    return blueprint


def _query() -> Query:
    """What the request asks for. Raises LabError (`bad-request`, `bad-session`)."""
    words, session = request.args.get("q", "").strip(), request.args.get("session", "")
    if not 0 < len(words) <= MAX_WORDS or "\0" in words:
        raise LabError("bad-request", f"`q` is 1 to {MAX_WORDS} characters")
    if session:
        check_session(session)
    return Query(session, words, number("limit", DEFAULT_LIMIT, 1, MAX_FOUND))
