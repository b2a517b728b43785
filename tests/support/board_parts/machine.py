"""A board's pins, for MicroPython on a computer: what is written to one is printed, what is read comes from a file.

The file `parts.json`, in the folder in which the program runs, has the values by the pins' numbers. `poll` calls the
handlers of pins; the `time` beside this file does so while a program sleeps.
"""

import json

_watched = []


def read(number, otherwise):
    """What a test has put at a pin."""
    try:
        with open("parts.json") as file:
            return json.load(file).get(str(number), otherwise)
    except (OSError, ValueError):
        return otherwise


def poll():
    """Call the handlers of the pins that have changed."""
    for pin in _watched:
        pin.look()


class Pin:
    """One pin."""

    IN, OUT = 1, 3
    PULL_DOWN, PULL_UP = 1, 2
    IRQ_RISING, IRQ_FALLING = 1, 2

    def __init__(self, number, mode=-1, pull=None):
        self.number, self._mode = number, mode
        self._level = 1 if mode == self.IN and pull == self.PULL_UP else 0
        self._rest = self._level

    def value(self, level=None):
        """Read or set the pin."""
        if level is None:
            return read(self.number, self._rest) if self._mode == self.IN else self._level
        if int(level) != self._level:
            print("pin", self.number, int(level))
        self._level = int(level)
        return None

    def on(self):
        """Set it to 1."""
        self.value(1)

    def off(self):
        """Set it to 0."""
        self.value(0)

    def irq(self, handler, trigger):
        """Call a handler at edges."""
        self._handler, self._trigger = handler, trigger
        _watched.append(self)

    def look(self):
        """Call the handler, if there was an edge."""
        level, before = self.value(), self._level
        self._level = level
        if level != before and self._trigger & (self.IRQ_RISING if level else self.IRQ_FALLING):
            self._handler(self)


class ADC:
    """An analog input."""

    def __init__(self, pin):
        self._number = pin.number

    def read_u16(self):
        """From 0 to 65535."""
        return read(self._number, 32768)


class PWM:
    """A pin that is switched fast."""

    def __init__(self, pin, freq, duty_u16):
        self._number, self._freq = pin.number, freq
        self.duty_u16(duty_u16)

    def freq(self, freq=None):
        """Read or set the frequency, in hertz."""
        if freq is None:
            return self._freq
        self._freq = freq
        return None

    def duty_u16(self, duty):
        """Set how long it is on, from 0 to 65535."""
        print("pwm", self._number, duty)
