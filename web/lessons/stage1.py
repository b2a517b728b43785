"""Stage 1: two clients that do not talk. Each one writes a log of its own, and reads no other."""

from pathlib import Path

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.lessons.client_page import client_page
from web.lessons.text_file import NotSentError, append_line, last_lines, one_line


def client(folder: Path, role: str) -> ResponseReturnValue:
    """The page of one client: a form, and under it the log."""
    log = folder / f"{role}.log"
    problem = ""
    if request.method == "POST":
        try:
            if text := one_line(request.form["text"]):
                append_line(log, text)
            return redirect(url_for(".stage1", role=role), code=303)
        except NotSentError as error:
            problem = error.reason
    return client_page(stage=1, role=role, log=log, lines=last_lines(log), button=_("Send"), problem=problem)
