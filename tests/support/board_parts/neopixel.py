"""A strip of lights for MicroPython on a computer: what it shows is printed."""


class NeoPixel:
    """The strip."""

    def __init__(self, pin, count):
        self._number, self._colours = pin.number, [(0, 0, 0)] * count

    def fill(self, colour):
        """All lights the same."""
        self._colours = [colour] * len(self._colours)

    def write(self):
        """Show it."""
        print("pixels", self._number, self._colours[0])
