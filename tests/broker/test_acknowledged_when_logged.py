"""The embedded broker acknowledges a message of a chat when the bridge has acknowledged it, and loses none of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest

from broker.embedded.bridge_session import BridgeSession
from broker.embedded.delivery import delivery_of
from broker.embedded.message import Message
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config
from chat.access import RELAY_CLIENT_ID, WEB
from chat.topic import LAG_PROBE
from mqtt import frames
from mqtt.packets import (
    PINGREQ_PACKET,
    Publish,
    acknowledgement,
    connect,
    decode_mid,
    publish,
    subscribe,
    unsubscribe,
)
from tests.broker.in_process import Client, client, serving

Result = TypeVar("Result")

CHAT, STATUS = "chat/aula1/lamp", "status/aula1/lamp"


@asynccontextmanager
async def lab(max_messages: int = 1000) -> AsyncIterator[int]:
    """A broker that expects a bridge under the client id `lab-bridge`; its port."""
    bridge = BridgeSession("lab-bridge", max_messages=max_messages)
    async with serving(LabBroker(broker_config(), bridge=bridge)) as port:
        yield port


async def connected(port: int, client_id: str = "lamp", *, clean: bool = True) -> Client:
    """A client that has its CONNACK."""
    made = await client(port, connect(client_id, clean=clean))
    await made.next()
    return made


async def bridge_on(port: int) -> Client:
    """The bridge, which has asked for nothing yet: its session is subscribed."""
    return await connected(port, "lab-bridge", clean=False)


async def next_message(bridge: Client) -> Publish:
    """The next message, which is acknowledged."""
    message = await bridge.publication()
    bridge.send(acknowledgement(frames.PUBACK, message.mid))
    return message


async def is_silent(one: Client) -> bool:
    """Whether the broker has nothing to tell a client but that it is there."""
    one.send(PINGREQ_PACKET)
    return (await one.next()).kind == frames.PINGRESP


async def kinds(one: Client, count: int) -> list[tuple[int, int]]:
    """Type and packet id of the next packets."""
    came = [await one.next() for _ in range(count)]
    return [(frame.kind, decode_mid(frame)) for frame in came]


def run(trial: Callable[[int], Awaitable[Result]], max_messages: int = 1000) -> Result:
    """What a trial returns that is given a broker's port."""

    async def on_a_broker() -> Result:
        async with lab(max_messages) as port:
            return await trial(port)

    return asyncio.run(on_a_broker())


def test_a_puback_comes_when_the_bridge_has_acknowledged() -> None:
    async def trial(port: int) -> tuple[bool, list[tuple[int, int]]]:
        bridge, lamp = await bridge_on(port), await connected(port)
        lamp.send(publish(CHAT, b"x", qos=1, mid=7))
        message = await bridge.publication()
        silent = await is_silent(lamp)
        bridge.send(acknowledgement(frames.PUBACK, message.mid))
        return silent, await kinds(lamp, 1)

    assert run(trial) == (True, [(frames.PUBACK, 7)])


def test_a_pubrec_comes_when_the_bridge_has_acknowledged() -> None:
    async def trial(port: int) -> tuple[bool, list[tuple[int, int]]]:
        bridge, lamp = await bridge_on(port), await connected(port)
        lamp.send(publish(CHAT, b"x", qos=2, mid=7))
        message = await bridge.publication()
        silent = await is_silent(lamp)
        bridge.send(acknowledgement(frames.PUBACK, message.mid))
        received = await kinds(lamp, 1)
        lamp.send(acknowledgement(frames.PUBREL, 7))
        return silent, received + await kinds(lamp, 1)

    assert run(trial) == (True, [(frames.PUBREC, 7), (frames.PUBCOMP, 7)])


def test_a_message_of_qos_2_that_comes_twice_reaches_the_bridge_once() -> None:
    async def trial(port: int) -> tuple[bytes, bytes, list[tuple[int, int]]]:
        bridge, lamp = await bridge_on(port), await connected(port)
        twice = publish(CHAT, b"once", qos=2, mid=7) + publish(CHAT, b"once", qos=2, mid=7, dup=True)
        lamp.send(twice, publish(CHAT, b"next", qos=2, mid=8))
        first, second = await next_message(bridge), await next_message(bridge)
        return first.payload, second.payload, await kinds(lamp, 3)

    expected = [(frames.PUBREC, 7), (frames.PUBREC, 7), (frames.PUBREC, 8)]
    assert run(trial) == (b"once", b"next", expected)


