"""A client that is not read: when its PINGREQ packets are answered, and when it is given up."""

import asyncio

import pytest

from broker.embedded import pause
from broker.embedded.pause import Pause
from broker.limits import MAX_READ_AHEAD
from mqtt.packets import PINGREQ_PACKET, PINGRESP_PACKET, publish
from tests.broker.fake_network import FakeNetwork

WAITS = publish("chat/aula1/lamp", b"x", qos=1, mid=1)


class Trial:
    """A client, what it is answered, and whether it was given up."""

    def __init__(self, keep_alive: int = 0) -> None:
        self.network = FakeNetwork()
        self.answers: list[bytes] = []
        self.given_up = asyncio.Event()
        self.pause = Pause(self.network, keep_alive, self.answers.append, self.given_up.set)
        self.network.on_received = self.pause.received

    async def reads(self) -> None:
        """Wait until the client is read again."""
        async with asyncio.timeout(5):
            while not self.network.is_reading:
                await asyncio.sleep(0.001)


@pytest.fixture(autouse=True)
def _short_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pause, "_MOMENT", 0.01)


def test_a_client_is_read_no_further_until_the_end_of_the_pause() -> None:
    async def trial() -> tuple[bool, bool]:
        one = Trial()
        one.pause.begin(answers_pings=False)
        during = one.network.is_reading
        one.pause.end()
        return during, one.network.is_reading

    assert asyncio.run(trial()) == (False, True)


def test_pings_are_answered_after_a_moment_and_leave_the_other_packets() -> None:
    async def trial() -> tuple[list[bytes], int]:
        one = Trial()
        one.network.receive(WAITS + PINGREQ_PACKET)
        one.pause.begin(answers_pings=True)
        assert one.answers == []
        await one.reads()
        one.network.receive(WAITS + PINGREQ_PACKET)
        return one.answers, len(one.network.packets)

    assert asyncio.run(trial()) == ([PINGRESP_PACKET] * 2, 2 * len(WAITS))


def test_no_more_is_read_ahead_than_the_bound() -> None:
    async def trial() -> bool:
        one = Trial()
        one.pause.begin(answers_pings=True)
        await one.reads()
        one.network.receive(b"\x30" * MAX_READ_AHEAD)
        return one.network.is_reading

    assert not asyncio.run(trial())


def test_a_client_whose_pings_can_not_be_found_is_given_up() -> None:
    async def trial() -> bool:
        one = Trial(keep_alive=1)
        one.network.receive(b"\x30" * MAX_READ_AHEAD)
        one.pause.begin(answers_pings=True)
        async with asyncio.timeout(5):
            return await one.given_up.wait()

    assert asyncio.run(trial())


def test_nobody_is_given_up_once_there_is_room() -> None:
    async def trial() -> bool:
        one, other = Trial(keep_alive=1), Trial(keep_alive=1)
        for each in (one, other):
            each.network.receive(b"\x30" * MAX_READ_AHEAD)
            each.pause.begin(answers_pings=True)
        await asyncio.sleep(0.05)
        one.pause.end()
        async with asyncio.timeout(5):
            await other.given_up.wait()
        return one.given_up.is_set()

    assert not asyncio.run(trial())
