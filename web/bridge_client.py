"""What the web asks of the bridge, over MQTT: a request with a transaction, and the answer that repeats it."""

import secrets
import threading
from typing import Any

import orjson

from chat.errors import LabError
from chat.topic import ONLINE, last_level, request_topic
from web.broker_client import BrokerClient

ANSWER_SECONDS = 3.0


class BridgeClient:
    """Asks the bridge and waits for its answer. Knows from `lab/bridge` whether it is there."""

    def __init__(self, broker: BrokerClient) -> None:
        self._broker = broker
        self._waiting: dict[str, tuple[threading.Event, dict[str, Any]]] = {}
        self.is_online = False

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
                raise LabError("bridge-unavailable", f"the bridge did not answer within {seconds:.0f} s")
        finally:
            del self._waiting[transaction]
        if answer.get("status") != "ok":
            raise LabError(str(answer.get("reason", "error")), str(answer.get("detail", "")))

    def take_response(self, _topic: str, payload: bytes) -> None:
        """An answer came on `lab/response/<what>`."""
        document = orjson.loads(payload)
        answered, answer = self._waiting.get(document.get("transaction", ""), (None, {}))
        if answered is not None:
            answer.update(document)
            answered.set()

    def take_status(self, topic: str, payload: bytes) -> bool:
        """`lab/bridge` says whether the bridge is there. Returns whether that is news."""
        was_online, self.is_online = self.is_online, last_level(topic) == "bridge" and payload == ONLINE.encode()
        return was_online != self.is_online
