"""The services of a lab, their order, and how to check that each is ready."""

import http.client
import json
import os
import ssl
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chat.settings import Settings, reachable
from launcher.network import is_open
from launcher.supervisor import ServiceSpec

_HEALTH_SECONDS = 5.0


def plan(
    settings: Settings,
    *,
    devices: bool,
    passwords: Path | None = None,
    tls: ssl.SSLContext | None = None,
    faults_wanted: Callable[[], bool] = lambda: False,
    environ: Mapping[str, str] = os.environ,
) -> list[ServiceSpec]:
    """The services of this lab, in order: broker (unless it is external), bridge, web, demo devices and fault lab.

    `faults_wanted`: whether somebody has asked for the fault lab, which is started then. `passwords`: the file with the
    devices' passwords, in a closed lab. `tls`: the context for requests to the page.
    """
    env = {**environ, **settings.to_environ(), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}

    def service(name: str, *arguments: str, **checks: Callable[[], Any]) -> ServiceSpec:
        return ServiceSpec(name, (sys.executable, "-m", name, *arguments), env, **checks)

    host, plain = reachable(settings.host), reachable(settings.plain_host)
    health = Health(host, settings.web_port, tls)
    specs = [service("bridge"), service("web", ready=health.is_ok, missing=health.missing)]
    if settings.broker != "external":
        specs.insert(0, service("broker", ready=lambda: is_open(plain, settings.mqtt_port)))
    if devices:
        known = ("--passwords", str(passwords)) if passwords is not None else ()
        specs.append(service("devices", "demo", "--session", "demo", *known))
    if settings.faults == "auto":
        specs.append(service("faults", "serve", wanted=faults_wanted))
    return specs


class Health:
    """The answer of `GET /healthz`: 200 when a message can pass, else the parts that are missing."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._last: tuple[int, dict[str, Any]] = (0, {})

    def is_ok(self) -> bool:
        """Whether the page answers 200."""
        self._last = self._get()
        return self._last[0] == 200

    def missing(self) -> str:
        """The parts that the last answer lacked, as ` (part: why, ...)`, or the address when there was no answer."""
        status, body = self._last
        if not status:
            return f" ({'http' if self._tls is None else 'https'}://{self._host}:{self._port}/healthz: -)"
        parts = {key: value for key, value in body.items() if key != "status" and value != "ok"}
        return " (" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + ")" if parts else ""

    def _get(self) -> tuple[int, dict[str, Any]]:
        connection = self._connection()
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            body = json.loads(answer.read())
            return answer.status, body if isinstance(body, dict) else {}
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=_HEALTH_SECONDS)
        return http.client.HTTPSConnection(self._host, self._port, timeout=_HEALTH_SECONDS, context=self._tls)