def test_pubacks_come_in_the_order_of_the_messages() -> None:
    async def trial(port: int) -> tuple[bool, list[tuple[int, int]]]:
        bridge, lamp = await bridge_on(port), await connected(port)
        lamp.send(publish(CHAT, b"x", qos=1, mid=7), publish(STATUS, b"online", qos=1, mid=8))
        message = await bridge.publication()
        silent = await is_silent(lamp)  # the status is safe, but the earlier message is not
        bridge.send(acknowledgement(frames.PUBACK, message.mid))
        return silent, await kinds(lamp, 2)

    assert run(trial) == (True, [(frames.PUBACK, 7), (frames.PUBACK, 8)])


def test_a_probe_of_the_bridge_is_acknowledged_at_once() -> None:
    async def trial(port: int) -> list[tuple[int, int]]:
        await bridge_on(port)
        relay = await connected(port, RELAY_CLIENT_ID)
        relay.send(publish(LAG_PROBE, b"pulse-1", qos=1, mid=7), publish("to/aula1/lamp", b"{}", qos=1, mid=8))
        return await kinds(relay, 2)

    assert run(trial) == [(frames.PUBACK, 7), (frames.PUBACK, 8)]


def test_a_status_of_another_client_is_acknowledged_at_once() -> None:
    async def trial(port: int) -> list[tuple[int, int]]:
        lamp, other = await connected(port), await connected(port, "other")
        lamp.send(publish(CHAT, b"x", qos=1, mid=7))
        await is_silent(lamp)
        other.send(publish(STATUS, b"online", qos=1, mid=8))
        return await kinds(other, 1)

    assert run(trial) == [(frames.PUBACK, 8)]


def test_what_comes_before_the_bridge_waits_for_it() -> None:
    async def trial(port: int) -> tuple[bytes, bytes, list[tuple[int, int]]]:
        lamp = await connected(port)
        lamp.send(publish(CHAT, b"early", qos=1, mid=7))
        await is_silent(lamp)
        bridge = await client(port, connect("lab-bridge", clean=False))
        connack = await bridge.next()
        return connack.body, (await next_message(bridge)).payload, await kinds(lamp, 1)

    # Session present is 0: packet ids of an earlier broker mean nothing in this session.
    assert run(trial) == (b"\x00\x00", b"early", [(frames.PUBACK, 7)])


def test_a_bridge_that_comes_back_is_told_that_its_session_is_present() -> None:
    async def trial(port: int) -> bytes:
        (await bridge_on(port)).abort()
        again = await client(port, connect("lab-bridge", clean=False))
        return (await again.next()).body

    assert run(trial) == b"\x01\x00"


def test_a_publisher_that_goes_away_before_its_puback_is_logged_all_the_same() -> None:
    async def trial(port: int) -> bytes:
        lamp = await connected(port)
        lamp.send(publish(CHAT, b"last words", qos=1, mid=7))
        await is_silent(lamp)
        lamp.abort()
        return (await next_message(await bridge_on(port))).payload

    assert run(trial) == b"last words"


def test_a_resend_joins_the_message_that_still_waits() -> None:
    async def trial(port: int) -> tuple[bytes, bytes, list[tuple[int, int]]]:
        lamp = await connected(port, clean=False)
        lamp.send(publish(CHAT, b"once", qos=1, mid=7))
        await is_silent(lamp)
        again = await connected(port, clean=False)
        again.send(publish(CHAT, b"once", qos=1, mid=7, dup=True), publish(CHAT, b"next", qos=1, mid=8))
        bridge = await bridge_on(port)
        first, second = await next_message(bridge), await next_message(bridge)
        return first.payload, second.payload, await kinds(again, 2)

    assert run(trial) == (b"once", b"next", [(frames.PUBACK, 7), (frames.PUBACK, 8)])


