"""MicroPython's time. What waits lets the page's events in, and the handlers of pins and timers run."""

from utime import *

import _board
import utime


def sleep(seconds):
    _board.sleep_ms(int(seconds * 1000))


def sleep_ms(ms):
    _board.sleep_ms(int(ms))


def sleep_us(us):
    if us >= 1000:
        _board.sleep_ms(int(us // 1000))
    else:
        utime.sleep_us(int(us))


def ticks_ms():
    _board.dispatch()
    return utime.ticks_ms()
