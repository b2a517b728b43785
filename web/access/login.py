"""`/enter`: a form for the code, which gives a cookie. Works without JavaScript.

A link or a QR code may carry the code: `GET /enter?code=...` shows the form filled in, and a script sends it. The GET
itself tries nothing and counts nothing, because any page can cause a GET.
"""

from urllib.parse import quote, urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from web.access.access import Access
from web.access.codes import Codes
from web.access.limits import NEW_PERSON, TooFastError
from web.access.person import Person, Right, new_id
from web.access.request_access import here, person_here, right_of, writer

MAX_PATH = 300


def login_blueprint(access: Access) -> Blueprint:
    """`/enter`, `/leave` and `/api/token`."""
    login = Blueprint("login", __name__)

    @login.get("/enter")
    def enter() -> ResponseReturnValue:
        onward = local_path(request.args.get("next", ""))
        return _go(onward) if access.codes is None else _page(onward, code=request.args.get("code", ""))

    @login.post("/enter")
    def try_code() -> ResponseReturnValue:
        onward = local_path(request.form.get("next", ""))
        return _go(onward) if access.codes is None else _try(access, access.codes, request.form.get("code", ""), onward)

    @login.post("/leave")
    def leave() -> ResponseReturnValue:
        # The person of the cookie: a program without one shares its person with all programs of its address.
        person = Person.read(session.get("person"))
        if access.codes is not None and person is not None and access.codes.knows(person):
            access.codes.revoke(person)
            access.seats.free_person(person.id)
        session.clear()
        return redirect(url_for("login.enter"), 303)

    @login.get("/api/token")
    def token() -> Response:
        response = jsonify(token=token_for(access, writer()))
        response.headers["Cache-Control"] = "no-store"
        return response

    return login


def token_for(access: Access, person: Person | None) -> str:
    """The token with which a page of this person connects to Socket.IO; empty in an open lab."""
    return access.codes.token(person) if access.codes is not None and person is not None else ""


def entry(codes: Codes | None, path: str) -> str:
    """The path of the form with the class code filled in, which leads on to `path`; `path` itself in an open lab."""
    return path if codes is None else f"/enter?code={codes.class_code}&next={quote(path, safe='/')}"


def local_path(text: str) -> str:
    """A path of this lab, or its first page when `text` leads anywhere else.

    Browsers read `//host` as another host, a backslash as a slash, and ignore tabs and line ends.
    """
    is_plain = text.isprintable() and len(text) <= MAX_PATH and "\\" not in text and not text.startswith("//")
    return text if is_plain and text.startswith("/") and not urlsplit(text).netloc else "/"


def _go(path: str) -> ResponseReturnValue:
    """Send the browser to a path of the lab."""
    return redirect(request.script_root + path, 303)


def _try(access: Access, codes: Codes, code: str, onward: str) -> ResponseReturnValue:
    try:
        right = right_of(access, codes, code)
        if right is not None:
            _come_in(access, codes, right)
    except TooFastError as error:
        return _page(onward, "too-fast", code, error.seconds), 429, {"Retry-After": str(error.seconds)}
    if right is None:
        return _page(onward, "wrong", code), 401
    return _go(onward)


def _come_in(access: Access, codes: Codes, right: Right) -> None:
    """Give a cookie. The same right again keeps the person; another right makes a new one. Raises TooFastError."""
    before = Person.read(session.get("person"))
    if before is not None and before.right is right and codes.may_return(before):
        identity = before.id
    else:
        access.limits.spend(NEW_PERSON, here())
        identity = new_id()
    if before is not None and before.id != identity:
        codes.revoke(before)
    session.clear()
    session.permanent = True  # for COOKIE_SECONDS, also when the browser is closed in between
    session["person"] = codes.person(identity, right).document()


def _page(onward: str, problem: str = "", code: str = "", seconds: int = 0) -> Response:
    person = person_here()
    has_ended = person is None and not problem and current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    page = render_template(
        "enter.html",
        onward=onward,
        is_complete=bool(code) and not problem and not _is_from_elsewhere(),
        problem="ended" if has_ended else problem,
        code=code[:40],
        seconds=seconds,
        person=person,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_from_elsewhere() -> bool:
    """Whether a page of another site led here: its code is not sent before the visitor presses the button."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("cross-site", "same-site")