def test_a_resend_of_what_was_logged_while_its_publisher_was_away_is_acknowledged_and_not_logged_again() -> None:
    async def trial(port: int) -> tuple[list[tuple[int, int]], bytes]:
        lamp, bridge = await connected(port, clean=False), await bridge_on(port)
        lamp.send(publish(CHAT, b"once", qos=1, mid=7))
        message = await bridge.publication()
        lamp.abort()
        again = await connected(port, clean=False)  # only after the older connection's end
        bridge.send(acknowledgement(frames.PUBACK, message.mid))
        await is_silent(bridge)
        again.send(publish(CHAT, b"once", qos=1, mid=7, dup=True), publish(CHAT, b"next", qos=1, mid=8))
        return await kinds(again, 1), (await next_message(bridge)).payload

    assert run(trial) == ([(frames.PUBACK, 7)], b"next")


def test_another_content_under_the_same_packet_id_is_another_message() -> None:
    async def trial(port: int) -> list[bytes]:
        lamp, bridge = await connected(port), await bridge_on(port)
        lamp.send(publish(CHAT, b"one", qos=1, mid=7), publish(CHAT, b"two", qos=1, mid=7, dup=True))
        return [(await next_message(bridge)).payload for _ in range(2)]

    assert run(trial) == [b"one", b"two"]


def test_a_publisher_is_not_read_while_too_much_waits_and_nothing_is_dropped() -> None:
    async def trial(port: int) -> tuple[list[bytes], list[tuple[int, int]]]:
        lamp = await connected(port)
        lamp.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 21)))
        bridge = await bridge_on(port)
        came = [(await next_message(bridge)).payload for _ in range(20)]
        return came, await kinds(lamp, 20)

    came, acknowledged = run(trial, max_messages=3)
    assert came == [b"%d" % number for number in range(1, 21)]
    assert acknowledged == [(frames.PUBACK, number) for number in range(1, 21)]


def test_no_more_than_the_bound_waits() -> None:
    async def trial() -> int:
        bridge = BridgeSession("lab-bridge", max_messages=3)
        async with serving(LabBroker(broker_config(), bridge=bridge)) as port:
            lamp, other = await connected(port), await connected(port, "other")
            for one in (lamp, other):
                one.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 21)))
            third = await connected(port, "third")
            third.send(publish(CHAT, b"x", qos=1, mid=1), publish(STATUS, b"x", qos=1, mid=2))
            watcher = await connected(port, "watcher")
            assert await is_silent(watcher)
            return bridge.backlog(0).messages

    assert asyncio.run(trial()) == 3


def test_a_waiting_publisher_gives_way_to_its_newer_connection() -> None:
    async def trial(port: int) -> bool:
        lamp = await connected(port)
        lamp.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 21)))
        return await is_silent(await connected(port))

    assert run(trial, max_messages=3)


def fill(one: Client, count: int = 20) -> None:
    """Publish more than a broker takes that expects `max_messages=3` at most."""
    one.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, count + 1)))


def test_the_pings_of_a_waiting_publisher_are_answered() -> None:
    async def trial(port: int) -> tuple[list[int], bytes]:
        lamp = await connected(port)
        fill(lamp)
        lamp.send(PINGREQ_PACKET, publish(CHAT, b"last", qos=1, mid=21), PINGREQ_PACKET)
        answers = [(await lamp.next()).kind for _ in range(2)]
        bridge = await bridge_on(port)
        return answers, [(await next_message(bridge)).payload for _ in range(21)][-1]

    assert run(trial, max_messages=3) == ([frames.PINGRESP] * 2, b"last")


def test_a_waiting_publisher_that_leaves_is_known_to_have_left() -> None:
    async def trial(port: int) -> bytes:
        watcher = await connected(port, "watcher")
        watcher.send(subscribe(1, [("status/#", 0)]))
        await watcher.next()
        lamp = await client(port, connect("lamp", will=(STATUS, b"offline")))
        await lamp.next()
        fill(lamp)
        lamp.writer.close()
        return (await watcher.publication()).payload

    assert run(trial, max_messages=3) == b"offline"


def test_a_publisher_whose_pings_can_not_be_found_is_given_up_after_two_keep_alives() -> None:
    async def trial(port: int) -> bool:
        lamp = await client(port, connect("lamp", keep_alive=1))
        await lamp.next()
        fill(lamp, 5)
        lamp.send(*(publish(CHAT, b"x" * 1000, qos=1, mid=mid) for mid in range(6, 200)))
        with pytest.raises(ConnectionError):
            await lamp.next()
        return await is_silent(await connected(port, "other"))

    assert run(trial, max_messages=3)


