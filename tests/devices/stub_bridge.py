"""A bridge in a few lines, over a real broker: it numbers what it hears and publishes records (docs/protocol.md).

It keeps nothing on a disk and can be told to be silent, or to say a record again: what a real one does in bad moments.
"""

import itertools
import json
import threading
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from chat.access import INTAKE_CLIENT_ID
from chat.addressing import addressee
from chat.topic import to_topics
from tests.support.waiting import wait_until

Record = dict[str, Any]


class StubBridge:
    """Hears `chat/+/+`; everything that passed at the broker stands in `wire`."""

    def __init__(self, port: int) -> None:
        self.wire: list[tuple[str, str]] = []
        self.records: dict[str, list[Record]] = {}
        self.silent = False
        self.confirms = True
        self._port = port
        self._clock = itertools.count()
        self._lock = threading.Lock()
        self._subscribed = threading.Event()
        # As the real one: it gets what was said while it was away, and the embedded broker waits for its PUBACK.
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=INTAKE_CLIENT_ID, clean_session=False)
        self._client.on_connect = lambda client, *_: client.subscribe("#", qos=1)
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.on_disconnect = lambda *_: self._subscribed.clear()
        self._client.on_message = self._on_message
        self._client.reconnect_delay_set(1, 1)

    def start(self) -> None:
        """Connect, and come back whenever the broker does."""
        self._client.connect_async("127.0.0.1", self._port)
        self._client.loop_start()
        self.wait_until_subscribed()

    def wait_until_subscribed(self) -> None:
        """Wait until the broker has granted the subscription of the present connection."""
        wait_until(self._subscribed.is_set, what="the stub bridge is subscribed")

    def stop(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: str | bytes, *, retain: bool = False) -> None:
        """Publish as anybody."""
        self._client.publish(topic, payload, qos=1, retain=retain)

    def say(self, session: str, role: str, text: str, to: str = "") -> None:
        """Speak as a participant."""
        self.publish(f"chat/{session}/{role}", json.dumps({"text": text} | ({"to": to} if to else {})))

    def relay(self, session: str, *records: Record) -> None:
        """Publish records in one packet, and alone those that address a role; once more or for the first time."""
        for record in records:
            self.address(session, record)
        self.publish(f"log/{session}", "\n".join(json.dumps(record) for record in records))

    def address(self, session: str, record: Record) -> None:
        """Publish a record to the role that it addresses, if it addresses one."""
        if role := addressee(record.get("to", ""), record.get("text", "")):
            for topic in to_topics(session, role):
                self.publish(topic, json.dumps(record))

    def forget(self, session: str) -> None:
        """Begin the session's log anew, as after its archive or delete."""
        with self._lock:
            self.records.pop(session, None)

    def of(self, session: str, role: str) -> list[Record]:
        """What a role has in the log."""
        with self._lock:
            return [record for record in self.records.get(session, []) if record["role"] == role]

    def texts(self, session: str, role: str) -> list[str]:
        """The texts that a role has in the log."""
        return [record["text"] for record in self.of(session, role) if "text" in record]

    def sent(self, topic: str) -> list[Any]:
        """The payloads that passed on a topic, JSON decoded."""
        return [json.loads(payload) for name, payload in list(self.wire) if name == topic]

    def status(self, session: str, role: str) -> str:
        """The last status of a role."""
        said = [payload for name, payload in list(self.wire) if name == f"status/{session}/{role}"]
        return said[-1] if said else ""

    def _on_message(self, _client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        payload = message.payload.decode(errors="replace")
        self.wire.append((message.topic, payload))
        levels = message.topic.split("/")
        if levels[0] == "chat" and not self.silent:
            with self._lock:  # whoever sees the record in `of` publishes after it
                record = self._log(levels[1], levels[2], payload)
                self.relay(levels[1], record)
                if '"confirm":true' in payload and self.confirms:
                    confirmation = json.dumps({"logged": record["id"], "seq": record["seq"]})
                    self.publish(f"to/{levels[1]}/{levels[2].lower()}", confirmation)

    def _log(self, session: str, role: str, payload: str) -> Record:
        try:
            document = json.loads(payload)
        except ValueError:
            document = {"text": payload}
        log = self.records.setdefault(session, [])
        for record in log:
            if record["role"] == role and "id" in document and record.get("id") == document["id"]:
                return record
        document.pop("confirm", None)
        log.append(self._record(len(log) + 1, role, document))
        return log[-1]

    def _record(self, seq: int, role: str, document: dict[str, Any]) -> Record:
        named: Record = {key: document.pop(key) for key in ("text", "to", "id", "sent_at") if key in document}
        at = f"2026-11-22T16:48:{next(self._clock) / 1000:06.3f}Z"
        data = {"data": document} if document else {}
        return {"seq": seq, "at": at, "role": role} | named | data
