"""A servo: an arm that turns to an angle, gradually, and tells where it is once it has arrived."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from devices.address import words_for
from devices.description import Button, Command, Slider, Value
from devices.device import Device, Say
from devices.kinds.orders import Orders, number_in
from devices.wire import Record

LEAST, GREATEST = 0.0, 180.0
"""Degrees."""

SPEED = 60.0
"""Degrees a second."""

_ORDERS = Orders({"set": "set ajusta ajuste gira gire vai", "status": "status estado ?"})
_HELP = {
    "en": "I obey: set 90 (0 to 180), status",
    "pt-BR": "Obedeço: ajusta 90 (de 0 a 180), status",
}


class Servo(Device):
    """Reports `{"angle": 90}` in degrees, whole or with one decimal, when it has arrived."""

    name = "servo"
    help: ClassVar[Mapping[str, str]] = {
        "en": "turns at @servo set 90 (0 to 180 degrees), 60 degrees a second",
        "pt-BR": "gira com @servo ajusta 90 (de 0 a 180 graus), 60 graus por segundo",
    }
    default_role = "servo"
    values: ClassVar[tuple[Value, ...]] = (Value("angle", unit="°", least=LEAST, greatest=GREATEST),)
    commands: ClassVar[tuple[Command, ...]] = (
        Slider("set", LEAST, GREATEST, step=1, unit="°", key="angle"),
        Button("status"),
    )
    pause: float | None = 0.1

    def __init__(self, role: str, language: str) -> None:
        """It begins at 0 degrees."""
        super().__init__(role, language)
        self.angle = LEAST
        self._target = LEAST
        self._has_to_tell = False
        self._last: datetime | None = None

    def state(self) -> Mapping[str, Any]:
        """Where it is."""
        angle = round(self.angle, 1)
        return {"angle": int(angle) if angle.is_integer() else angle}

    def hear(self, record: Record) -> Say | None:
        """Turn to an angle, which is told once it is there. Another angle on the way replaces the first."""
        order, rest = _ORDERS.find(words_for(self.role, record))
        angle = number_in(rest)
        if order == "status":
            return self._told()
        if order != "set" or angle is None or not LEAST <= angle <= GREATEST:
            return Say(_HELP[self.language])
        self._target, self._has_to_tell = angle, True
        return None

    def tick(self, moment: datetime) -> Say | None:
        """Turn on, as far as the time since the last call allows."""
        seconds = (moment - self._last).total_seconds() if self._last else 0.0
        self._last = moment
        step = SPEED * max(seconds, 0.0)
        self.angle = max(self.angle - step, min(self.angle + step, self._target))
        if not self._has_to_tell or self.angle != self._target:
            return None
        self._has_to_tell = False
        return self._told()

    def _told(self) -> Say:
        return Say(data=self.state())
