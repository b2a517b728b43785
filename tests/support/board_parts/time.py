"""MicroPython's time, with the handlers of pins called while a program sleeps."""

import machine
import utime
from utime import *


def sleep_ms(ms):
    """Sleep, in pieces."""
    for _ in range(max(1, ms // 10)):
        machine.poll()
        utime.sleep_ms(min(ms, 10))


def sleep(seconds):
    """Sleep, in pieces."""
    sleep_ms(int(seconds * 1000))
