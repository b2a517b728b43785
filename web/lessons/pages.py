"""The lessons at `/lessons/`: one page that explains the three stages, and the clients of the first two."""

from functools import partial
from pathlib import Path

from flask import Blueprint, render_template, request
from flask_babel import get_locale

from web.lessons import stage1, stage2
from web.lessons.client_page import ROLES
from web.lessons.library import open_library
from web.lessons.source import changes, function_source
from web.lessons.text_file import MAX_FILE, SHOWN

_METHODS = ["GET", "POST"]


def lessons_blueprint(folder: Path) -> Blueprint:
    """The lessons, whose logs are kept in `folder`; it is made when the first line is written."""
    blueprint = Blueprint("lessons", __name__, url_prefix="/lessons", template_folder="templates")
    role = f"<any({', '.join(ROLES)}):role>"
    blueprint.add_url_rule("/", "index", partial(index, folder))
    blueprint.add_url_rule(f"/1/{role}", "stage1", partial(stage1.client, folder), methods=_METHODS)
    blueprint.add_url_rule(f"/2/{role}", "stage2", partial(stage2.client, folder), methods=_METHODS)
    return blueprint


def index(folder: Path) -> str:
    """The page that explains each stage, shows its code and asks something about it."""
    code = lesson_code()
    changed = changes(code["web/lessons/stage1.py"], code["web/lessons/stage2.py"])
    library = open_library(str(get_locale()).replace("_", "-"))
    return render_template(
        "lessons/index.html",
        lessons=library.lessons,
        faults=library.faults,
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
