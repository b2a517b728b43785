"""Errors: problem objects under /api (RFC 9457), each with the `reason` word of the protocol; pages elsewhere."""

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from chat.errors import LabError

STATUS = {
    "bad-session": 400, "bad-role": 400, "reserved-role": 400, "bad-request": 400, "bad-field": 400, "empty": 400,
    "no-session": 404, "session-exists": 409, "too-large": 413,
    "busy": 503, "broker-unavailable": 503, "bridge-unavailable": 503, "timeout": 503, "disk": 503,
}  # fmt: skip


def problem(status: int, title: str, detail: str, reason: str) -> Response:
    """A problem object as a response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "reason": reason}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def install(app: Flask) -> None:
    """Answer errors: under /api as problems, elsewhere as pages."""

    def answer(status: int, title: str, detail: str, reason: str) -> Response:
        if request.path.startswith("/api/"):
            return problem(status, title, detail, reason)
        return Response(render_template("error.html", title=title, detail=detail), status)

    @app.errorhandler(LabError)
    def of_the_lab(error: LabError) -> Response:
        return answer(STATUS.get(error.reason, 400), error.reason.replace("-", " "), error.detail, error.reason)

    @app.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> Response:
        response = answer(error.code or 500, error.name, error.description or "", "http")
        # What the status needs beside it, such as Allow with 405 (RFC 9110, section 15.5.6).
        response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
        return response
