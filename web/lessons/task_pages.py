"""The pages of the lessons with tasks, their state as JSON, and the panel of the class."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from chat.errors import LabError, TopicError
from chat.history import History
from chat.topic import check_role, check_session
from web.access.access import Access
from web.access.request_access import writer
from web.access.rights import TEACHER, Rule
from web.lessons.catalogue import Catalogue, html_of, open_catalogue
from web.lessons.judge import Judge
from web.lessons.lesson import Lesson
from web.lessons.verdict import Verdict
from web.tables.formulas import safe_cell

_FOR_TEACHERS = Rule(TEACHER)

ENTRY = "src/lesson.ts"
"""The script of these pages."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody does a lesson; both empty for who only reads it."""

    session: str
    role: str


def task_pages_blueprint(logs: Path, access: Access, breathe: Callable[[], None]) -> Blueprint:
    """The lessons of the session logs below a folder."""
    blueprint = Blueprint("lesson_tasks", __name__, template_folder="templates")
    judge = Judge(logs, breathe)

    @blueprint.get("/lessons/<name>")
    def read(name: str) -> str:
        catalogue, found = _lesson(name)
        place, is_teacher = _place(), _is_teacher(access)
        verdicts = judge.verdicts(place.session, found, place.role) if place.role else ()
        return render_template(
            "lessons/lesson.html",
            lesson=found,
            spot=place,
            entry=ENTRY,
            is_teacher=is_teacher,
            steps=_filled(found.steps, place),
            teacher=_filled(found.teacher, place) if is_teacher else "",
            tasks=[(task, _filled(task.text, place)) for task in found.tasks],
            states=_states(catalogue, found, verdicts),
            following=_after(catalogue, found),
        )

    @blueprint.get("/api/sessions/<session>/lessons/<lesson>")
    def state(session: str, lesson: str) -> Response:
        catalogue, found = _lesson(lesson)
        role = check_role(request.args.get("role", ""))
        verdicts = judge.verdicts(check_session(session), found, role)
        return jsonify(lesson=found.name, role=role, tasks=_states(catalogue, found, verdicts))

    @blueprint.get("/lessons/<name>/class")
    def panel(name: str) -> Response | str:
        access.check(writer(), _FOR_TEACHERS)
        catalogue, found = _lesson(name)
        session = check_session(request.args.get("session", ""))
        names = History.of(logs, session).state().names
        rows = [
            (role, names.get(role.lower(), role), _states(catalogue, found, verdicts))
            for role, verdicts in judge.whole_class(session, found).items()
        ]
        if request.args.get("format") == "csv":
            return Response(_table(found, rows), mimetype="text/csv; charset=utf-8")
        return render_template(
            "lessons/class.html", lesson=found, session=session, rows=rows, lessons=catalogue.lessons, entry=ENTRY
        )

    return blueprint


def _lesson(name: str) -> tuple[Catalogue, Lesson]:
    catalogue = open_catalogue(_language())
    found = catalogue.lesson(name)
    if found is None:
        raise NotFound
    return catalogue, found


def _language() -> str:
    return str(get_locale()).replace("_", "-")


def _place() -> Place:
    """The session and the role of the address. One that breaks a rule counts as none."""
    session, role = request.args.get("session", ""), request.args.get("as", "")
    try:
        return Place(check_session(session), check_role(role))
    except TopicError:
        return Place("", "")


def _is_teacher(access: Access) -> bool:
    try:
        access.check(writer(), _FOR_TEACHERS)
    except LabError:
        return False
    return True


def _filled(text: str, place: Place) -> str:
    """A lesson's Markdown as HTML, with the reader's session and role, and its ways to the pages of the session."""
    session, role = place.session or "aula1", place.role or "ana"
    html = html_of(text).replace("{session}", session).replace("{role}", role)
    asked = f"?as={quote(role)}"
    ways = {
        "wire": url_for("pages.wire", session=session) + asked,
        "faults": url_for("pages.faults", session=session) + asked,
        "devices": url_for("pages.devices", session=session) + asked,
        "talk": url_for("pages.role", session=session, role=role),
        "board": url_for("pages.board", session=session, role=role),
    }
    for way, address in ways.items():
        html = html.replace(f'href="lab:{way}"', f'href="{address}" target="_blank" rel="noopener"')
    return html


def _states(catalogue: Catalogue, lesson: Lesson, verdicts: tuple[Verdict, ...]) -> list[dict[str, object]]:
    return [
        {"task": task.checker, "passed": verdict.is_passed, "says": catalogue.text_of(verdict), "seq": verdict.seq}
        for task, verdict in zip(lesson.tasks, verdicts, strict=False)
    ]


def _after(catalogue: Catalogue, lesson: Lesson) -> Lesson | None:
    place = catalogue.lessons.index(lesson) + 1
    return catalogue.lessons[place] if place < len(catalogue.lessons) else None


def _table(lesson: Lesson, rows: list[tuple[str, str, list[dict[str, object]]]]) -> bytes:
    """The panel as CSV (RFC 4180): 1 for a task that is passed."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["role", "name", *(task.checker for task in lesson.tasks)])
    for role, name, states in rows:
        write.writerow([safe_cell(role), safe_cell(name), *(int(bool(state["passed"])) for state in states)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
