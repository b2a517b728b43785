"""MQTT sessions that clients leave behind at the embedded broker, and what a CONNECT may bring."""

import asyncio

import pytest
from amqtt.session import Session

from broker.embedded.absent_sessions import AbsentSessions
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from broker.limits import MAX_ABSENT_SESSIONS, MAX_CLIENT_ID
from chat.access import SERVICE_CLIENT_IDS
from mqtt.frames import CONNACK, Frame
from mqtt.packets import DISCONNECT_PACKET, Publish, connect, publish, subscribe
from tests.broker.in_process import client, serving


def test_the_oldest_session_without_a_subscription_is_forgotten_first() -> None:
    sessions = [Session() for _ in range(3)]
    absent = AbsentSessions(most=2)
    assert absent.add(sessions[0], lambda one: one is sessions[0]) is None
    assert absent.add(sessions[1], lambda one: one is sessions[0]) is None
    assert absent.add(sessions[2], lambda one: one is sessions[0]) is sessions[1]


def test_the_oldest_session_is_forgotten_when_all_have_a_subscription() -> None:
    sessions = [Session() for _ in range(3)]
    absent = AbsentSessions(most=2)
    assert [absent.add(one, lambda _: True) for one in sessions] == [None, None, sessions[0]]


def test_a_session_whose_client_is_back_counts_no_longer() -> None:
    absent, session = AbsentSessions(most=2), Session()
    absent.add(session, lambda _: True)
    absent.discard(session)
    assert len(absent) == 0


@pytest.mark.parametrize("client_id", sorted(SERVICE_CLIENT_IDS))
def test_a_session_of_the_lab_s_own_services_is_never_forgotten(client_id: str) -> None:
    absent, session = AbsentSessions(most=0), Session()
    session.client_id = client_id
    assert absent.add(session, lambda _: True) is None


async def _come_and_go(port: int, *packets: bytes) -> None:
    made = await client(port, *packets)
    await made.next()
    made.send(DISCONNECT_PACKET)
    await made.writer.drain()
    assert await made.reader.read() == b""


def test_sessions_of_clients_that_left_are_bounded_in_number() -> None:
    async def leave_many() -> int:
        broker = LabBroker(broker_config())
        async with serving(broker) as port:
            for number in range(MAX_ABSENT_SESSIONS + 20):
                await _come_and_go(port, connect(f"client-{number}", clean=False))
            return sum(broker.session_of(f"client-{n}") is not None for n in range(MAX_ABSENT_SESSIONS + 20))

    assert asyncio.run(leave_many()) == MAX_ABSENT_SESSIONS


def test_a_subscriber_that_is_away_keeps_its_messages_while_many_others_come_and_go() -> None:
    async def leave_and_return() -> Publish:
        async with serving() as port:
            bridge = await client(port, connect("bridge", clean=False), subscribe(1, [("chat/#", 1)]))
            await bridge.next()
            await bridge.next()
            bridge.abort()
            for number in range(MAX_ABSENT_SESSIONS + 20):
                await _come_and_go(port, connect(f"client-{number}", clean=False))
            await _come_and_go(port, connect("maria"), publish("chat/aula1/maria", b"hello", qos=1, mid=1))
            return await (await client(port, connect("bridge", clean=False))).publication()

    assert asyncio.run(leave_and_return()).payload == b"hello"


def test_the_bridge_keeps_its_messages_while_many_subscribers_come_and_go() -> None:
    async def leave_and_return() -> Publish:
        async with serving() as port:
            await _come_and_go(port, connect("lab-bridge", clean=False), subscribe(1, [("chat/#", 1)]))
            await _come_and_go(port, connect("maria"), publish("chat/aula1/maria", b"hello", qos=1, mid=1))
            for number in range(MAX_ABSENT_SESSIONS + 20):
                subscribed = subscribe(1, [(f"status/{number}/+", 1)])
                await _come_and_go(port, connect(f"client-{number}", clean=False), subscribed)
            return await (await client(port, connect("lab-bridge", clean=False))).publication()

    assert asyncio.run(leave_and_return()).payload == b"hello"


def test_a_client_id_that_is_too_long_is_refused_with_a_connack() -> None:
    async def ask() -> Frame:
        async with serving() as port:
            return await (await client(port, connect("x" * (MAX_CLIENT_ID + 1), clean=False))).next()

    assert asyncio.run(ask()) == Frame(CONNACK, 0, bytes([0, 2]))


def test_a_session_whose_client_left_holds_nothing_that_its_connect_brought() -> None:
    async def leave() -> Session | None:
        broker = LabBroker(broker_config())
        async with serving(broker) as port:
            will = ("w" * 65_000, b"m" * 65_000)
            await _come_and_go(port, connect("lamp", clean=False, will=will, user="u" * 65_000, password="p"))
            return broker.session_of("lamp")

    session = asyncio.run(leave())
    assert session is not None
    assert (session.will_topic, session.will_message, session.username, session.password) == (None, None, None, None)
