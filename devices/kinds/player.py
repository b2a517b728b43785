"""A player: a CSV table, or the log of a session, as telemetry, at the pace at which it was measured."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.address import words_for
from devices.description import MAX_ENTRIES, Button, Command, Description, Switch, Value
from devices.device import Choices, Device, Say
from devices.kinds.orders import Orders
from devices.kinds.recording import MAX_LINE, Row, rows
from devices.paths import leaves
from devices.texts import OptionError, Why
from devices.wire import Record

EXAMPLE = Path(__file__).parents[1] / "examples" / "room.csv"

CHECKED_LINES = 1000
"""Rows that are checked before it starts. A wrong line further on is told, left out, and the rest is played."""

LOOK_SECONDS = 0.5
"""How soon it notices a command while it waits for the next row."""

LEAST_SECONDS = 0.01
"""Between two rows, however fast the file is played."""

LONGEST_SECONDS = 1e8

LATE_SECONDS = 5.0
"""When it is later than this, it goes on from now instead of making up for it: the computer slept."""

_ORDERS = Orders(
    {
        "play": "play toca tocar toque",
        "pause": "pause pausa pausar pare",
        "restart": "restart recomeça recomeçar recomece",
        "status": "status ?",
    }
)
_TEXTS = {
    "en": {"end": "That was all.", "help": "I obey: play, pause, restart, status"},
    "pt-BR": {"end": "Isso foi tudo.", "help": "Obedeço: toca, pausa, recomeça, status"},
}

log = logging.getLogger(__name__)


class Recording:
    """A file, from its beginning whenever it is asked."""

    def __init__(self, file: Path, source: str = "") -> None:
        """`source`: of a log, only what this role said."""
        self._file = file
        self._source = source

    def rows(self) -> Iterator[Row | OptionError]:
        """The rows, read as they are asked for. Ends with an OptionError when the file can't be read."""
        try:
            with self._file.open("rb") as opened:
                lines = iter(lambda: opened.readline(MAX_LINE + 1), b"")
                yield from rows(lines, str(self._file), self._source)
        except OSError as error:
            yield OptionError("bad-file", file=self._file, why=error.strerror)

    def beginning(self) -> list[Row]:
        """The first rows, without a fault. Raises OptionError: what is wrong, and in which line."""
        found = list[Row]()
        for row in islice(self.rows(), CHECKED_LINES):
            if isinstance(row, OptionError):
                raise row
            found.append(row)
        if not found:
            raise OptionError("bad-file", file=self._file, why=Why("empty-file"))
        return found


class Player(Device):
    """Says the rows of `--file`, `--speed` times as fast; with `--loop` again and again. Its values are the columns."""

    name = "player"
    help: ClassVar[Mapping[str, str]] = {
        "en": "plays a CSV table or a session's log as telemetry: --file, --speed, --loop, --source",
        "pt-BR": "toca uma tabela CSV ou o log de uma sessão como telemetria: --file, --speed, --loop, --source",
    }
    default_role = "player"
    takes: ClassVar[frozenset[str]] = frozenset({"every", "file", "speed", "loop", "source"})
    commands: ClassVar[tuple[Command, ...]] = (
        Switch("play", "pause", key="playing"),
        Button("restart"),
        Button("status"),
    )
    waits: ClassVar[bool] = True
    pause: float | None = 0.0

    def __init__(
        self,
        role: str,
        language: str,
        recording: Recording | None = None,
        values: tuple[Value, ...] = (),
        *,
        every: float = 1.0,
        speed: float = 1.0,
        loop: bool = False,
    ) -> None:
        """`every`: seconds between two rows that have no time."""
        super().__init__(role, language)
        self._recording = recording or Recording(EXAMPLE)
        self._values = values
        self._every, self._speed, self._loop = every, speed, loop
        self.playing = True
        self._rows = self._recording.rows()
        self._row: Row | None = None
        self._due: datetime | None = None

    @classmethod
    def make(cls, role: str, language: str, choices: Choices) -> Self:
        """Raises OptionError when there is no file, or its beginning has a fault."""
        if choices.file is None:
            raise OptionError("needs-file", what=Why("what-player-plays"))
        recording = Recording(choices.file, choices.source)
        values = _values_of(recording.beginning())
        every = choices.every or 1.0
        return cls(role, language, recording, values, every=every, speed=choices.speed, loop=choices.loop)

    def description(self) -> Description:
        """Its values are those of the first rows."""
        return Description(self.name, (Value("playing", "boolean"), *self._values)[:MAX_ENTRIES], self.commands)

    def state(self) -> Mapping[str, Any]:
        """Whether it plays."""
        return {"playing": self.playing}

    def hear(self, record: Record) -> Say | None:
        """Play, pause, or begin again; answer with the state."""
        match _ORDERS.find(words_for(self.role, record))[0]:
            case "play":
                self.playing = True
            case "pause":
                self.playing = False
            case "restart":
                self.playing = True
                self._rewind()
            case "":
                return Say(_TEXTS[self.language]["help"])
        return Say(data=self.state())

    def tick(self, moment: datetime) -> Say | None:
        """Say the row that is due."""
        self.pause = LOOK_SECONDS
        if not self.playing:
            return None
        if self._row is None or self._due is None:
            self._row, self._due = self._next(), moment
        if self._row is None:
            self.playing = False
            self._rewind()
            return Say(_TEXTS[self.language]["end"], {"playing": False})
        late = (moment - self._due).total_seconds()
        if late < 0:
            self.pause = min(LOOK_SECONDS, -late)
            return None
        return self._say(self._row, self._due if late < LATE_SECONDS else moment)

    def _say(self, row: Row, due: datetime) -> Say:
        self._row = self._next()
        self._due = due + timedelta(seconds=min(self._seconds_between(row, self._row) / self._speed, LONGEST_SECONDS))
        self.pause = LEAST_SECONDS
        return Say(row.text, row.data)

    def _seconds_between(self, row: Row, following: Row | None) -> float:
        """As they were measured; without times, and where time goes back, as at the end of a loop, the usual pause."""
        if following is None or row.at is None or following.at is None or following.at < row.at:
            return self._every
        return following.at - row.at

    def _rewind(self) -> None:
        self._rows, self._row = self._recording.rows(), None

    def _next(self) -> Row | None:
        """The next sound row; at the end None or, in a loop, the first."""
        found = self._sound()
        if found is None and self._loop:
            self._rows = self._recording.rows()
            found = self._sound()
        return found

    def _sound(self) -> Row | None:
        for row in self._rows:
            if isinstance(row, Row):
                return row
            log.warning("%s: %s", self.role, row.text(self.language))
        return None


def _values_of(beginning: list[Row]) -> tuple[Value, ...]:
    kinds: dict[str, Any] = {}
    for row in beginning:
        for path, kind in leaves(row.data):
            kinds.setdefault(path, kind)
    return tuple(Value(path, kind) for path, kind in kinds.items() if len(path) <= 128)[:MAX_ENTRIES]
