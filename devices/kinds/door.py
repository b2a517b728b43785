"""A door with a motor: it takes its time, does not turn round half way, and raises the alarm when it stays open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from devices.address import words_for
from devices.description import Button, Command, Switch, Value
from devices.device import Device, Say
from devices.kinds.orders import Orders
from devices.wire import Record

TRAVEL_SECONDS = 3.0
"""From closed to open, and back."""

ALARM_SECONDS = 30.0
"""How long it may stay open."""

_ORDERS = Orders(
    {
        "open": "open abre abrir abra",
        "close": "close fecha fechar feche",
        "status": "status estado ?",
    }
)
_TEXTS = {
    "en": {
        True: "open",
        False: "closed",
        "moving": "One moment, I am moving.",
        "alarm": "Alarm: I have been open for too long.",
        "help": "I obey: open, close, status",
    },
    "pt-BR": {
        True: "aberta",
        False: "fechada",
        "moving": "Um momento, estou em movimento.",
        "alarm": "Alarme: estou aberta há muito tempo.",
        "help": "Obedeço: abre, fecha, status",
    },
}


class Door(Device):
    """Reports `{"open": true, "alarm": false}` when it has arrived, and again when the alarm begins."""

    name = "door"
    help: ClassVar[Mapping[str, str]] = {
        "en": "obeys @door open, close; takes 3 seconds; alarm after 30 seconds open",
        "pt-BR": "obedece a @door abre, fecha; leva 3 segundos; alarme após 30 segundos aberta",
    }
    default_role = "door"
    values: ClassVar[tuple[Value, ...]] = (Value("open", "boolean"), Value("alarm", "boolean"))
    commands: ClassVar[tuple[Command, ...]] = (Switch("open", "close", key="open"), Button("status"))
    pause: float | None = 0.2

    def __init__(self, role: str, language: str) -> None:
        """It begins closed."""
        super().__init__(role, language)
        self.open = False
        self.alarm = False
        self._is_moving = False
        self._since: datetime | None = None  # when the movement, or the time open, began; None: with the next tick
        self._texts = _TEXTS[language]

    def state(self) -> Mapping[str, Any]:
        """Whether it is open, and whether it was for too long."""
        return {"open": self.open, "alarm": self.alarm}

    def hear(self, record: Record) -> Say | None:
        """Begin to move; where it stands is told once it is there. While it moves it obeys nothing."""
        order, _ = _ORDERS.find(words_for(self.role, record))
        if not order:
            return Say(self._texts["help"])
        if self._is_moving:
            return Say(self._texts["moving"])
        if order == "status" or self.open == (order == "open"):
            return self._told()
        self._is_moving, self._since = True, None
        return None

    def tick(self, moment: datetime) -> Say | None:
        """Arrive, or raise the alarm, when it is time."""
        self._since = self._since or moment
        seconds = (moment - self._since).total_seconds()
        if self._is_moving and seconds >= TRAVEL_SECONDS:
            self._is_moving, self._since = False, moment
            self.open, self.alarm = not self.open, False
            return self._told()
        if self.open and not self._is_moving and not self.alarm and seconds >= ALARM_SECONDS:
            self.alarm = True
            return Say(self._texts["alarm"], self.state())
        return None

    def _told(self) -> Say:
        return Say(self._texts[self.open], self.state())
