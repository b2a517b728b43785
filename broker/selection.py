"""Which broker runs: the rule behind LAB_BROKER."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chat.errors import SettingsError
from chat.settings import Settings

# Packages install daemons in these folders. The PATH of an ordinary user may not contain them.
_DAEMON_FOLDERS = (
    "/usr/sbin",
    "/usr/local/sbin",
    "/opt/homebrew/sbin",
    r"C:\Program Files\mosquitto",
    r"C:\Program Files (x86)\mosquitto",
)


@dataclass(frozen=True, slots=True)
class BrokerChoice:
    """The broker to run and the reason. `program` is mosquitto's executable."""

    kind: Literal["amqtt", "mosquitto", "external"]
    why: str
    program: Path | None = None


def find_mosquitto() -> Path | None:
    """The executable of mosquitto on this machine. None when it is not installed."""
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path=os.pathsep.join(_DAEMON_FOLDERS))
    return Path(found) if found else None


def choose(settings: Settings, find: Callable[[], Path | None] = find_mosquitto) -> BrokerChoice:
    """Apply LAB_BROKER. Raises SettingsError (`no-mosquitto`) when mosquitto is required and not installed."""
    if settings.broker == "external":
        return BrokerChoice(
            "external",
            f"LAB_BROKER=external: the broker at LAB_MQTT_HOST, {settings.mqtt_host}:{settings.mqtt_port}, is used",
        )
    if settings.broker != "mosquitto":  # auto is amqtt on every machine, whatever is installed there
        return BrokerChoice("amqtt", f"LAB_BROKER={settings.broker}")
    program = find()
    if program is None:
        raise SettingsError(
            "no-mosquitto", "LAB_BROKER=mosquitto: mosquitto is not installed (auto or amqtt need nothing)"
        )
    return BrokerChoice("mosquitto", f"LAB_BROKER=mosquitto, found {program}", program)
