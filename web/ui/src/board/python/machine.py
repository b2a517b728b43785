"""The ESP32's `machine`, with the drawn parts at its pins. Numbers as on the ESP32 DevKit: docs/board.md has the table."""

import _board
import _bridge
from utime import ticks_add, ticks_ms

INPUT_ONLY = (34, 35, 36, 39)
NOT_THERE = (6, 7, 8, 9, 10, 11, 20, 24, 28, 29, 30, 31, 37, 38)  # the flash memory's, or none
ADC_PINS = (0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 39)

PWRON_RESET, HARD_RESET, SOFT_RESET = 1, 2, 5


class Pin:
    IN, OUT, OPEN_DRAIN = 1, 3, 7
    PULL_DOWN, PULL_UP = 1, 2
    IRQ_RISING, IRQ_FALLING = 1, 2
    DRIVE_0, DRIVE_1, DRIVE_2, DRIVE_3 = 0, 1, 2, 3

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if not isinstance(id, int) or not 0 <= id <= 39 or id in NOT_THERE:
            raise ValueError("invalid pin")
        self._id, self._mode, self._pull, self._level = id, -1, None, 0
        self._handler, self._trigger = None, 3
        if mode != -1 or pull != -1 or value is not None:
            self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if mode in (self.OUT, self.OPEN_DRAIN) and self._id in INPUT_ONLY:
            raise ValueError("pin can only be input")
        if mode != -1:
            self._mode = mode
        if pull != -1:
            self._pull = pull
        if self._mode == self.IN:
            _bridge.use_input(self._id, self._pull or 0)
        elif self._mode in (self.OUT, self.OPEN_DRAIN):
            _bridge.use_output(self._id)
            if value is not None:
                self.value(value)

    def value(self, level=None):
        if level is None:
            _board.dispatch()
            return _bridge.digital(self._id) if self._mode == self.IN else self._level
        self._level = 1 if level else 0
        if self._mode != self.IN:
            _bridge.write(self._id, self._level)

    def __call__(self, level=None):
        return self.value(level)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    def toggle(self):
        self.value(not self._level)

    def irq(self, handler=None, trigger=3, *, priority=1, wake=None, hard=False):
        self._handler, self._trigger = handler, trigger
        if self._mode == -1:
            self.init(self.IN)
        _board.watch(self._id, self if handler else None)

    def _changed(self, level):
        if self._handler and self._trigger & (self.IRQ_RISING if level else self.IRQ_FALLING):
            _board.protect(self._handler, self)

    def __repr__(self):
        return "Pin(%d)" % self._id


def _number(pin):
    return pin._id if isinstance(pin, Pin) else Pin(pin)._id


class ADC:
    ATTN_0DB, ATTN_2_5DB, ATTN_6DB, ATTN_11DB = 0, 1, 2, 3
    WIDTH_9BIT, WIDTH_10BIT, WIDTH_11BIT, WIDTH_12BIT = 9, 10, 11, 12

    def __init__(self, pin, *, atten=None):
        self._id, self._bits = _number(pin), 12
        if self._id not in ADC_PINS:
            raise ValueError("invalid pin")
        _bridge.use_analog(self._id)

    def atten(self, attenuation):
        pass  # the drawn parts give 0 to 3.3 V at every attenuation

    def width(self, bits):
        self._bits = bits

    def read_u16(self):
        _board.dispatch()
        return _bridge.analog(self._id)

    def read(self):
        return self.read_u16() >> (16 - self._bits)

    def read_uv(self):
        return self.read_u16() * 3300000 // 65535


class PWM:
    def __init__(self, pin, freq=None, duty=None, *, duty_u16=None, duty_ns=None):
        self._id, self._freq, self._duty = _number(pin), 5000, 32768
        if self._id in INPUT_ONLY:
            raise ValueError("invalid pin")
        _bridge.use_pwm(self._id)
        self.init(freq=freq, duty=duty, duty_u16=duty_u16, duty_ns=duty_ns)

    def init(self, freq=None, duty=None, *, duty_u16=None, duty_ns=None):
        if freq is not None:
            if not 1 <= freq <= 40000000:
                raise ValueError("frequency must be from 1Hz to 40MHz")
            self._freq = int(freq)
        if duty is not None:
            if not 0 <= duty <= 1023:
                raise ValueError("duty must be from 0 to 1023")
            self._duty = duty * 65535 // 1023
        if duty_u16 is not None:
            if not 0 <= duty_u16 <= 65535:
                raise ValueError("duty_u16 must be from 0 to 65535")
            self._duty = duty_u16
        if duty_ns is not None:
            self._duty = min(65535, int(duty_ns * self._freq * 65535 / 1000000000 + 0.5))
        _bridge.pwm(self._id, self._freq, self._duty)

    def freq(self, freq=None):
        if freq is None:
            return self._freq
        self.init(freq=freq)

    def duty(self, duty=None):
        if duty is None:
            return (self._duty * 1023 + 32767) // 65535
        self.init(duty=duty)

    def duty_u16(self, duty=None):
        if duty is None:
            return self._duty
        self.init(duty_u16=duty)

    def duty_ns(self, duty=None):
        if duty is None:
            return int(self._duty * 1000000000 / (65535 * self._freq) + 0.5)
        self.init(duty_ns=duty)

    def deinit(self):
        _bridge.pwm(self._id, self._freq, 0)


class Timer:
    ONE_SHOT, PERIODIC = 0, 1

    def __init__(self, id, **options):
        self._id, self._due = id, 0
        if options:
            self.init(**options)

    def init(self, *, mode=1, period=-1, freq=None, callback=None, hard=False):
        if freq:
            period = int(1000 / freq)
        if period <= 0:
            raise ValueError("period must be positive")
        self._mode, self._period, self._callback = mode, period, callback
        self._due = ticks_add(ticks_ms(), period)
        _board.start_timer(self)

    def deinit(self):
        _board.stop_timer(self)

    def _fire(self, now):
        if self._mode == self.ONE_SHOT:
            _board.stop_timer(self)
        else:  # a program that was busy for long catches up with one call
            self._due = ticks_add(now, self._period)
        if self._callback:
            _board.protect(self._callback, self)


class I2C:
    """Only what a driver of the OLED screen needs."""

    def __init__(self, id=0, *, scl=None, sda=None, freq=400000, timeout=50000):
        pass

    def scan(self):
        return [0x3C]


SoftI2C = I2C


def reset():
    _bridge.reset()


soft_reset = reset


def reset_cause():
    return PWRON_RESET


def unique_id():
    return _bridge.board_id().encode()


def freq(hz=None):
    return 160000000


def idle():
    _board.sleep_ms(1)


def disable_irq():
    return 0


def enable_irq(state):
    _board.dispatch()
