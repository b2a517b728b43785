"""A client that connects again while its older connection is being ended (MQTT 3.1.1, section 3.1.4)."""

import asyncio
from contextlib import suppress

import pytest

from broker.embedded import connection, router, server
from broker.embedded.service import broker_config
from mqtt.frames import SUBACK
from mqtt.packets import connect, publish, subscribe
from tests.broker.in_process import Client, client, serving

STATUS = "status/aula1/lamp"


@pytest.fixture(autouse=True)
def _pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every publisher is slowed down, and for long, as while much waits for the bridge."""
    monkeypatch.setattr(router, "PRESSED_AT", 0)
    monkeypatch.setattr(connection, "PRESSED_PAUSE", 0.3)


async def _bridge(port: int) -> Client:
    made = await client(port, connect("bridge", clean=False), subscribe(1, [("status/#", 1)]))
    await made.next()
    await made.next()
    return made


async def _lamp(port: int) -> Client:
    made = await client(port, connect("lamp", will=(STATUS, b"offline")), subscribe(1, [("log/aula1", 1)]))
    while (await made.next()).kind != SUBACK:
        pass
    return made


def test_the_end_of_a_lost_connection_leaves_the_newer_one_its_session() -> None:
    async def lose_and_come_back() -> bytes:
        async with serving() as port:
            bridge = await _bridge(port)
            (await _lamp(port)).abort()
            again = await _lamp(port)
            assert (await bridge.publication()).payload == b"offline"
            await asyncio.sleep(0.4)  # as long as the older connection's end could be slowed down
            bridge.send(publish("log/aula1", b"for the lamp", qos=1, mid=7))
            return (await again.publication()).payload

    assert asyncio.run(lose_and_come_back()) == b"for the lamp"


def test_the_will_of_the_older_connection_comes_before_what_the_newer_one_says() -> None:
    async def take_over() -> list[bytes]:
        async with serving() as port:
            bridge = await _bridge(port)
            await _lamp(port)
            (await _lamp(port)).send(publish(STATUS, b"online", qos=1, mid=2))
            return [(await bridge.publication()).payload for _ in range(2)]

    assert asyncio.run(take_over()) == [b"offline", b"online"]


def test_connections_of_one_client_that_come_at_once_leave_one_session_with_its_subscriptions() -> None:
    async def crowd() -> tuple[list[str], list[bytes]]:
        broker = server.LabBroker(broker_config())
        async with serving(broker) as port:
            await asyncio.gather(*(_try_lamp(port) for _ in range(20)))
            last = await _lamp(port)
            for number in (b"1", b"2"):
                last.send(publish("log/aula1", number))
            return list(broker.sessions), [(await last.publication()).payload for _ in range(2)]

    assert asyncio.run(crowd()) == (["lamp"], [b"1", b"2"])


async def _try_lamp(port: int) -> None:
    """Connect as the lamp; whoever comes later ends this connection."""
    with suppress(ConnectionError):
        await _lamp(port)
