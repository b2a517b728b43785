"""paho-mqtt as a participant: publishes each line of standard input, and ends when the broker has acknowledged all.

`python publish_lines.py <port> <topic> <qos>`
"""

import sys

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

port, topic, qos = sys.argv[1:]
client = Client(CallbackAPIVersion.VERSION2)
client.connect("127.0.0.1", int(port))
client.loop_start()
sent = [client.publish(topic, line.removesuffix("\n"), int(qos)) for line in sys.stdin]
for one in sent:
    one.wait_for_publish()
client.disconnect()
client.loop_stop()
