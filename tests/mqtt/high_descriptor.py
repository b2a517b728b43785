"""A client of the lab's whose socket has a file descriptor above 1024: `python -m tests.mqtt.high_descriptor <port>`.

With a second argument, `gevent`, it runs under gevent's monkey patching, as the web does. It prints the descriptor and
what came back.
"""

import sys

if sys.argv[2:] == ["gevent"]:
    from gevent import monkey

    monkey.patch_all()

import logging
import os
import threading

from mqtt.connection import BrokerAddress, Connection
from system.file_limit import raise_file_limit

OPEN_FILES = 1100


def main(port: int) -> None:
    """Hold many files open, connect, publish to oneself."""
    raise_file_limit()
    held = [os.dup(0) for _ in range(OPEN_FILES)]
    came, received = threading.Event(), list[bytes]()

    def take(payload: bytes) -> None:
        received.append(payload)
        came.set()

    connection = Connection(
        BrokerAddress("127.0.0.1", port),
        name="test",
        log=logging.getLogger("test"),
        on_connected=lambda _: connection.subscribe([("t/high", 1)]),
        on_subscribed=lambda *_: connection.publish("t/high", b"came back"),
        on_message=lambda message: take(message.payload),
    )
    connection.start()
    came.wait(20)
    opened = connection._client.socket()
    assert opened is not None
    print(opened.fileno(), received[0].decode())
    connection.stop()
    assert len(held) == OPEN_FILES


if __name__ == "__main__":
    main(int(sys.argv[1]))
