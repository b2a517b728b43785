"""Compares the log with what the devices sent: what is missing, doubled or out of order. Pure."""

import json
from collections.abc import Iterable

from devices.fleet.number_set import NumberSet
from devices.fleet.traffic import Traffic

MOST_NAMED = 1000
"""Doubles of a device that are remembered one by one."""


class LoggedDevice:
    """What the log has of one device. Its messages are numbered from 1."""

    def __init__(self) -> None:
        self.numbers = NumberSet()
        self.doubled = list[int]()
        """The number of each record too many: at most MOST_NAMED of them."""
        self.doubles = 0
        self.out_of_order = 0
        self._greatest = 0

    def add(self, number: int) -> None:
        """The next record of the device."""
        if not self.numbers.add(number):
            self.doubles += 1
            if len(self.doubled) < MOST_NAMED:
                self.doubled.append(number)
        elif number < self._greatest:
            self.out_of_order += 1
        self._greatest = max(self._greatest, number)


class LogCheck:
    """Reads the lines of a run, session by session, in the order of the log."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._mark = f'"id":"{traffic.run}-'.encode()
        self._devices: dict[tuple[str, str], LoggedDevice] = {}

    def read(self, session: str, lines: Iterable[bytes]) -> None:
        """Take the lines of one session. Those of others than the fleet are passed over."""
        for line in lines:
            if self._mark in line:
                self._read(session, line)

    def of(self, session: str, role: str) -> LoggedDevice:
        """What the log has of a device."""
        return self._devices.get((session, role)) or LoggedDevice()

    def _read(self, session: str, line: bytes) -> None:
        try:
            record = json.loads(line)
        except ValueError:
            return
        number = self._traffic.number(str(record.get("id", ""))) if isinstance(record, dict) else None
        if number is not None:
            self._devices.setdefault((session, str(record.get("role", ""))), LoggedDevice()).add(number)
