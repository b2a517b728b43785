"""Stage 2: two clients that talk through one shared log. A client sees what is new when it reloads."""

from pathlib import Path

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.lessons.client_page import client_page
from web.lessons.text_file import NotSentError, append_line, last_lines, one_line


def client(folder: Path, role: str) -> ResponseReturnValue:
    """The page of one client: a form, and under it the log."""
    log = folder / "chat.log"
    problem = ""
    if request.method == "POST":
        try:
            if text := one_line(request.form["text"]):  # empty: only refresh
                append_line(log, f"{role}: {text}")
            return redirect(url_for(".stage2", role=role), code=303)
        except NotSentError as error:
            problem = error.reason
    return client_page(stage=2, role=role, log=log, lines=last_lines(log), button=_("Send / Refresh"), problem=problem)
