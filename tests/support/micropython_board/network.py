"""A board's Wi-Fi, for MicroPython on a computer. The network in the air comes from the environment.

`status` is as on an ESP32 (ports/esp32/network_wlan.c of MicroPython): it says 1001, connecting, as long as the board
tries, which is for ever unless `config(reconnects=N)` was called; then the reason of wifi_err_reason_t.
"""

import os

STA_IF = 0
STAT_CONNECTING, STAT_GOT_IP = 1001, 1010
_NO_AP_FOUND, _AUTH_FAIL = 201, 202


class WLAN:
    """The one station."""

    def __init__(self, _interface):
        self._name = self._password = None
        self._reconnects = 0
        self._asked = 0

    def active(self, _is_active):
        """Nothing has to be switched on here."""

    def config(self, *, reconnects):
        """How often the board tries; 0: for ever."""
        self._reconnects = reconnects

    def connect(self, name, password):
        """Begin to try."""
        self._name, self._password, self._asked = name, password, 0

    def isconnected(self):
        """Whether there is an address."""
        return self.status() == STAT_GOT_IP

    def status(self):
        """What is known."""
        if self._name is None:
            return 1000
        self._asked += 1
        if self._name != os.getenv("BOARD_AIR_NAME"):
            reason = _NO_AP_FOUND
        elif self._password != os.getenv("BOARD_AIR_PASSWORD"):
            reason = _AUTH_FAIL
        else:
            return STAT_GOT_IP
        return reason if self._reconnects and self._asked > self._reconnects else STAT_CONNECTING
