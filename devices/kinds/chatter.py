"""A scripted pupil: says its lines, with pauses, and answers those who speak to it. The script is a small text file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Self

from devices.address import words_for
from devices.device import Choices, Device, Say
from devices.kinds.script import Script, read_script
from devices.texts import OptionError, Why
from devices.wire import Record

EXAMPLES = Path(__file__).parents[1] / "examples"
MAX_SCRIPT_BYTES = 1024 * 1024


class Chatter(Device):
    """Speaks as the script of its language does, or that of `--file`. With `--loop` it begins again."""

    name = "chatter"
    help: ClassVar[Mapping[str, str]] = {
        "en": "a scripted pupil: says the lines of a file (--file, --loop), and answers",
        "pt-BR": "um aluno com roteiro: diz as falas de um arquivo (--file, --loop), e responde",
    }
    default_role = "ana"
    takes: ClassVar[frozenset[str]] = frozenset({"file", "loop"})
    pause: float | None = 0.0

    def __init__(self, role: str, language: str, script: Script | None = None, *, loop: bool = False) -> None:
        """Without a script, that of the language."""
        super().__init__(role, language)
        self._script = script or script_in(EXAMPLES / f"chatter.{language}.txt")
        self._loop = loop
        self._next = 0
        self._is_waiting = True

    @classmethod
    def make(cls, role: str, language: str, choices: Choices) -> Self:
        """Raises OptionError when the file of `--file` is no script."""
        return cls(role, language, script_in(choices.file) if choices.file else None, loop=choices.loop)

    def hear(self, record: Record) -> Say | None:
        """Answer. The answer addresses nobody, so two of them stop talking to each other."""
        answer = self._script.answer(words_for(self.role, record), record["role"])
        return Say(answer) if answer else None

    def tick(self, moment: datetime) -> Say | None:  # noqa: ARG002 - the pauses are in the script
        """Say a line, if its pause is over, and begin the pause before the next one."""
        lines = self._script.lines
        said = None if self._is_waiting else Say(lines[self._next].text)
        self._next += 0 if self._is_waiting else 1
        self._is_waiting = False
        if self._loop and lines and self._next == len(lines):
            self._next = 0
        # Half a second at least: a script of zeros in a loop is no flood.
        self.pause = max(lines[self._next].pause, 0.5) if self._next < len(lines) else None
        return said


def script_in(file: Path) -> Script:
    """The script in a file. Raises OptionError, which names the file."""
    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_SCRIPT_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise OptionError("bad-file", file=file, why=error.strerror) from None
    except UnicodeDecodeError:
        raise OptionError("bad-file", file=file, why=Why("not-utf-8")) from None
    return read_script(text.splitlines(), str(file))
