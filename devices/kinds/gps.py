"""A GPS receiver in somebody's pocket: a walk, with position and speed."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from devices.description import Value
from devices.device import Device, Say
from devices.kinds.walk import Walk


class Gps(Device):
    """Reports `{"place": {"lat": -23.5874, "lon": -46.6576}, "speed": 1.3}`: degrees (WGS 84) and metres a second."""

    name = "gps"
    help: ClassVar[Mapping[str, str]] = {
        "en": "walks in a park, and reports place and speed every 5 seconds (--every)",
        "pt-BR": "passeia num parque, e informa lugar e velocidade a cada 5 segundos (--every)",
    }
    default_role = "gps"
    takes: ClassVar[frozenset[str]] = frozenset({"every"})
    values: ClassVar[tuple[Value, ...]] = (
        Value("place", "place"),
        Value("speed", unit="m/s", least=0, greatest=3),
    )
    pause: float | None = 5.0

    def __init__(self, role: str, language: str) -> None:
        """Each role takes a walk of its own."""
        super().__init__(role, language)
        self._walk = Walk(role)
        self._last: datetime | None = None

    def tick(self, moment: datetime) -> Say | None:
        """Walk on since the last call, and tell where it is."""
        self._walk.go((moment - self._last).total_seconds() if self._last else 0.0)
        self._last = moment
        return Say(data={"place": self._walk.place, "speed": round(self._walk.speed, 2)})
