"""A button that somebody presses now and then. It counts."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from devices.address import words_for
from devices.description import Button as ButtonCommand
from devices.description import Command, Value
from devices.device import Device, Say
from devices.kinds.orders import Orders
from devices.wire import Record

_ORDERS = Orders({"press": "press aperta apertar aperte pressiona", "reset": "reset zera zerar", "status": "status ?"})
_PRESSED = {"en": "pressed", "pt-BR": "apertado"}
_HELP = {"en": "I obey: press, reset, status", "pt-BR": "Obedeço: aperta, zera, status"}


class Button(Device):
    """Reports `{"presses": 3}` at each press: how many there were since it started, or since `reset`."""

    name = "button"
    help: ClassVar[Mapping[str, str]] = {
        "en": "is pressed every 20 seconds on average (--every), and at @button press",
        "pt-BR": "é apertado a cada 20 segundos em média (--every), e com @button aperta",
    }
    default_role = "button"
    takes: ClassVar[frozenset[str]] = frozenset({"every"})
    values: ClassVar[tuple[Value, ...]] = (Value("presses", least=0),)
    commands: ClassVar[tuple[Command, ...]] = (ButtonCommand("press"), ButtonCommand("reset"), ButtonCommand("status"))
    pause: float | None = 20.0

    def __init__(self, role: str, language: str) -> None:
        """Nobody has pressed it yet."""
        super().__init__(role, language)
        self.presses = 0
        self._mean: float | None = None
        self._dice = random.Random(role)  # noqa: S311 - somebody's finger, no secret

    def state(self) -> Mapping[str, Any]:
        """How often it was pressed."""
        return {"presses": self.presses}

    def hear(self, record: Record) -> Say | None:
        """Press, reset or tell the count."""
        match _ORDERS.find(words_for(self.role, record))[0]:
            case "press":
                return self._press()
            case "reset":
                self.presses = 0
            case "":
                return Say(_HELP[self.language])
        return Say(data=self.state())

    def tick(self, moment: datetime) -> Say | None:  # noqa: ARG002 - a finger knows no clock
        """Press, but not when it starts; then the next pause is drawn, and it is a different one each time."""
        is_start = self._mean is None
        self._mean = self._mean or self.pause or 20.0
        # As waiting times of independent events are: exponential, whose mean is `--every`.
        self.pause = self._dice.expovariate(1 / self._mean)
        return None if is_start else self._press()

    def _press(self) -> Say:
        self.presses += 1
        return Say(_PRESSED[self.language], self.state())
