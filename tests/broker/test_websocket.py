"""Connections over WebSocket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from broker.embedded.websocket import WebSocketConnection
from mqtt.packets import PINGREQ_PACKET


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[WebSocketConnection, ClientConnection]]:
    """Both ends of a connection. The broker's end reads."""
    come: asyncio.Future[WebSocketConnection] = asyncio.get_running_loop().create_future()

    async def handle(websocket: ServerConnection) -> None:
        connection = WebSocketConnection(websocket)
        come.set_result(connection)
        await connection.read()

    async with serve(handle, "127.0.0.1", 0) as server:
        host, port = next(iter(server.sockets)).getsockname()
        async with connect(f"ws://{host}:{port}") as client:
            connection = await come
            yield connection, client
            connection.abort()


def test_a_packet_may_come_in_several_messages() -> None:
    async def trial() -> int | None:
        async with connected() as (connection, client):
            await client.send(PINGREQ_PACKET[:1])
            await client.send(PINGREQ_PACKET[1:])
            async with asyncio.timeout(5):
                while connection.packets.next_kind() is None:
                    await connection.more()
            return connection.packets.next_kind()

    assert asyncio.run(trial()) == 12


def test_a_client_that_is_not_read_has_one_message_taken_at_most() -> None:
    async def trial() -> int:
        async with connected() as (connection, client):
            connection.pause_reading()
            for _ in range(3):
                await client.send(PINGREQ_PACKET)
            await client.ping()
            await asyncio.sleep(0.05)
            return len(connection.packets) // len(PINGREQ_PACKET)

    assert asyncio.run(trial()) <= 1


def test_what_is_written_while_it_sends_follows_in_order() -> None:
    async def trial() -> bytes:
        async with connected() as (connection, client):
            written = asyncio.Event()
            connection.on_writable = written.set
            for number in range(10):
                connection.write(b"%d" % number)
            assert not connection.is_writable
            async with asyncio.timeout(5):
                await written.wait()
            assert connection.is_writable
            came = b""
            async with asyncio.timeout(5):
                while len(came) < 10:
                    message = await client.recv()
                    assert isinstance(message, bytes)
                    came += message
            return came

    assert asyncio.run(trial()) == b"0123456789"


def test_a_client_that_is_cut_while_it_is_not_read_has_ended() -> None:
    async def trial() -> bool:
        async with connected() as (connection, client):
            connection.pause_reading()
            await client.send(PINGREQ_PACKET)
            connection.abort()
            async with asyncio.timeout(5):
                while not connection.has_ended:
                    await connection.more()
            return connection.has_ended

    assert asyncio.run(trial())


def test_a_text_is_the_end() -> None:
    async def trial() -> bool:
        async with connected() as (connection, client):
            await client.send("hello")
            async with asyncio.timeout(5):
                while not connection.has_ended:
                    await connection.more()
            return connection.has_ended

    assert asyncio.run(trial())
