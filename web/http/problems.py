"""Errors: problem objects under /api (RFC 9457), each with the `reason` word of the protocol; pages elsewhere."""

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from chat.errors import LabError
from chat.role_use import RoleInUseError
from web.http.error_texts import error_text

STATUS = {
    "bad-session": 400,
    "bad-role": 400,
    "reserved-role": 400,
    "bad-request": 400,
    "bad-field": 400,
    "empty": 400,
    "no-access": 401,
    "teacher-only": 403,
    "device-role": 403,
    "teacher-role": 403,
    "role-taken": 409,
    "frozen": 409,
    "muted": 409,
    "ended": 409,
    "poll-open": 409,
    "no-poll": 409,
    "same-rule": 409,
    "no-record": 404,
    "too-many-events": 429,
    "too-fast": 429,
    "no-session": 404,
    "no-mailbox": 404,
    "no-line": 404,
    "faults-off": 404,
    "faults-busy": 409,
    "faults-unavailable": 503,
    "session-exists": 409,
    "too-large": 413,
    "too-many-sessions": 429,
    "role-in-use": 409,
    "same-role": 409,
    "no-accounts": 409,
    "too-many-accounts": 409,
    "bad-access-file": 503,
    "no-access-file": 503,
    "busy": 503,
    "broker-unavailable": 503,
    "bridge-unavailable": 503,
    "timeout": 503,
    "disk": 503,
}


def problem(status: int, title: str, detail: str, reason: str, **more: object) -> Response:
    """A problem object as a response; `more`: its extension members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "reason": reason, **more}
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def wants_problem() -> bool:
    """Whether the request is a program's, to be answered with a problem object rather than a page."""
    return request.path.startswith("/api/")


def of_the_lab(error: LabError) -> Response:
    """The answer to an error of the lab."""
    return _answer(STATUS.get(error.reason, 400), error.reason.replace("-", " "), error.detail, error.reason)


def of_role_in_use(error: RoleInUseError) -> Response:
    """The answer to an account for roles that are in use, which names them (RFC 9457, section 3.2)."""
    uses = [{"role": use.role, "account": use.has_account, "online": list(use.sessions)} for use in error.uses]
    return problem(409, "role in use", error.detail, error.reason, uses=uses)


def of_http(error: HTTPException) -> Response:
    """The answer to an error that Flask found."""
    response = _answer(error.code or 500, error.name, error.description or "", "http")
    # What the status needs beside it, such as Allow with 405 (RFC 9110, section 15.5.6).
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def install(app: Flask) -> None:
    """Answer errors: under /api as problems, elsewhere as pages."""
    app.register_error_handler(LabError, of_the_lab)
    app.register_error_handler(RoleInUseError, of_role_in_use)
    app.register_error_handler(HTTPException, of_http)


def _answer(status: int, title: str, detail: str, reason: str) -> Response:
    if wants_problem():
        return problem(status, title, detail, reason)
    title, detail = error_text(reason, status)
    page = render_template("error.html", title=title, detail=detail, reason=reason, status=status)
    return Response(page, status)
