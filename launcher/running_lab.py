"""What a lab that runs tells the other commands of `lab.py`: `LAB_DATA/launcher.json` has the settings that locate it.

The launcher writes the file when it starts and removes it when it stops. `launcher.preflight` says whether it runs.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from chat.errors import SettingsError
from chat.settings import Settings
from launcher.banner import page_url

_NOTE = "launcher.json"

_WHERE = (
    *("host", "access", "tls", "tls_cert", "tls_key", "tls_ca", "mqtt_port", "mqtts_port", "mqtt_ws_port", "web_port"),
    *("broker", "mqtt_host", "mqtt_tls", "mqtt_ca"),
)
"""The settings that decide how a lab is reached. No user name or password is among them."""


@dataclass(frozen=True, slots=True)
class RunningLab:
    """The launcher's process id, the page's address, and the settings that say where the lab is, as `LAB_*` texts."""

    pid: str
    url: str
    where: Mapping[str, str] = field(default_factory=dict)

    def applied_to(self, settings: Settings) -> Settings:
        """`settings`, but with what says where this lab is. Unchanged when its note can't be understood."""
        try:
            given = Settings.from_mapping(self.where)
            return replace(settings, **{name: getattr(given, name) for name in _WHERE if _key(name) in self.where})
        except SettingsError:  # written by another version
            return settings


def write_note(data: Path, settings: Settings) -> None:
    """Note where the lab of these settings is. Raises OSError."""
    known = settings.to_environ()
    where = {_key(name): known[_key(name)] for name in _WHERE}
    document = {"pid": os.getpid(), "url": page_url(settings), "settings": where}
    (data / _NOTE).write_text(json.dumps(document), encoding="utf-8")


def remove_note(data: Path) -> None:
    """The lab has ended."""
    (data / _NOTE).unlink(missing_ok=True)


def read_note(data: Path) -> RunningLab:
    """What the running lab noted; question marks where it can't be read."""
    try:
        document = json.loads((data / _NOTE).read_text(encoding="utf-8"))
        where = {str(key): str(value) for key, value in dict(document.get("settings") or {}).items()}
        return RunningLab(str(document["pid"]), str(document["url"]), where)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return RunningLab("?", "?")


def _key(name: str) -> str:
    return f"LAB_{name.upper()}"
