"""A bare subscriber at QoS 1: acknowledges what comes, counts the texts, and tells how long they took.

`python -m bench.loads.subscriber <port> <topic filter> <texts>` prints {"ready"}, then {"texts", "seconds", "ended",
"latencies"} once all have come. Latencies are in microseconds.
"""

import json
import re
import socket
import sys
import time

from bench.loads import frames

_MARKED = re.compile(rb"@~@(\d{15})")
_PUBACK = b"\x40\x02"


def cut(buffer: bytearray) -> tuple[list[bytes], bytes]:
    """The whole PUBLISH packets of a buffer, which are taken from it, and the PUBACKs that they want."""
    bodies, acks, at = [], bytearray(), 0
    while (packet := _packet_at(buffer, at)) is not None:
        begin, end = packet
        if buffer[at] & 0xF6 == 0x32:
            name = begin + 2 + int.from_bytes(buffer[begin : begin + 2])
            acks += _PUBACK + buffer[name : name + 2]
        if buffer[at] >> 4 == 3:
            bodies.append(bytes(buffer[begin:end]))
        at = end
    del buffer[:at]
    return bodies, bytes(acks)


def _packet_at(buffer: bytearray, at: int) -> tuple[int, int] | None:
    """Where the body of the packet at `at` begins and ends; None when it is not whole."""
    length = 0
    for place in range(4):
        if at + 1 + place >= len(buffer):
            return None
        digit = buffer[at + 1 + place]
        length |= (digit & 0x7F) << 7 * place
        if not digit & 0x80:
            begin = at + 2 + place
            return (begin, begin + length) if begin + length <= len(buffer) else None
    raise ValueError("a length of more than four bytes")


def main(port: int, topic_filter: str, wanted: int) -> None:
    """Subscribe, count to the end, and tell."""
    buffer, latencies, first = bytearray(), list[int](), 0.0
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(frames.connect("bare-subscriber") + frames.subscribe(topic_filter, 1))
        handshake = bytearray()
        while len(handshake) < 9:  # CONNACK and SUBACK
            handshake += sock.recv(9 - len(handshake))
        print(json.dumps({"ready": True}), flush=True)
        while len(latencies) < wanted:
            buffer += sock.recv(262_144)
            now = time.monotonic_ns() // 1000
            bodies, acks = cut(buffer)
            sock.sendall(acks)
            first = first or now / 1e6
            latencies += [now - int(moment) for body in bodies for moment in _MARKED.findall(body)]
    ended = time.monotonic()
    told = {"texts": len(latencies), "seconds": ended - first, "ended": ended, "latencies": latencies}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
