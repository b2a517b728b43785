"""Time for devices without a network: it passes when a test says so."""

from datetime import UTC, datetime, timedelta

from devices.device import Device, Say

BEGIN = datetime(2026, 11, 22, 16, 48, tzinfo=UTC)


def ticks(device: Device, seconds: float, *, begin: float = 0.0) -> list[tuple[float, Say]]:
    """Tick a device at its pace for so many seconds. Returns what it says, and when, in seconds from `begin`.

    It ticks at the beginning, as a device that starts.
    """
    said: list[tuple[float, Say]] = []
    now = 0.0
    while now <= seconds:
        what = device.tick(BEGIN + timedelta(seconds=begin + now))
        if what is not None:
            said.append((round(now, 3), what))
        if device.pause is None:
            break
        now += max(device.pause, 0.001)
    return said


def heard(device: Device, words: str, role: str = "teacher") -> Say | None:
    """What a device answers to words that address it."""
    return device.hear({"seq": 1, "at": "", "role": role, "to": device.role, "text": words})
