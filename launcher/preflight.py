"""Checks before the services start: free ports, and no other lab in this folder."""

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from chat.settings import Settings
from launcher.network import holder, listen_error
from launcher.texts import Texts


@dataclass(frozen=True, slots=True)
class WantedPort:
    """A port that the lab listens on: its setting, the option that changes it, and the part that needs it."""

    number: int
    key: str
    option: str
    who: str


def wanted_ports(settings: Settings) -> list[WantedPort]:
    """The ports that this lab listens on; with an external broker only the page's."""
    page = WantedPort(settings.web_port, "LAB_WEB_PORT", "--web-port", "who-page")
    if settings.broker == "external":
        return [page]
    return [
        WantedPort(settings.mqtt_port, "LAB_MQTT_PORT", "--mqtt-port", "who-broker"),
        *([WantedPort(settings.mqtts_port, "LAB_MQTTS_PORT", "--mqtts-port", "who-tls")] if settings.tls_on else []),
        WantedPort(settings.mqtt_ws_port, "LAB_MQTT_WS_PORT", "--mqtt-ws-port", "who-websocket"),
        page,
    ]


def port_trouble(host: str, port: WantedPort, texts: Texts) -> str:
    """One line with the reason why the lab can't listen there; empty when it can."""
    error = listen_error(host, port.number)
    if error is None:
        return ""
    why = error.strerror or str(error)
    if error.errno == errno.EADDRINUSE:
        process = holder(port.number)
        return texts(
            "busy-port",
            port=port.number,
            host=host,
            who=texts(port.who),
            option=f"{port.option} {port.number + 1}",
            key=port.key,
            other=port.number + 1,
            holder=texts("held-by", process=process) if process else "",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return texts("forbidden-port", port=port.number, who=texts(port.who), why=why, option=port.option, key=port.key)
    return texts("bad-host", host=host, why=why)


def ports_trouble(settings: Settings, texts: Texts) -> list[str]:
    """A line for each port that the lab can't have."""
    troubles = [port_trouble(settings.host, port, texts) for port in wanted_ports(settings)]
    return list(dict.fromkeys(trouble for trouble in troubles if trouble))


class AlreadyRunningError(Exception):
    """Another lab runs with the same LAB_DATA."""

    def __init__(self, pid: str, url: str) -> None:
        super().__init__(pid, url)
        self.pid = pid
        self.url = url


@contextlib.contextmanager
def only_lab(data: Path, url: str) -> Iterator[None]:
    """Hold the lock of this LAB_DATA. Raises AlreadyRunningError, and OSError if the folder can't be written."""
    data.mkdir(parents=True, exist_ok=True)
    note = data / "launcher.json"
    try:
        with FileLock(data / "launcher.lock", timeout=0):
            note.write_text(json.dumps({"pid": os.getpid(), "url": url}))
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout:
        raise AlreadyRunningError(*_read(note)) from None


def running_lab(data: Path) -> AlreadyRunningError | None:
    """The lab that runs with this LAB_DATA; None without one."""
    if not (data / "launcher.lock").is_file():
        return None
    try:
        with FileLock(data / "launcher.lock", timeout=0):
            return None
    except Timeout:
        return AlreadyRunningError(*_read(data / "launcher.json"))


def _read(note: Path) -> tuple[str, str]:
    try:
        document = json.loads(note.read_text())
        return str(document["pid"]), str(document["url"])
    except (OSError, ValueError, KeyError):
        return "?", "?"
