"""A sensor: temperature and humidity, every few seconds."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from devices.description import Value
from devices.device import Device, Say
from devices.kinds.climate import Climate


class Sensor(Device):
    """Reports `{"temperature": 23.4, "humidity": 51.2}`: degrees Celsius and percent."""

    name = "sensor"
    help: ClassVar[Mapping[str, str]] = {
        "en": "reports temperature and humidity every 5 seconds (--every)",
        "pt-BR": "informa temperatura e umidade a cada 5 segundos (--every)",
    }
    default_role = "sensor-1"
    takes: ClassVar[frozenset[str]] = frozenset({"every"})
    pause: float | None = 5.0
    values: ClassVar[tuple[Value, ...]] = (
        Value("temperature", unit="°C", least=-10, greatest=50),
        Value("humidity", unit="%", least=0, greatest=100),
    )

    def __init__(self, role: str, language: str) -> None:
        """Each role has a climate of its own."""
        super().__init__(role, language)
        self._climate = Climate.of(role)

    def tick(self, moment: datetime) -> Say | None:
        """The reading of this moment: `temperature` in degrees Celsius, `humidity` in percent."""
        return Say(data=self._climate.at(moment))
