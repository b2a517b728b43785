"""The lessons at `/lessons/`: one page that explains the three stages, and the clients of the first two."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from chat.errors import LabError
from chat.topic import check_session
from web.lessons import stage1, stage2
from web.lessons.catalogue import open_catalogue
from web.lessons.client_page import ROLES
from web.lessons.source import changes, function_source
from web.lessons.text_file import MAX_FILE, SHOWN

_METHODS = ["GET", "POST"]

MOST_PAIRS = 200
"""Pairs that have a conversation of their own in the first two stages."""


def lessons_blueprint(folder: Path) -> Blueprint:
    """The lessons, whose logs are kept in `folder`; it is made when the first line is written."""
    blueprint = Blueprint("lessons", __name__, url_prefix="/lessons", template_folder="templates")
    role = f"<any({', '.join(ROLES)}):role>"
    blueprint.add_url_rule("/", "index", partial(index, folder))
    for number, client in ((1, stage1.client), (2, stage2.client)):
        play = partial(_play, folder, client)
        blueprint.add_url_rule(f"/{number}/{role}", f"stage{number}", play, methods=_METHODS, defaults={"pair": ""})
        blueprint.add_url_rule(f"/{number}/<pair>/{role}", f"stage{number}", play, methods=_METHODS)

    @blueprint.url_value_preprocessor
    def take_pair(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Keep the pair of an address out of the lessons' own code, which shows one conversation."""
        g.pair = (values or {}).pop("pair", "") or request.args.get("pair", "")

    @blueprint.url_defaults
    def keep_pair(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in ("lessons.stage1", "lessons.stage2"):
            values.setdefault("pair", g.get("pair", ""))

    return blueprint


def _play(folder: Path, client: Callable[[Path, str], ResponseReturnValue], role: str) -> ResponseReturnValue:
    """A client of a stage, in the folder of its pair. Raises TopicError (a pair is named as a session is), LabError."""
    if not g.pair:
        return client(folder, role)
    own = folder / check_session(g.pair)
    if not own.is_dir() and folder.is_dir() and sum(entry.is_dir() for entry in folder.iterdir()) >= MOST_PAIRS:
        raise LabError("too-many-sessions", f"there are {MOST_PAIRS} pairs; more are not kept")
    return client(own, role)


def index(folder: Path) -> str:
    """The page that explains each stage, shows its code and asks something about it."""
    code = lesson_code()
    changed = changes(code["web/lessons/stage1.py"], code["web/lessons/stage2.py"])
    catalogue = open_catalogue(str(get_locale()).replace("_", "-"))
    return render_template(
        "lessons/index.html",
        lessons=catalogue.lessons,
        faults=catalogue.faults,
        pair=g.pair,
        query=f"?{request.query_string.decode(errors='replace')}" if request.query_string else "",
        roles=ROLES,
        code=code,
        changed=changed,
        shown=SHOWN,
        most=MAX_FILE // 1024,
        chat_log=folder / "chat.log",
    )


def lesson_code() -> dict[str, str]:
    """The code that the lessons show, by the file in which it stands."""
    shared = ("one_line", "append_line", "last_lines")
    return {
        "web/lessons/stage1.py": function_source("web/lessons/stage1.py", "client"),
        "web/lessons/stage2.py": function_source("web/lessons/stage2.py", "client"),
        "web/lessons/text_file.py": "\n\n".join(function_source("web/lessons/text_file.py", name) for name in shared),
        "bridge/recorder.py": function_source("bridge/recorder.py", "_commit"),
    }
