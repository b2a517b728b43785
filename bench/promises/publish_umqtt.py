"""umqtt.simple on MicroPython publishes numbered messages, and reconnects as umqtt.robust does.

`micropython publish_umqtt.py <folder of umqtt> <port> <topic> <run> <count> <qos> <id: 0 or 1>`
"""

import json
import sys
import time

folder, port, topic, run, count, qos, with_id = sys.argv[1:]
sys.path.append(folder)

from umqtt.simple import MQTTClient  # type: ignore[import-not-found]  # noqa: E402 - found in that folder

CLEAN_SESSION = False
TCP, TCP_NODELAY = 6, 1

client = MQTTClient(run, "127.0.0.1", int(port), keepalive=30)


def connect() -> None:
    """Try until it is connected."""
    while True:
        try:
            client.connect(CLEAN_SESSION)
            client.sock.setsockopt(TCP, TCP_NODELAY, 1)
        except (OSError, IndexError, AssertionError):
            time.sleep(0.2)
        else:
            return


def publish(message: str) -> None:
    """At QoS 1 until it is acknowledged; at QoS 0 a client can't know whether it was sent."""
    while True:
        try:
            client.publish(topic, message, qos=int(qos))
        except (OSError, IndexError, AssertionError):
            connect()
            if qos != "0":
                continue
        return


connect()
for number in range(1, int(count) + 1):
    told = {"run": run, "n": number, "of": int(count), "qos": int(qos)}
    if with_id == "1":
        told["id"] = run + "-" + str(number)
    publish(json.dumps(told))
    time.sleep(0.01)
client.disconnect()