def test_the_lab_s_own_services_do_not_wait() -> None:
    async def trial(port: int) -> list[tuple[int, int]]:
        lamp, web = await connected(port), await connected(port, WEB)
        lamp.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 21)))
        web.send(publish("chat/aula1/usuario", b"x", qos=1, mid=1), subscribe(2, [("lab/#", 1)]))
        frame = await web.next()
        return [(frame.kind, decode_mid(frame))]

    assert run(trial, max_messages=3) == [(frames.SUBACK, 2)]


def test_nobody_unsubscribes_the_bridge() -> None:
    async def trial(port: int) -> bytes:
        bridge, lamp = await bridge_on(port), await connected(port)
        bridge.send(unsubscribe(1, ["chat/#"]))
        await bridge.next()
        lamp.send(publish(CHAT, b"heard", qos=1, mid=7))
        return (await next_message(bridge)).payload

    assert run(trial) == b"heard"


def test_nobody_wipes_the_session_of_the_bridge() -> None:
    async def trial(port: int) -> bytes:
        lamp = await connected(port)
        lamp.send(publish(CHAT, b"kept", qos=1, mid=7))
        await is_silent(lamp)
        (await connected(port, "lab-bridge", clean=True)).abort()
        return (await next_message(await bridge_on(port))).payload

    assert run(trial) == b"kept"


def test_a_bridge_that_subscribes_at_qos_0_is_given_messages_to_acknowledge() -> None:
    async def trial(port: int) -> int:
        bridge, lamp = await bridge_on(port), await connected(port)
        bridge.send(subscribe(1, [("chat/#", 0)]))
        await bridge.next()
        lamp.send(publish(CHAT, b"x", qos=1, mid=7))
        return (await bridge.publication()).qos

    assert run(trial) == 1


def test_messages_that_are_not_acknowledged_come_again_and_are_acknowledged_then() -> None:
    async def trial(port: int) -> tuple[bool, list[tuple[int, int]]]:
        bridge, lamp = await bridge_on(port), await connected(port)
        lamp.send(publish(CHAT, b"x", qos=1, mid=7))
        await bridge.publication()
        bridge.abort()
        again = await next_message(await bridge_on(port))
        return again.dup, await kinds(lamp, 1)

    assert run(trial) == (True, [(frames.PUBACK, 7)])


def test_a_flood_waits_while_others_have_room() -> None:
    async def trial() -> tuple[int, int]:
        bridge = BridgeSession("lab-bridge", flooded_at=50)
        async with serving(LabBroker(broker_config(), bridge=bridge)) as port:
            flood, lamp = await connected(port, "flood"), await connected(port)
            flood.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 101)))
            assert await is_silent(lamp)
            waiting = bridge.backlog(0).messages
            lamp.send(publish(CHAT, b"x", qos=1, mid=1))
            assert await is_silent(lamp)
            return waiting, bridge.backlog(0).messages

    assert asyncio.run(trial()) == (50, 51)


def test_a_flood_goes_on_when_half_of_what_waited_is_logged() -> None:
    async def trial() -> tuple[int, list[bytes]]:
        bridge_session = BridgeSession("lab-bridge", flooded_at=50)
        async with serving(LabBroker(broker_config(), bridge=bridge_session)) as port:
            flood, bridge = await connected(port, "flood"), await bridge_on(port)
            flood.send(*(publish(CHAT, b"%d" % number, qos=1, mid=number) for number in range(1, 101)))
            came = [await bridge.publication() for _ in range(50)]
            bridge.send(*(acknowledgement(frames.PUBACK, message.mid) for message in came[:24]))
            assert await is_silent(bridge)
            waiting = bridge_session.backlog(0).messages
            bridge.send(acknowledgement(frames.PUBACK, came[24].mid))
            return waiting, [(await bridge.publication()).payload for _ in range(25)]

    assert asyncio.run(trial()) == (26, [b"%d" % number for number in range(51, 76)])


def test_more_of_a_flood_may_wait_when_the_bridge_syncs_more_together() -> None:
    session = BridgeSession("lab-bridge", flooded_at=50)
    outbox = delivery_of(session.session).outbox
    for number in range(100):
        outbox.offer(Message(CHAT, b"%d" % number, 1))
    assert session.is_full(is_flooding=True)
    session.acknowledged(0.0, 60)
    assert not session.is_full(is_flooding=True)
