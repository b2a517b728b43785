"""The pages: HTML shells with the data that the built scripts need. Never reads a log."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, render_template

from chat.history import History
from chat.settings import Settings
from chat.topic import check_role, check_session
from web.access.access import Access
from web.access.login import token_for
from web.access.request_access import writer
from web.http.assets import Assets
from web.http.headers import BOARD, FLASH


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: its route, its name, and the entry of the script that renders it."""

    rule: str
    page: str
    entry: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a page's script must know: the kind of page, and its session, role or archived session."""

    page: str
    entry: str
    session: str = ""
    role: str = ""
    archive: str = ""


HEADERS = {"board": BOARD, "flash": FLASH}
"""What pages of a kind have instead of the headers of all."""

KINDS = (
    Kind("/", "sessions", "src/sessions.tsx"),
    Kind("/search", "search", "src/search.tsx"),
    Kind("/s/<session>", "seats", "src/seats.tsx"),
    Kind("/s/<session>/<role>", "role", "src/role.tsx"),
    Kind("/s/<session>/<role>/board", "board", "src/board.tsx"),
    Kind("/v/<session>", "view", "src/view.tsx"),
    Kind("/d/<session>", "devices", "src/devices.tsx"),
    Kind("/w/<session>", "wire", "src/wire.tsx"),
    Kind("/f/<session>", "faults", "src/faults.tsx"),
    Kind("/boards", "boards", "src/boards.tsx"),
    Kind("/flash", "flash", "src/flash.tsx"),
    Kind("/a/<archive>", "archive", "src/view.tsx"),
)


def pages_blueprint(settings: Settings, assets: Assets, access: Access) -> Blueprint:
    """The pages of the lab itself."""
    pages = Blueprint("pages", __name__)

    @pages.app_context_processor
    def built() -> dict[str, object]:
        return {"assets": assets, "shell_assets": assets.entry("src/shell.ts")}

    def draw(kind: Kind, session: str = "", role: str = "", archive: str = "") -> Response:
        _check(settings, session, role, archive)
        place = Place(kind.page, kind.entry, session, role, archive)
        person = writer()
        token = token_for(access, person)
        page = render_template("shell.html", place=place, settings=settings, right=person.right.word, token=token)
        return Response(page, headers=HEADERS.get(kind.page))

    for kind in KINDS:
        pages.add_url_rule(kind.rule, kind.page, partial(draw, kind))
    return pages


def _check(settings: Settings, session: str, role: str, archive: str) -> None:
    """Check the names in a page's path. Raises LabError."""
    if session:
        check_session(session)
    if role:
        check_role(role)
    if archive:
        History.archived(settings.logs, archive)
