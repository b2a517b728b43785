"""A lesson, read from a text file that a teacher can edit: docs/lessons.md says how it is written. Pure.

# Publish by hand
minutes: 20
learn: what a topic and a payload are

## steps
Markdown ...

## task plain: Publish a text
Markdown ...

## teacher
Markdown ...
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

MOST_TASKS = 6

_PART = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_TASK = re.compile(r"task +([a-z][a-z0-9-]{0,31}) *: *(.+)")


class LessonError(ValueError):
    """A lesson's text breaks a rule; its message says which, for its author."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done and judged. `checker` is a name of web.lessons.checkers.registry; `text` is Markdown."""

    checker: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """`name` is that of its file. `minutes`: how long it takes. `steps`, `teacher`: Markdown."""

    name: str
    title: str
    minutes: int
    learn: str
    steps: str
    tasks: tuple[Task, ...]
    teacher: str


def read_lesson(name: str, text: str, checkers: Collection[str]) -> Lesson:
    """The lesson in a text. Raises LessonError."""
    head, *parts = _PART.split(text.replace("\r\n", "\n"))
    fields = _head(name, head)
    found: dict[str, str] = {}
    tasks = []
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        task = _TASK.fullmatch(title)
        if task:
            tasks.append(Task(task[1], task[2], body.strip()))
        elif title in ("steps", "teacher") and title not in found:
            found[title] = body.strip()
        else:
            raise _error(name, f"the part {title!r} is none of `steps`, `task <checker>: <title>` and `teacher`")
    _check(name, tasks, found, checkers)
    return Lesson(
        name=name,
        title=fields["title"],
        minutes=int(fields["minutes"]),
        learn=fields["learn"],
        steps=found["steps"],
        tasks=tuple(tasks),
        teacher=found["teacher"],
    )


def _head(name: str, head: str) -> dict[str, str]:
    lines = [line.strip() for line in head.strip().splitlines() if line.strip()]
    if not lines or not lines[0].startswith("# "):
        raise _error(name, "the first line is `# ` and the title")
    fields = {"title": lines[0].removeprefix("# ").strip()}
    for line in lines[1:]:
        key, colon, value = line.partition(":")
        if not colon or key not in ("minutes", "learn"):
            raise _error(name, f"{line[:40]!r} is neither `minutes: ...` nor `learn: ...`")
        fields[key] = value.strip()
    if not re.fullmatch(r"[1-9]\d{0,2}", fields.get("minutes", "")) or not fields.get("learn"):
        raise _error(name, "below the title stand `minutes:`, a number, and `learn:`, a text")
    return fields


def _check(name: str, tasks: list[Task], found: dict[str, str], checkers: Collection[str]) -> None:
    for part in ("steps", "teacher"):
        if not found.get(part):
            raise _error(name, f"the part `## {part}` is missing or empty")
    if not 1 <= len(tasks) <= MOST_TASKS:
        raise _error(name, f"a lesson has 1 to {MOST_TASKS} tasks")
    for task in tasks:
        if task.checker not in checkers:
            raise _error(name, f"there is no checker {task.checker!r}: use one of {', '.join(sorted(checkers))}")
    if len({task.checker for task in tasks}) < len(tasks):
        raise _error(name, "two tasks have one checker")


def _error(name: str, detail: str) -> LessonError:
    return LessonError(f"{name}: {detail}")
