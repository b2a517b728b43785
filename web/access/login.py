"""`/enter`: where somebody gives a code and gets a cookie. Works without JavaScript; a QR code carries the code too."""

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
from web.access.limits import TooFastError
from web.access.person import Person, new_id
from web.access.request_access import here, person_here, writer

MAX_PATH = 300


def login_blueprint(access: Access) -> Blueprint:
    """`/enter`, `/leave` and `/api/token`."""
    login = Blueprint("login", __name__)

    @login.get("/enter")
    def enter() -> ResponseReturnValue:
        code = request.args.get("code", "")
        return _answer(access, code, request.args.get("next", ""))

    @login.post("/enter")
    def try_code() -> ResponseReturnValue:
        return _answer(access, request.form.get("code", ""), request.form.get("next", ""), is_sent=True)

    @login.post("/leave")
    def leave() -> ResponseReturnValue:
        session.clear()
        return redirect(url_for("login.enter"), 303)

    @login.get("/api/token")
    def token() -> Response:
        response = jsonify(token=token_for(access, writer()))
        response.headers["Cache-Control"] = "no-store"
        return response

    return login


def token_for(access: Access, person: Person | None) -> str:
    """What a page of this person shows to Socket.IO; empty in an open lab, where nothing is asked."""
    return access.codes.token(person) if access.codes is not None and person is not None else ""


def entry(codes: Codes | None, path: str) -> str:
    """The path that leads in and on to `path`, with the class's code; `path` itself in an open lab."""
    return path if codes is None else f"/enter?code={codes.class_code}&next={quote(path, safe='/')}"


def local_path(text: str) -> str:
    """Where to go on: a path of this lab, or its first page when `text` leads anywhere else.

    Browsers take `//host`, and a backslash for a slash, for another host, and leave out tabs and line ends.
    """
    is_plain = text.isprintable() and len(text) <= MAX_PATH and "\\" not in text and not text.startswith("//")
    return text if is_plain and text.startswith("/") and not urlsplit(text).netloc else "/"


def _answer(access: Access, code: str, wanted: str, *, is_sent: bool = False) -> ResponseReturnValue:
    onward = local_path(wanted)
    if access.codes is None:
        return redirect(request.script_root + onward, 303)
    if not code and not is_sent:
        return _page(onward)
    try:
        access.limits.check("try", here())
        right = access.codes.right_of(code)
        if right is None:
            access.limits.spend("try", here())
            return _page(onward, "wrong", code), 401
    except TooFastError as error:
        return _page(onward, "too-fast", code, error.seconds), 429, {"Retry-After": str(error.seconds)}
    # Who had been in, by a code that is none any more, is the same person, and keeps the seat.
    known = Person.read(session.get("person"))
    _come_in(access.codes.person(known.id if known else new_id(), right))
    return redirect(request.script_root + onward, 303)


def _come_in(person: Person) -> None:
    session.clear()
    session.permanent = True  # for COOKIE_SECONDS, though the browser be closed in between
    session["person"] = person.document()


def _page(onward: str, problem: str = "", code: str = "", seconds: int = 0) -> Response:
    person = person_here()
    has_ended = person is None and not problem and current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    page = render_template(
        "enter.html",
        onward=onward,
        problem="ended" if has_ended else problem,
        code=code[:40],
        seconds=seconds,
        person=person,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
