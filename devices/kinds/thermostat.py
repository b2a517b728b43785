"""A thermostat: it heats a simulated room to the temperature that it is told. A control loop to watch on the chart."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from devices.address import words_for
from devices.description import Button, Command, Slider, Switch, Value
from devices.device import Device, Say
from devices.kinds.orders import Orders, number_in
from devices.kinds.room import Room
from devices.wire import Record

LEAST, GREATEST = 5.0, 30.0
"""Degrees Celsius that it can be set to."""

HYSTERESIS = 0.5
"""It heats from this many degrees below the target to as many above: else the heater would switch all the time."""

SPEED = 60.0
"""A minute of the room passes in a second, so that a lesson sees a day."""

CONTROL_SECONDS = 60.0
"""How often, of the room's time, it looks whether to heat."""

LONGEST_GAP_SECONDS = 24 * 3600.0
"""Of the room's time: of a longer one, after the computer slept, the last day is simulated."""

_ORDERS = Orders(
    {
        "set": "set ajusta ajuste",
        "on": "on liga ligar ligue",
        "off": "off desliga desligar desligue",
        "status": "status estado ?",
    }
)
_HELP = {
    "en": "I obey: set 21.5 (5 to 30 °C), on, off, status",
    "pt-BR": "Obedeço: ajusta 21,5 (de 5 a 30 °C), liga, desliga, status",
}


class Thermostat(Device):
    """Reports `{"temperature": 20.4, "target": 21, "heating": true, "on": true}`, temperatures in degrees Celsius."""

    name = "thermostat"
    help: ClassVar[Mapping[str, str]] = {
        "en": "heats a simulated room, a minute a second; obeys @thermostat set 23, on, off",
        "pt-BR": "aquece uma sala simulada, um minuto por segundo; obedece a @thermostat ajusta 23, liga, desliga",
    }
    default_role = "thermostat"
    takes: ClassVar[frozenset[str]] = frozenset({"every"})
    values: ClassVar[tuple[Value, ...]] = (
        Value("temperature", unit="°C", least=0, greatest=40),
        Value("target", unit="°C", least=LEAST, greatest=GREATEST),
        Value("heating", "boolean"),
        Value("on", "boolean"),
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Slider("set", LEAST, GREATEST, step=0.5, unit="°C", key="target"),
        Switch("on", "off", key="on"),
        Button("status"),
    )
    pause: float | None = 2.0

    def __init__(self, role: str, language: str) -> None:
        """A cool room, and a thermostat that is on."""
        super().__init__(role, language)
        self.room = Room(17.0)
        self.target = 21.0
        self.on = True
        self.heating = False
        self._last: datetime | None = None

    def hear(self, record: Record) -> Say | None:
        """Take a target, or switch on or off; answer with what has changed."""
        order, rest = _ORDERS.find(words_for(self.role, record))
        target = number_in(rest)
        match order:
            case "set" if target is not None and LEAST <= target <= GREATEST:
                self.target = round(target, 1)
            case "on" | "off":
                self.on = order == "on"
            case "status":
                pass
            case _:
                return Say(_HELP[self.language])
        self._control()
        return Say(data=self._data())

    def tick(self, moment: datetime) -> Say | None:
        """Let the room's time pass, switch the heater, and report."""
        if self._last is not None:
            self._let_pass((moment - self._last).total_seconds() * SPEED)
        self._last = moment
        self._control()
        return Say(data=self._data())

    def _let_pass(self, seconds: float) -> None:
        left = min(max(seconds, 0.0), LONGEST_GAP_SECONDS)
        while left > 0:
            step = min(left, CONTROL_SECONDS)
            self.room = self.room.after(step, heating=self.heating)
            self._control()
            left -= step

    def _control(self) -> None:
        """A two-point controller with hysteresis."""
        temperature = self.room.temperature
        if not self.on or temperature >= self.target + HYSTERESIS:
            self.heating = False
        elif temperature <= self.target - HYSTERESIS:
            self.heating = True

    def _data(self) -> dict[str, float | bool]:
        return {
            "temperature": round(self.room.temperature, 1),
            "target": self.target,
            "heating": self.heating,
            "on": self.on,
        }
