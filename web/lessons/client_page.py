"""The page of a client of stages 1 and 2: a form with one field and one button, and under it the lines of a log."""

from pathlib import Path

from flask import render_template, request
from flask_babel import gettext as _

from web.lessons.text_file import MAX_FILE, MAX_TEXT, SHOWN

ROLES = ("usuario", "atendente")


def client_page(*, stage: int, role: str, log: Path, lines: list[str], button: str, problem: str) -> tuple[str, int]:
    """The page and its HTTP status. With a `problem` it is 422, and the text that was not sent stays in the form."""
    page = render_template(
        "lessons/client.html",
        stage=stage,
        role=role,
        other=next(name for name in ROLES if name != role),
        log=log,
        lines=lines,
        shown=SHOWN,
        button=button,
        problem=_explained(problem) if problem else "",
        text=request.form.get("text", "") if problem else "",
    )
    return page, 422 if problem else 200


def _explained(problem: str) -> str:
    """A problem in words. What was typed is still in the form, so each one says what to do with it."""
    words = {
        "too-long": _("Not sent: at most %(most)s characters fit in one message. Shorten it.", most=MAX_TEXT),
        "file-full": _(
            "Not sent: the file has reached %(most)s KiB and takes no more. Move it away or delete it, and send again.",
            most=MAX_FILE // 1024,
        ),
        "unwritable": _("Not sent: the file can't be written. Is the disk full, or the file read-only?"),
    }
    return str(words[problem])
