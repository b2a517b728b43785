"""MicroPython's dht: temperature and humidity, from the page's two sliders."""

import _board
import _bridge
from machine import _number


class _Sensor:
    def __init__(self, pin):
        self._id, self._temperature, self._humidity = _number(pin), 0, 0
        _bridge.use_climate(self._id)

    def measure(self):
        _board.dispatch()
        self._temperature = _bridge.climate(self._id, "temperature")
        self._humidity = _bridge.climate(self._id, "humidity")


class DHT22(_Sensor):
    def temperature(self):
        return self._temperature / 10

    def humidity(self):
        return self._humidity / 10


class DHT11(_Sensor):
    def temperature(self):
        return self._temperature // 10

    def humidity(self):
        return self._humidity // 10
