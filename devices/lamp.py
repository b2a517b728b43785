"""A lamp: obeys on, off and toggle, and tells its state."""

from enum import Enum
from typing import ClassVar

from devices.address import words_for
from devices.device import Device, Say
from devices.wire import Record


class Command(Enum):
    """What a lamp can do. The values are what it announces."""

    ON = "on"
    OFF = "off"
    TOGGLE = "toggle"
    STATUS = "status"


_WORDS = {
    Command.ON: "on liga ligar ligue acende acender acenda",
    Command.OFF: "off desliga desligar desligue apaga apagar apague",
    Command.TOGGLE: "toggle alterna alternar alterne",
    Command.STATUS: "status estado ?",
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words.split()}
_STATE = {"en": {True: "on", False: "off"}, "pt-BR": {True: "ligada", False: "desligada"}}
_HELP = {"en": "I obey: on, off, toggle, status", "pt-BR": "Obedeço: liga, desliga, alterna, status"}


def parse(words: str) -> Command | None:
    """The command that `words` begin with, in either language: "on", "Liga a luz!", "?". None when it is none."""
    first = words.split(maxsplit=1)[0].casefold() if words.strip() else ""
    return _COMMANDS.get(first) or _COMMANDS.get(first.rstrip(".,;:!?"))


class Lamp(Device):
    """Answers every command with its state: a text for people, `{"on": true}` for programs."""

    name = "lamp"
    help = "obeys @lamp on, off, toggle, status; liga, desliga, alterna"
    default_role = "lamp"
    commands: ClassVar[tuple[str, ...]] = tuple(command.value for command in Command)

    def __init__(self, role: str, language: str) -> None:
        """A lamp begins switched off."""
        super().__init__(role, language)
        self.on = False

    def hear(self, record: Record) -> Say | None:
        """Obey a command and answer with the state; answer other words with the list of commands."""
        command = parse(words_for(self.role, record))
        if command is None:
            return Say(_HELP[self.language])
        self._obey(command)
        return Say(_STATE[self.language][self.on], {"on": self.on})

    def _obey(self, command: Command) -> None:
        match command:
            case Command.ON:
                self.on = True
            case Command.OFF:
                self.on = False
            case Command.TOGGLE:
                self.on = not self.on
            case Command.STATUS:
                pass
