"""What is written to a client, and when; also with a client that does not read."""

import asyncio
from collections.abc import Callable

from broker.embedded.message import Message
from broker.embedded.outbox import Outbox
from broker.embedded.sender import Sender, Turn
from mqtt.packets import PINGRESP_PACKET
from tests.broker.fake_network import FakeNetwork

TOO_MANY = 10_001
"""Answers that are more than a client may leave unread."""


def written(network: FakeNetwork, say: Callable[[Sender, Outbox], object]) -> list[bytes]:
    """What is written to a network when so much becomes due in one turn of the event loop."""

    async def trial() -> list[bytes]:
        outbox = Outbox()
        sender = Sender(network, outbox, Turn())
        network.on_writable = sender.flush
        say(sender, outbox)
        assert network.written == [], "written before the end of the turn"
        await asyncio.sleep(0)
        return network.written

    return asyncio.run(trial())


def test_answers_go_before_messages_and_all_go_together() -> None:
    messages = [Message("chat/a/b", b"%d" % number, 1) for number in range(3)]

    def say(sender: Sender, outbox: Outbox) -> None:
        for message in messages:
            outbox.offer(message)
            sender.wake()
        sender.answer(PINGRESP_PACKET)

    expected = b"".join(message.encode(number + 1) for number, message in enumerate(messages))
    assert written(FakeNetwork(), say) == [PINGRESP_PACKET + expected]


def test_the_next_turn_is_a_write_of_its_own() -> None:
    async def trial() -> list[bytes]:
        network = FakeNetwork()
        sender = Sender(network, Outbox(), Turn())
        for packet in (b"a", b"b"):
            sender.answer(packet)
            await asyncio.sleep(0)
        return network.written

    assert asyncio.run(trial()) == [b"a", b"b"]


def test_nothing_is_written_to_a_client_that_takes_no_more() -> None:
    def say(sender: Sender, outbox: Outbox) -> None:
        for number in range(3):
            outbox.offer(Message("chat/a/b", bytes(60_000), number % 2))
        sender.wake()

    assert len(written(FakeNetwork(takes=1), say)) == 1


def test_the_rest_is_written_when_the_client_has_read() -> None:
    async def trial() -> tuple[int, int]:
        network, outbox = FakeNetwork(takes=1), Outbox()
        sender = Sender(network, outbox, Turn())
        network.on_writable = sender.flush
        for _ in range(3):
            outbox.offer(Message("chat/a/b", bytes(60_000), 1))
        sender.wake()
        await asyncio.sleep(0)
        before = len(outbox) and sum(map(len, network.written))
        network.read()
        return before // 60_000, sum(map(len, network.written)) // 60_000

    assert asyncio.run(trial()) == (2, 3)


def test_a_client_that_reads_no_answers_has_no_room_until_it_reads() -> None:
    async def trial() -> list[bool]:
        network, has_room = FakeNetwork(takes=1), asyncio.Event()
        sender = Sender(network, Outbox(), Turn())
        network.on_writable = sender.flush
        sender.answer(PINGRESP_PACKET)
        await asyncio.sleep(0)  # the client takes the first, and no more
        for _ in range(TOO_MANY):
            sender.answer(PINGRESP_PACKET)
        sender.call_when_room(has_room.set)
        await asyncio.sleep(0)
        seen = [sender.is_full, has_room.is_set()]
        network.read()
        return [*seen, sender.is_full, has_room.is_set()]

    assert asyncio.run(trial()) == [True, False, False, True]


def test_an_error_of_one_client_ends_its_connection_and_no_other() -> None:
    class Broken(FakeNetwork):
        def write(self, data: bytes) -> None:
            raise ZeroDivisionError(data)

    async def trial() -> tuple[bool, list[bytes]]:
        broken, well, turn = Broken(), FakeNetwork(), Turn()
        for network in (broken, well):
            Sender(network, Outbox(), turn).answer(b"a")
        await asyncio.sleep(0)
        return broken.is_aborted, well.written

    assert asyncio.run(trial()) == (True, [b"a"])
