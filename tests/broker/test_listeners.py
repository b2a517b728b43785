"""The sockets of the embedded broker."""

import asyncio
import socket
import statistics
import time

from mqtt.packets import connect, publish
from tests.broker.in_process import serving

FEW, MANY = 0.02, 40
"""Seconds that are less than a delayed acknowledgement takes (40 ms), and messages after which a system delays them."""


def times_to_puback(port: int, parts: int) -> list[float]:
    """Seconds from a PUBLISH, written in so many parts by a client without TCP_NODELAY, to its PUBACK."""
    times = []
    with socket.create_connection(("127.0.0.1", port), 10) as lamp:
        lamp.sendall(connect("lamp"))
        lamp.recv(4)
        for mid in range(1, 2 * MANY):
            packet, begun = publish("status/aula1/lamp", b"x" * 50, qos=1, mid=mid), time.monotonic()
            size = len(packet) // parts
            for part in range(parts):
                lamp.sendall(packet[part * size : (part + 1) * size if part + 1 < parts else None])
            assert len(lamp.recv(4)) == 4
            times.append(time.monotonic() - begun)
    return times[MANY:]


def test_a_packet_that_is_written_in_parts_is_not_held_up_by_the_system() -> None:
    async def trial() -> list[float]:
        async with serving() as port:
            return await asyncio.to_thread(times_to_puback, port, parts=5)

    times = asyncio.run(trial())
    assert not hasattr(socket, "TCP_QUICKACK") or statistics.median(times) < FEW
