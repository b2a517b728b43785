"""Connections over TCP."""

import asyncio
import socket
import statistics
import time
from functools import partial

from broker.embedded.network import CLOSE_SECONDS
from broker.embedded.tcp import TcpConnection
from mqtt.frames import PUBLISH
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


def test_what_waits_for_a_client_that_is_not_read_stays_with_the_system() -> None:
    async def trial() -> tuple[int, bytes]:
        come: asyncio.Future[TcpConnection] = asyncio.get_running_loop().create_future()
        space = memoryview(bytearray(10))
        made = partial(TcpConnection, space, come.set_result)
        server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        connection = await come
        connection.pause_reading()
        writer.write(b"\x30\x04abcd")
        writer.close()
        await asyncio.sleep(FEW)
        before = len(connection.packets)
        connection.resume_reading()
        while not connection.has_ended:
            await connection.more()
        assert connection.packets.next_kind() == PUBLISH
        server.close()
        return before, connection.packets.take().body

    assert asyncio.run(trial()) == (0, b"abcd")


def test_a_client_that_does_not_read_delays_no_end_for_long() -> None:
    async def trial() -> float:
        come: asyncio.Future[TcpConnection] = asyncio.get_running_loop().create_future()
        made = partial(TcpConnection, memoryview(bytearray(10)), come.set_result)
        server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
        with socket.create_connection(server.sockets[0].getsockname()):
            connection = await come
            while connection.is_writable:
                connection.write(bytes(1_000_000))
            begun = time.monotonic()
            await connection.close()
        server.close()
        return time.monotonic() - begun

    assert CLOSE_SECONDS <= asyncio.run(trial()) < CLOSE_SECONDS + 5
