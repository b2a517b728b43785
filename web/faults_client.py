"""The web's requests to the fault lab, over HTTP on loopback. It is started by the first one that needs it."""

import http.client
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from chat.errors import LabError
from chat.fault_service import FaultService, want

START_SECONDS = 8.0
"""So long somebody waits for the fault lab to start. Who comes soon after that was in vain does not wait again."""

_AGAIN_SECONDS = 0.1
_ANSWER_SECONDS = 25.0
_REASONS = {400: "bad-request", 404: "no-line", 409: "faults-busy"}


class FaultsClient:
    """Asks the fault lab of this machine. `sleep` lets other greenlets work."""

    def __init__(self, data: Path, *, is_on: bool, sleep: Callable[[float], object] = time.sleep) -> None:
        self._data = data
        self._is_on = is_on
        self._sleep = sleep
        self._in_vain_until = 0.0

    def ask(self, method: str, *path: str, query: str = "", body: object = None) -> dict[str, Any]:
        """The fault lab's answer. Raises LabError: `bad-request`, `no-line`, `faults-busy`, `faults-off`,
        `faults-unavailable`.
        """
        if not self._is_on:
            raise LabError("faults-off", "this lab has no fault lab: LAB_FAULTS=off")
        target = "/lines/" + "/".join(quote(part, safe="") for part in path) + query
        status, answer = self._asked(method, target, None if body is None else orjson.dumps(body))
        if status != 200:
            raise LabError(_REASONS.get(status, "faults-unavailable"), str(answer.get("detail", "")))
        return answer

    def _asked(self, method: str, target: str, body: bytes | None) -> tuple[int, dict[str, Any]]:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._once(method, target, body)
            except (OSError, http.client.HTTPException) as error:
                self._check_patience(end, error)
            self._sleep(_AGAIN_SECONDS)

    def _check_patience(self, end: float, error: Exception) -> None:
        """Ask for the start of the fault lab. Raises LabError when that was waited for long enough."""
        try:
            want(self._data)
        except OSError:
            end = 0
        now = time.monotonic()
        if now >= end:
            self._in_vain_until = now + START_SECONDS
        if now < self._in_vain_until:
            raise LabError("faults-unavailable", "the fault lab does not answer; `python lab.py` starts it") from error

    def _once(self, method: str, target: str, body: bytes | None) -> tuple[int, dict[str, Any]]:
        """One request. Raises OSError, http.client.HTTPException."""
        service = FaultService.read(self._data)
        if service is None:
            raise ConnectionRefusedError
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=_ANSWER_SECONDS)
        try:
            connection.request(method, target, body, {"Authorization": f"Bearer {service.secret}"})
            answer = connection.getresponse()
            return _checked(answer.status, answer.read())
        finally:
            connection.close()


def _checked(status: int, body: bytes) -> tuple[int, dict[str, Any]]:
    """The answer. Raises ConnectionError for one that another program, or an earlier secret, has given."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        document = None
    if status == 401 or not isinstance(document, dict):
        raise ConnectionRefusedError
    return status, document
