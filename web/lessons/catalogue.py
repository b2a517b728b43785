"""The lessons in their folder: read when a page asks for them, so that a teacher edits a text and reloads the page."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from web.lessons.checkers.registry import CHECKERS
from web.lessons.lesson import Lesson, LessonError, read_lesson
from web.lessons.verdict import Verdict

TEXTS = Path(__file__).with_name("texts")

_FILE = re.compile(r"(\d+)-([a-z][a-z0-9-]*)")
# Without HTML of its own: what a text holds is shown, never obeyed.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lessons of one language, in their order, and what was wrong with the files of others."""

    lessons: tuple[Lesson, ...]
    faults: tuple[str, ...]
    words: Mapping[str, str]
    """What checkers miss, by its name."""

    def lesson(self, name: str) -> Lesson | None:
        """A lesson by its name; None when there is none."""
        return next((lesson for lesson in self.lessons if lesson.name == name), None)

    def text_of(self, verdict: Verdict) -> str:
        """What is missing, in words; empty for a task that is passed."""
        if verdict.is_passed:
            return ""
        text = self.words.get(verdict.missing, verdict.missing)
        for name, value in verdict.values.items():
            text = text.replace(f"%({name})s", str(value))
        return text


def open_catalogue(language: str, folder: Path = TEXTS) -> Catalogue:
    """Read the lessons `<number>-<name>.<language>.md` of a folder. A file that breaks a rule is left out and told."""
    lessons, faults = [], []
    for path in sorted(folder.glob(f"*.{language}.md"), key=lambda path: _place(path.name)):
        named = _FILE.fullmatch(path.name.removesuffix(f".{language}.md"))
        try:
            if named is None:
                raise LessonError(f"{path.name}: a name is <number>-<name>.<language>.md")
            lessons.append(read_lesson(named[2], path.read_text(encoding="utf-8"), CHECKERS))
        except LessonError as error:
            faults.append(str(error))
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: {error}")
    words = json.loads((folder / f"missing.{language}.json").read_text(encoding="utf-8"))
    return Catalogue(tuple(lessons), tuple(faults), words)


def html_of(markdown: str) -> str:
    """A lesson's Markdown (CommonMark 0.31) as HTML."""
    return str(_MARKDOWN.render(markdown))


def _place(name: str) -> tuple[int, str]:
    number = re.match(r"\d+", name)
    return (int(number[0]) if number else 0, name)
