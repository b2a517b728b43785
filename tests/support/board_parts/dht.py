"""A DHT22 for MicroPython on a computer: `parts.json` has [temperature, humidity] at its pin."""

import machine


class DHT22:
    """The sensor."""

    def __init__(self, pin):
        self._number = pin.number

    def measure(self):
        """Read both."""
        self._values = machine.read(self._number, [22.0, 55.0])

    def temperature(self):
        """Degrees Celsius."""
        return self._values[0]

    def humidity(self):
        """Percent."""
        return self._values[1]
