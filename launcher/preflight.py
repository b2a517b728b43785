"""Checks before the services start: free ports, and no other lab in this folder."""

import contextlib
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from chat.settings import Settings
from launcher.network import holder, listen_error
from launcher.running_lab import RunningLab, read_note, remove_note, write_note
from launcher.texts import Texts

_LOCK = "launcher.lock"


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

    def __init__(self, lab: RunningLab) -> None:
        super().__init__(lab)
        self.lab = lab


@contextlib.contextmanager
def only_lab(data: Path, settings: Settings) -> Iterator[None]:
    """Hold the lock of this LAB_DATA, and note where its lab is. Raises AlreadyRunningError, and OSError if the folder
    can't be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data / _LOCK, timeout=0):
            write_note(data, settings)
            try:
                yield
            finally:
                remove_note(data)
    except Timeout:
        raise AlreadyRunningError(read_note(data)) from None


def running_lab(data: Path) -> RunningLab | None:
    """The lab that runs with this LAB_DATA; None without one.

    The lock decides, which the system takes away from a process that ends. A note that was left behind counts nothing.
    """
    if not (data / _LOCK).is_file():
        return None
    try:
        with FileLock(data / _LOCK, timeout=0):
            return None
    except Timeout:
        return read_note(data)
