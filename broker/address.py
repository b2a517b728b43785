"""The addresses and ports that the broker listens on, checked before it starts: a busy port is one clear line."""

import errno
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from chat.errors import SettingsError
from chat.settings import Settings, reachable
from mqtt.packets import connect


@dataclass(frozen=True, slots=True)
class Address:
    """Numeric IP addresses and the ports of MQTT over TCP and over WebSocket.

    With `tls_port`, WebSockets use TLS as well. `plain_host` is the address of MQTT without TLS. In a lab with TLS it
    is a loopback address.
    """

    host: str
    port: int
    ws_port: int
    plain_host: str
    tls_port: int | None = None

    @property
    def listeners(self) -> tuple[tuple[str, int], ...]:
        """Every address and port that accepts connections."""
        secure = ((self.host, self.tls_port),) if self.tls_port is not None else ()
        return ((self.plain_host, self.port), (self.host, self.ws_port), *secure)

    @property
    def urls(self) -> str:
        """The URLs of all listeners, for the console."""
        host, plain = _in_url(self.host), f"mqtt://{_in_url(self.plain_host)}:{self.port}"
        if self.tls_port is None:
            return f"{plain} and ws://{host}:{self.ws_port}"
        return f"{plain}, mqtts://{host}:{self.tls_port} and wss://{host}:{self.ws_port}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def listen_address(settings: Settings) -> Address:
    """Resolve LAB_HOST and check that the ports are free. Raises SettingsError (`bad-host`, `busy-port`)."""
    host, plain = _numeric(settings.host), _numeric(settings.plain_host)
    _check_free(plain, settings.mqtt_port, "LAB_MQTT_PORT")
    _check_free(host, settings.mqtt_ws_port, "LAB_MQTT_WS_PORT")
    if settings.tls_on:
        _check_free(host, settings.mqtts_port, "LAB_MQTTS_PORT")
    return Address(
        host, settings.mqtt_port, settings.mqtt_ws_port, plain, settings.mqtts_port if settings.tls_on else None
    )


def _numeric(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError as error:
        raise SettingsError("bad-host", f"LAB_HOST={host}: {error.strerror}") from error


def _check_free(host: str, port: int, key: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # without it a port with connections in TIME_WAIT looks busy
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _explained(error, host, port, key) from error


def _explained(error: OSError, host: str, port: int, key: str) -> SettingsError:
    if error.errno == errno.EADDRNOTAVAIL:
        return SettingsError("bad-host", f"LAB_HOST={host}: no network of this machine has this address")
    if error.errno == errno.EADDRINUSE:
        return SettingsError("busy-port", f"{key}={port}: something else listens on {host}:{port}; choose another port")
    return SettingsError("busy-port", f"{key}={port}: {error.strerror}")


def accepts(host: str, port: int) -> bool:
    """Whether a listener on `host` and `port` accepts a TCP connection now."""
    try:
        with socket.create_connection((reachable(host), port), timeout=1):
            return True
    except OSError:
        return False


def answers(host: str, port: int) -> bool:
    """Whether a broker on `host` and `port` answers a CONNECT now."""
    try:
        with socket.create_connection((reachable(host), port), timeout=1) as connection:
            connection.sendall(connect(""))
            return bool(connection.recv(1))
    except OSError:
        return False


def wait_accepting(address: Address, is_alive: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Wait until all ports accept connections. Returns False when the broker has ended, or after `seconds`."""
    end = time.monotonic() + seconds
    while not all(accepts(host, port) for host, port in address.listeners):
        if time.monotonic() > end or not is_alive():
            return False
        time.sleep(0.02)
    return is_alive()
