"""The kinds of device. A new one is a file beside these and a line here."""

from devices.device import Device
from devices.kinds.button import Button
from devices.kinds.chatter import Chatter
from devices.kinds.door import Door
from devices.kinds.echo import Echo
from devices.kinds.gps import Gps
from devices.kinds.lamp import Lamp
from devices.kinds.player import Player
from devices.kinds.sensor import Sensor
from devices.kinds.servo import Servo
from devices.kinds.thermostat import Thermostat

_ALL: tuple[type[Device], ...] = (Sensor, Lamp, Echo, Button, Servo, Door, Thermostat, Gps, Chatter, Player)

KINDS: dict[str, type[Device]] = {kind.name: kind for kind in _ALL}

DEMO: tuple[type[Device], ...] = (Sensor, Lamp, Echo)
"""What `python -m devices demo` runs in one session, each in its default role."""
