"""Which acknowledgements a connection sends, and when."""

import asyncio

from broker.embedded.acknowledgements import AcknowledgementQueue


def test_an_acknowledgement_waits_for_the_earlier_ones() -> None:
    sent: list[bytes] = []
    queue = AcknowledgementQueue(sent.append)
    first, second, third = (queue.owe(packet, 1) for packet in (b"1", b"2", b"3"))
    second.settle()
    assert sent == []
    first.settle()
    assert sent == [b"1", b"2"]
    third.settle()
    assert sent == [b"1", b"2", b"3"]


def test_nothing_is_sent_once_the_connection_has_ended() -> None:
    sent: list[bytes] = []
    queue = AcknowledgementQueue(sent.append)
    owed = queue.owe(b"1", 1)
    queue.close()
    owed.settle()
    assert sent == []


class NotedReceipt:
    """A receipt that notes its name in `told`."""

    def __init__(self, name: str, told: list[str]) -> None:
        self._name = name
        self._told = told

    def acknowledged(self) -> None:
        self._told.append(self._name)


def test_the_receipt_of_what_was_sent_alone_is_told() -> None:
    told: list[str] = []
    queue = AcknowledgementQueue(lambda _packet: None)
    first, second = queue.owe(b"1", 1), queue.owe(b"2", 1)
    first.receipt, second.receipt = NotedReceipt("first", told), NotedReceipt("second", told)
    second.settle()
    assert told == []
    first.settle()
    assert told == ["first", "second"]


def test_it_is_full_at_its_number_of_messages() -> None:
    queue = AcknowledgementQueue(lambda _packet: None, max_messages=2)
    queue.owe(b"1", 0)
    assert not queue.is_full
    queue.owe(b"2", 0)
    assert queue.is_full


def test_it_is_full_at_its_number_of_bytes() -> None:
    queue = AcknowledgementQueue(lambda _packet: None, max_bytes=10)
    queue.owe(b"1", 9)
    assert not queue.is_full
    queue.owe(b"2", 1)
    assert queue.is_full


def test_there_is_room_again_when_half_is_left() -> None:
    async def settle_one_by_one() -> list[bool]:
        queue = AcknowledgementQueue(lambda _packet: None, max_messages=4)
        owed = [queue.owe(b"x", 0) for _ in range(4)]
        has_room = asyncio.Event()
        queue.waiters.add(has_room.set)
        seen = []
        for one in owed[:3]:
            one.settle()
            await asyncio.sleep(0)
            seen.append(has_room.is_set())
        return seen

    assert asyncio.run(settle_one_by_one()) == [False, False, True]
