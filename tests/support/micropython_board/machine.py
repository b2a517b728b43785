"""A board's pins, for MicroPython on a computer: what is written to one is printed."""


class Pin:
    """One pin."""

    OUT = 1

    def __init__(self, number, _mode):
        self._number = number

    def value(self, level):
        """Set the pin."""
        print("pin %s %s" % (self._number, "HIGH" if level else "LOW"))
