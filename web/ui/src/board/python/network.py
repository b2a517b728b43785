"""MicroPython's network. The page is in the network already, so a station connects at once."""

import _board

STA_IF, AP_IF = 0, 1
STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 1000, 1001, 1010
_ADDRESS = ("192.168.4.2", "255.255.255.0", "192.168.4.1", "192.168.4.1")


class WLAN:
    IF_STA, IF_AP = STA_IF, AP_IF

    def __init__(self, interface=STA_IF):
        self._active = self._connected = False

    def active(self, is_active=None):
        if is_active is None:
            return self._active
        self._active = bool(is_active)
        self._connected = self._connected and self._active

    def connect(self, ssid=None, key=None, *, bssid=None):
        if not self._active:
            raise OSError("Wifi Internal Error")
        self._connected = True

    def disconnect(self):
        self._connected = False

    def isconnected(self):
        _board.dispatch()
        return self._connected

    def status(self, what=None):
        if what == "rssi":
            return -55
        return STAT_GOT_IP if self._connected else STAT_IDLE

    def ifconfig(self, setting=None):
        return _ADDRESS if self._connected else ("0.0.0.0",) * 4

    def config(self, *names, **values):
        return _ADDRESS[0] if names else None

    def scan(self):
        return []


def hostname(name=None):
    return name or "esp32"
