"""A bare subscriber at QoS 1: acknowledges what comes, counts the texts, and tells how long they took.

`python -m bench.loads.subscriber <port> <topic filter> <texts>` prints {"ready"}, then {"texts", "seconds", "ended",
"latencies"} once all have come. Latencies are in microseconds.
"""

import json
import re
import socket
import sys
import time

from mqtt.packets import connect, subscribe
from mqtt.publish_stream import Delivery, cut, pubacks

_MARKED = re.compile(rb"@~@(\d{15})")


def take(buffer: bytearray) -> tuple[list[Delivery], bytes]:
    """Remove the complete packets from a buffer. Returns the PUBLISH packets, and the PUBACKs that they need."""
    deliveries, _, used = cut(bytes(buffer), 0)
    del buffer[:used]
    return deliveries, pubacks([one.mid for one in deliveries if one.qos == 1])


def main(port: int, topic_filter: str, wanted: int) -> None:
    """Subscribe, count to the end, and tell."""
    buffer, latencies, first = bytearray(), list[int](), 0.0
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(connect("bare-subscriber") + subscribe(1, [(topic_filter, 1)]))
        handshake = bytearray()
        while len(handshake) < 9:  # CONNACK and SUBACK
            handshake += sock.recv(9 - len(handshake))
        print(json.dumps({"ready": True}), flush=True)
        while len(latencies) < wanted:
            buffer += sock.recv(262_144)
            now = time.monotonic_ns() // 1000
            deliveries, acks = take(buffer)
            sock.sendall(acks)
            first = first or now / 1e6
            latencies += [now - int(moment) for one in deliveries for moment in _MARKED.findall(one.payload)]
    ended = time.monotonic()
    told = {"texts": len(latencies), "seconds": ended - first, "ended": ended, "latencies": latencies}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
