"""Access control of HTTP: before each request, find the person, check the right, and count the request."""

from typing import cast

from flask import Flask, Request, Response, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from web.access.access import Access, NoAccessError, everybody_of
from web.access.codes import COOKIE_SECONDS, Codes
from web.access.limits import ANONYMOUS, WRONG_CODE, TooFastError, address_key
from web.access.person import Person, Right
from web.access.rights import ROUTES, UNKNOWN, Limit, Rule
from web.http import problems


class _Cookies(SecureCookieSessionInterface):
    """The signed cookie. Over TLS it is never sent in the clear; below a path prefix it belongs to that path."""

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        return request.script_root or "/"

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        return request.is_secure


def install(app: Flask, access: Access, web_port: int) -> None:
    """Check every request of this application."""
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
    def check_request() -> None:
        rule = ROUTES.get(request.endpoint or "", UNKNOWN)
        g.person = everybody_of(access)
        if access.codes is not None and rule.asks_who:
            g.person = _person_of(request, access, access.codes)
            _count(access, rule, g.person)
            access.check(g.person, rule)

    app.register_error_handler(NoAccessError, _turn_away)
    app.register_error_handler(TooFastError, _slow_down)


def person_here() -> Person | None:
    """The person of this request; None when the client is not authenticated, which only routes for anybody allow."""
    return cast("Person | None", g.get("person"))


def writer() -> Person:
    """The authenticated person of this request. Raises NoAccessError."""
    person = person_here()
    if person is None:
        raise NoAccessError
    return person


def here() -> str:
    """The address of this request as the limits count it."""
    return address_key(request.remote_addr or "")


def _person_of(request: Request, access: Access, codes: Codes) -> Person | None:
    """The person by the code in the Authorization header (RFC 6750, section 2.1), or else by the cookie."""
    if request.authorization is not None and request.authorization.type == "bearer":
        right = right_of(access, codes, request.authorization.token or "")
        if right is None:
            return None
        return codes.person(f"program at {here()}", right)
    person = Person.read(session.get("person"))
    return person if person is not None and codes.knows(person) else None


def right_of(access: Access, codes: Codes, typed: str) -> Right | None:
    """What a code opens; a wrong one is counted. Raises TooFastError after too many wrong ones from the address.

    The right code is refused then, too: otherwise the limit would not slow down guessing.
    """
    access.limits.check(WRONG_CODE, here())
    right = codes.right_of(typed)
    if right is None:
        access.limits.spend(WRONG_CODE, here())
    return right


def _count(access: Access, rule: Rule, person: Person | None) -> None:
    """Count a request. Raises TooFastError.

    A request that is redirected to `/enter` is not counted, so no client can use up the limit of others at its address.
    """
    if rule.limit is Limit.NONE or (person is None and rule.right > Right.ANYBODY):
        return
    if person is None:
        access.limits.spend(ANONYMOUS, here())
    else:
        access.limits.spend(rule.limit, person.id)


def _turn_away(error: NoAccessError) -> ResponseReturnValue:
    """A problem object for a program; for a person a redirect to the page that asks for the code."""
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
