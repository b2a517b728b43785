"""A lamp: obeys on, off and toggle, and tells its state."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar

from devices.address import words_for
from devices.description import Button, Command, Switch, Value
from devices.device import Device, Say
from devices.kinds.orders import Orders
from devices.wire import Record


class Order(Enum):
    """What a lamp can do."""

    ON = "on"
    OFF = "off"
    TOGGLE = "toggle"
    STATUS = "status"


_ORDERS = Orders(
    {
        Order.ON.value: "on liga ligar ligue acende acender acenda",
        Order.OFF.value: "off desliga desligar desligue apaga apagar apague",
        Order.TOGGLE.value: "toggle alterna alternar alterne",
        Order.STATUS.value: "status estado ?",
    }
)
_STATE = {"en": {True: "on", False: "off"}, "pt-BR": {True: "ligada", False: "desligada"}}
_HELP = {"en": "I obey: on, off, toggle, status", "pt-BR": "Obedeço: liga, desliga, alterna, status"}


def parse(words: str) -> Order | None:
    """The command that `words` begin with, in either language: "on", "Liga a luz!", "?". None when it is none."""
    order, _ = _ORDERS.find(words)
    return Order(order) if order else None


class Lamp(Device):
    """Answers every command with its state: a text for people, `{"on": true}` for programs."""

    name = "lamp"
    help: ClassVar[Mapping[str, str]] = {
        "en": "obeys @lamp on, off, toggle, status",
        "pt-BR": "obedece a @lamp liga, desliga, alterna, status",
    }
    default_role = "lamp"
    values: ClassVar[tuple[Value, ...]] = (Value("on", "boolean"),)
    commands: ClassVar[tuple[Command, ...]] = (Switch("on", "off", key="on"), Button("toggle"), Button("status"))

    def __init__(self, role: str, language: str) -> None:
        """A lamp begins switched off."""
        super().__init__(role, language)
        self.on = False

    def state(self) -> Mapping[str, Any]:
        """Whether it is on."""
        return {"on": self.on}

    def hear(self, record: Record) -> Say | None:
        """Obey a command and answer with the state; answer other words with the list of commands."""
        order = parse(words_for(self.role, record))
        if order is None:
            return Say(_HELP[self.language])
        self._obey(order)
        return Say(_STATE[self.language][self.on], self.state())

    def _obey(self, order: Order) -> None:
        match order:
            case Order.ON:
                self.on = True
            case Order.OFF:
                self.on = False
            case Order.TOGGLE:
                self.on = not self.on
            case Order.STATUS:
                pass
