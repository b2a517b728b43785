"""The kinds of device. A new one is a file beside these and a line here."""

from devices.device import Device
from devices.echo import Echo
from devices.lamp import Lamp
from devices.sensor import Sensor

KINDS: dict[str, type[Device]] = {kind.name: kind for kind in (Sensor, Lamp, Echo)}

DEMO: tuple[type[Device], ...] = (Sensor, Lamp, Echo)
"""What `python -m devices demo` runs in one session, each in its default role."""
