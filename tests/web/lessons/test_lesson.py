"""web.lessons.lesson and catalogue: what a teacher writes, and what is wrong with it."""

import inspect
import json
import re
from pathlib import Path

import pytest

from web.lessons import checkers
from web.lessons.catalogue import TEXTS, html_of, open_catalogue
from web.lessons.checkers.registry import CHECKERS
from web.lessons.lesson import LessonError, read_lesson
from web.lessons.verdict import missing

GOOD = """# Title
minutes: 20
learn: a thing

## steps
Do **it**.

## task plain: A text
Say it.

## teacher
Answers.
"""


def test_a_lesson_is_read() -> None:
    lesson = read_lesson("x", GOOD, CHECKERS)
    assert (lesson.title, lesson.minutes, lesson.learn, lesson.steps, lesson.teacher) == (
        "Title",
        20,
        "a thing",
        "Do **it**.",
        "Answers.",
    )
    assert [(task.checker, task.title, task.text) for task in lesson.tasks] == [("plain", "A text", "Say it.")]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("# Title", "Title"), "the first line"),
        (("minutes: 20", "minutes: many"), "minutes"),
        (("learn: a thing\n", ""), "learn"),
        (("learn: a thing", "lern: a thing"), "neither"),
        (("## steps", "## stepz"), "'stepz'"),
        (("Do **it**.", ""), "`## steps` is missing"),
        (("task plain", "task plian"), "no checker 'plian'"),
        (("## task plain: A text", "## task plain: A\n\n## task plain: B"), "two tasks"),
        (("## task plain: A text\nSay it.\n", ""), "1 to 6 tasks"),
    ],
)
def test_a_lesson_that_breaks_a_rule_says_which(change: tuple[str, str], says: str) -> None:
    with pytest.raises(LessonError, match=re.escape(says)):
        read_lesson("x", GOOD.replace(*change), CHECKERS)


def test_a_broken_file_is_told_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "1-good.en.md").write_text(GOOD)
    (tmp_path / "2-bad.en.md").write_text("nothing")
    (tmp_path / "3-bytes.en.md").write_bytes(b"\xff")
    (tmp_path / "missing.en.json").write_text("{}")
    catalogue = open_catalogue("en", tmp_path)
    assert [lesson.name for lesson in catalogue.lessons] == ["good"]
    assert [fault.split(":")[0] for fault in catalogue.faults] == ["bad", "3-bytes.en.md"]


def test_both_languages_have_the_same_lessons_and_tasks() -> None:
    english, portuguese = open_catalogue("en"), open_catalogue("pt-BR")
    assert english.faults == portuguese.faults == ()

    def shape(lessons: object) -> list[object]:
        return [(one.name, one.minutes, [task.checker for task in one.tasks]) for one in lessons]  # type: ignore[attr-defined]

    assert shape(english.lessons) == shape(portuguese.lessons)
    assert sorted(task.checker for one in english.lessons for task in one.tasks) == sorted(CHECKERS)


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_everything_that_a_checker_may_miss_has_words(language: str) -> None:
    words = json.loads((TEXTS / f"missing.{language}.json").read_text(encoding="utf-8"))
    folder = Path(inspect.getfile(checkers)).parent
    said = {name for path in folder.glob("*.py") for name in re.findall(r'missing\(\s*"([a-z-]+)"', path.read_text())}
    assert said == set(words)


def test_words_are_filled_with_what_the_checker_counted() -> None:
    assert open_catalogue("en").text_of(missing("few-reports", count=3, wanted=10)).startswith("3 of 10")


def test_html_in_a_lesson_is_shown_and_not_obeyed() -> None:
    assert "<script" not in html_of("<script>alert(1)</script> [x](javascript:alert(1))")
    assert 'href="javascript' not in html_of("[x](javascript:alert(1))")
