"""umqtt.simple on MicroPython as a participant: publishes each line of standard input at QoS 1, one after the other.

`micropython publish_lines_umqtt.py <folder of umqtt> <port> <topic>`
"""

import sys

folder, port, topic = sys.argv[1:]
sys.path.append(folder)

from umqtt.simple import MQTTClient  # type: ignore[import-not-found]  # noqa: E402 - found in that folder

TCP, TCP_NODELAY = 6, 1

client = MQTTClient("umqtt", "127.0.0.1", int(port))
client.connect()
# It writes a packet in five parts, of which the last four else wait for the system's delayed acknowledgement (40 ms).
client.sock.setsockopt(TCP, TCP_NODELAY, 1)
for line in sys.stdin:
    client.publish(topic, line[:-1], qos=1)  # returns when the broker has acknowledged it
client.disconnect()
