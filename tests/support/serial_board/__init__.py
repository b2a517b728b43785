"""A board at a serial port, for tests of the page that flashes boards: the bootloader of an ESP32's ROM, simulated, and
MicroPython's Unix port, which is real. A page reaches it through a stand-in for `navigator.serial`."""
