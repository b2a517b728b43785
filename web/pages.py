"""The pages: shells that say where they are and hand over to the built scripts. Never reads a log."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from chat.settings import Settings
from chat.topic import check_role, check_session
from web.assets import Assets


@dataclass(frozen=True, slots=True)
class Place:
    """What a page's script must know: which page it is and where the broker is."""

    page: str
    entry: str
    session: str = ""
    role: str = ""


def pages_blueprint(settings: Settings, assets: Assets) -> Blueprint:
    """The pages of the lab itself."""
    pages = Blueprint("pages", __name__)

    def shell(place: Place) -> str:
        return render_template("shell.html", place=place, settings=settings)

    @pages.app_context_processor
    def built() -> dict[str, object]:
        return {"assets": assets, "shell_assets": assets.entry("src/shell.ts")}

    @pages.get("/")
    def sessions() -> str:
        return shell(Place("sessions", "src/sessions.tsx"))

    @pages.get("/s/<session>")
    def seats(session: str) -> str:
        return shell(Place("seats", "src/seats.tsx", check_session(session)))

    @pages.get("/s/<session>/<role>")
    def role_window(session: str, role: str) -> str:
        return shell(Place("role", "src/role.tsx", check_session(session), check_role(role)))

    return pages
