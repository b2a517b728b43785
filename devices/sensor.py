"""A sensor: temperature and humidity, every few seconds."""

from datetime import datetime
from typing import ClassVar

from devices.climate import Climate
from devices.description import Value
from devices.device import Device, Say


class Sensor(Device):
    """Reports `{"temperature": 23.4, "humidity": 51.2}`: degrees Celsius and percent."""

    name = "sensor"
    help = "reports temperature and humidity every few seconds (--every)"
    default_role = "sensor-1"
    ticks = True
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
