"""What a scripted pupil says, and answers: the lines of a small text file. Pure.

# a comment
5 Good morning!             wait 5 seconds, then say it
20 @lamp on                 a command is a line as any other
? hi hello: Hello, {role}!  the answer to whoever says one of these words to it; {role} is who that was
?: I don't know.            the answer to everything else
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from devices.texts import OptionError, Why

_LINE = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s+(\S.*)")
_ANSWER = re.compile(r"\?([^:]*):\s*(\S.*)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A text to say, after a pause in seconds."""

    pause: float
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A text to answer with to one of these words, in small letters; to everything when there are none."""

    words: frozenset[str]
    text: str

    def fits(self, said: str) -> bool:
        """Whether this answers what was said."""
        return not self.words or not self.words.isdisjoint(_words_of(said))


@dataclass(frozen=True, slots=True)
class Script:
    """What to say, in order, and what to answer: the first answer that fits counts."""

    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]

    def answer(self, said: str, role: str) -> str:
        """The answer to what `role` said; empty when there is none."""
        found = next((answer.text for answer in self.answers if answer.fits(said)), "")
        return found.replace("{role}", role)


def read_script(lines: Iterable[str], file: str) -> Script:
    """The script that these lines are. Raises OptionError, which names the file and the line."""
    said: list[Line] = []
    answers: list[Answer] = []
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if found := _LINE.fullmatch(line):
            said.append(Line(float(found[1].replace(",", ".")), found[2]))
        elif found := _ANSWER.fullmatch(line):
            if found[2].startswith("@"):
                raise OptionError("bad-line", file=file, line=number, why=Why("answer-mentions"))
            answers.append(Answer(_words_of(found[1]), found[2]))
        elif line and not line.startswith("#"):
            raise OptionError("bad-line", file=file, line=number, why=Why("bad-script"))
    if not said and not answers:
        raise OptionError("bad-file", file=file, why=Why("empty-file"))
    return Script(tuple(said), tuple(answers))


def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
