"""MicroPython's neopixel: a strip of lights, drawn by the page."""

import _bridge
from machine import _number


class NeoPixel:
    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin, self.n, self.bpp = pin, n, bpp
        self.buf = bytearray(n * bpp)
        self._id = _number(pin)
        _bridge.use_pixels(self._id, n)
        self.write()

    def __len__(self):
        return self.n

    def __setitem__(self, index, colour):
        if not -self.n <= index < self.n:
            raise IndexError("index out of range")
        start = index % self.n * self.bpp
        for place in range(self.bpp):
            self.buf[start + place] = colour[place]

    def __getitem__(self, index):
        if not -self.n <= index < self.n:
            raise IndexError("index out of range")
        start = index % self.n * self.bpp
        return tuple(self.buf[start : start + self.bpp])

    def fill(self, colour):
        for index in range(self.n):
            self[index] = colour

    def write(self):
        colours = b"".join(bytes(self[index][:3]) for index in range(self.n))
        _bridge.pixels(self._id, colours.hex())
