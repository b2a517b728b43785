"""The usual Flask bridge: paho in a thread, a file per session through logging, one emit a message. No fsync, no seq.

python -m bench.peers.flask_bridge <mqtt port> <web port> <log folder>
"""

import json
import logging
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask
from flask_socketio import SocketIO, join_room
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion


def main(mqtt_port: int, web_port: int, folder: Path) -> None:
    """Bridge until killed."""
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="threading")

    def join(document: dict[str, str]) -> None:
        join_room(document["session"])

    socketio.on_event("join", join)

    @cache
    def log_of(session: str) -> logging.Logger:
        log = logging.getLogger(f"chat.{session}")
        log.addHandler(logging.FileHandler(folder / f"{session}.log", encoding="utf-8"))
        log.setLevel(logging.INFO)
        log.propagate = False
        return log

    def took(_client: Client, _data: object, received: MQTTMessage) -> None:
        _, session, role = received.topic.split("/")
        message = {"at": datetime.now(UTC).isoformat(), "role": role, "text": received.payload.decode()}
        log_of(session).info(json.dumps(message))
        socketio.emit("message", message, to=session)

    def connected(client: Client, *_: object) -> None:
        client.subscribe("chat/#", 1)

    client = Client(CallbackAPIVersion.VERSION2)
    client.on_message = took
    client.on_connect = connected
    client.on_subscribe = lambda *_: print("ready", flush=True)
    client.connect("127.0.0.1", mqtt_port)
    client.loop_start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    socketio.run(app, "127.0.0.1", web_port, allow_unsafe_werkzeug=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
