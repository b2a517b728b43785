"""The web's requests to the bridge, over MQTT: a request has a transaction, and its answer repeats it."""

import secrets
import threading
from typing import Any

import orjson

from chat.errors import LabError
from chat.topic import ONLINE, last_level, request_topic
from web.broker_client import BrokerClient

ANSWER_SECONDS = 3.0


class BridgeClient:
    """Sends requests to the bridge and waits for its answers. Knows from `lab/bridge` whether it is there."""

    def __init__(self, broker: BrokerClient) -> None:
        self._broker = broker
        self._waiting: dict[str, tuple[threading.Event, dict[str, Any]]] = {}
        self.is_online: bool | None = None
        """Whether the bridge is there; None before the broker has told its status."""

    def ask(self, what: str, session: str = "", seconds: float = ANSWER_SECONDS, **more: object) -> None:
        """Return when the bridge has done it.

        Raises LabError with the bridge's reason, or `broker-unavailable`, or `bridge-unavailable` when it does not
        answer within `seconds`.
        """
        transaction = secrets.token_hex(8)
        answered, answer = self._waiting[transaction] = (threading.Event(), {})
        try:
            document = {**more, "transaction": transaction, "session": session}
            self._broker.publish(request_topic(what), orjson.dumps(document))
            if not answered.wait(seconds):
                raise LabError("bridge-unavailable", self._why_silent(seconds))
        finally:
            del self._waiting[transaction]
        if answer.get("status") != "ok":
            raise LabError(str(answer.get("reason", "error")), str(answer.get("detail", "")))

    def _why_silent(self, seconds: float) -> str:
        if not self.is_online:
            return "the bridge is not connected to the broker; messages wait until it is back"
        return f"the bridge did not answer within {seconds:.0f} s; messages wait: its disk may be full or slow"

    def take_response(self, _topic: str, payload: bytes) -> None:
        """Give an answer from `lab/response/<what>` to whoever waits for it. What is no answer is ignored."""
        document = _decode(payload)
        answered, answer = self._waiting.get(str(document.get("transaction")), (None, {}))
        if answered is not None:
            answer.update(document)
            answered.set()

    def take_status(self, topic: str, payload: bytes) -> bool:
        """Note from `lab/bridge` whether the bridge is there. Returns whether that has changed."""
        was_online, self.is_online = self.is_online, last_level(topic) == "bridge" and payload == ONLINE.encode()
        return was_online != self.is_online


def _decode(payload: bytes) -> dict[str, Any]:
    """Decode an answer; empty for what is no JSON object: in an open lab anybody may publish it."""
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}
