"""The one writer of a connection, with a client that does not read."""

import asyncio

import pytest
from amqtt.adapters import BufferWriter

from broker.embedded.message import Message
from broker.embedded.outbox import Outbox
from broker.embedded.sender import Sender
from mqtt.packets import PINGRESP_PACKET


class SlowWriter(BufferWriter):
    """A way out to a client that reads nothing until `reads` is set, or is lost when `lost` is."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = asyncio.Event()
        self.lost = False

    async def drain(self) -> None:
        """Wait for the client."""
        await self.reads.wait()
        if self.lost:
            raise ConnectionResetError


async def flooded(writer: SlowWriter) -> tuple[Sender, "asyncio.Task[None]"]:
    """A sender at work that owes its client more answers than it may."""
    sender = Sender(writer, Outbox())
    sending = asyncio.create_task(sender.run())
    sender.answer(PINGRESP_PACKET)
    await asyncio.sleep(0)  # it takes the first, and now waits for the client
    for _ in range(20_000):
        sender.answer(PINGRESP_PACKET)
    return sender, sending


def test_a_client_that_reads_no_answers_is_read_no_further() -> None:
    async def scenario() -> None:
        sender, sending = await flooded(SlowWriter())
        try:
            async with asyncio.timeout(0.05):
                await sender.room()
        finally:
            sending.cancel()

    with pytest.raises(TimeoutError):
        asyncio.run(scenario())


@pytest.mark.parametrize("lost", [False, True])
def test_reading_goes_on_once_the_client_reads_or_is_lost(lost: bool) -> None:
    async def scenario() -> None:
        writer = SlowWriter()
        sender, sending = await flooded(writer)
        writer.lost = lost
        writer.reads.set()
        async with asyncio.timeout(5):
            await sender.room()
        sending.cancel()

    asyncio.run(scenario())


def test_answers_go_before_messages_and_small_packets_go_together() -> None:
    async def scenario() -> bytes:
        writer, outbox = SlowWriter(), Outbox()
        messages = [Message("chat/a/b", b"%d" % number, 1) for number in range(3)]
        for message in messages:
            outbox.offer(message)
        sender = Sender(writer, outbox)
        sender.answer(PINGRESP_PACKET)
        sending = asyncio.create_task(sender.run())
        await asyncio.sleep(0)
        sending.cancel()
        return writer.get_buffer()

    messages = b"".join(Message("chat/a/b", b"%d" % number, 1).encode(number + 1) for number in range(3))
    assert asyncio.run(scenario()) == PINGRESP_PACKET + messages
