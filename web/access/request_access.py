"""The gate of HTTP: before each request, who asks, whether the person may, and how often."""

from typing import cast

from flask import Flask, Request, Response, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from web.access.access import Access, NoAccessError, everybody_of
from web.access.codes import Codes
from web.access.limits import TooFastError, address_key
from web.access.person import Person
from web.access.rights import ROUTES, UNKNOWN, Limit, Rule
from web.http import problems

COOKIE_SECONDS = 12 * 3600
"""How long somebody stays in: a school day, for computers that many use."""


class _Cookies(SecureCookieSessionInterface):
    """The signed cookie. Over TLS it is never sent in the clear; below a path prefix it belongs to that path."""

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        return request.script_root or "/"

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        return request.is_secure


def install(app: Flask, access: Access, web_port: int) -> None:
    """Have every request pass the gate."""
    app.session_interface = _Cookies()
    app.config.update(
        # Browsers send a cookie to every port of a host: two labs on one machine must not overwrite each other's.
        SESSION_COOKIE_NAME=f"lab-{web_port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=COOKIE_SECONDS,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    if access.codes is not None:
        app.secret_key = access.codes.secret_key

    @app.before_request
    def pass_gate() -> None:
        rule = ROUTES.get(request.endpoint or "", UNKNOWN)
        g.person = everybody_of(access)
        if access.codes is not None and rule.limit is not Limit.NONE:
            g.person = _person_of(request, access, access.codes)
            _count(access, rule, g.person)
            access.check(g.person, rule)

    app.register_error_handler(NoAccessError, _turn_away)
    app.register_error_handler(TooFastError, _slow_down)


def person_here() -> Person | None:
    """Who asks; None for somebody who is not in, which only routes for anybody can meet."""
    return cast("Person | None", g.get("person"))


def writer() -> Person:
    """Who writes. Raises NoAccessError."""
    person = person_here()
    if person is None:
        raise NoAccessError
    return person


def here() -> str:
    """Where the request came from, as the limits count it."""
    return address_key(request.remote_addr or "")


def _person_of(asked: Request, access: Access, codes: Codes) -> Person | None:
    """By the code of a program (RFC 6750, section 2.1), else by the cookie."""
    if asked.authorization is not None and asked.authorization.type == "bearer":
        access.limits.check("try", here())
        right = codes.right_of(asked.authorization.token or "")
        if right is None:
            access.limits.spend("try", here())
            return None
        return codes.person(f"program at {here()}", right)
    person = Person.read(session.get("person"))
    return person if person is not None and codes.knows(person) else None


def _count(access: Access, rule: Rule, person: Person | None) -> None:
    if person is None:
        access.limits.spend("stranger", here())
    else:
        access.limits.spend(rule.limit, person.id)


def _turn_away(error: NoAccessError) -> ResponseReturnValue:
    """A program is told; a person is shown where to come in."""
    if problems.wants_problem():
        response = problems.of_the_lab(error)
        response.headers["WWW-Authenticate"] = 'Bearer realm="lab"'
        return response
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else request.path
    return redirect(url_for("login.enter", next=wanted), 303)


def _slow_down(error: TooFastError) -> Response:
    response = problems.of_the_lab(error)
    response.headers["Retry-After"] = str(error.seconds)
    return response
