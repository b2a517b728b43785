"""bench.loads: texts that say when they were made, publishers that keep to their windows, and a subscriber that counts
every text, however the stream is cut."""

import asyncio

import pytest

from bench.loads import texts
from bench.loads.publishers import RING, Load, Publisher, Ring
from bench.loads.subscriber import take
from chat.record import encode_text_line
from mqtt.frames import PUBACK
from mqtt.packets import PINGRESP_PACKET, acknowledgement, connack, publish
from mqtt.publish_stream import cut


def test_a_text_has_its_size_and_one_mark() -> None:
    made = texts.text(64)
    assert (len(made), made.count(texts.MARK.encode())) == (64, 1)
    assert made[4:19].isdigit()


def test_a_text_addresses_nobody_and_is_surely_plain() -> None:
    line = encode_text_line(texts.text(64), seq=1, at="", role="load", mid=1, max_size=100)
    assert line is not None


def load(*, messages: int = 10, window: int = 4, qos: int = 1) -> Load:
    return Load(port=1, topics=["chat/a/load"], messages=messages, window=window, qos=qos, timed=True)


@pytest.mark.parametrize("first", [0, 10, RING - 2, 3 * RING + 7])
def test_the_frames_of_a_ring_go_on_from_any_number(first: int) -> None:
    deliveries, _ = take(bytearray(Ring("chat/a/load", load()).frames(first, RING + 5)))
    assert [one.mid for one in deliveries] == [number % RING + 1 for number in range(first, first + RING + 5)]


def test_no_packet_id_is_used_twice_within_a_window() -> None:
    window = RING + 50
    deliveries, _ = take(bytearray(Ring("chat/a/load", load(window=window)).frames(RING, window)))
    assert len({one.mid for one in deliveries}) == window


def test_the_shares_of_all_connections_are_the_whole() -> None:
    shared = Load(port=1, topics=["a", "b", "c"], messages=11)
    assert [shared.share(place) for place in range(3)] == [4, 4, 3]


@pytest.mark.parametrize("wrong", [{"topics": []}, {"window": 0}, {"qos": 2}])
def test_a_load_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    fields: dict[str, object] = {"port": 1, "topics": ["a"], "messages": 1}
    with pytest.raises(ValueError, match="a load needs"):
        Load(**(fields | wrong))  # type: ignore[arg-type]


class Recorded(asyncio.WriteTransport):
    """Holds what a publisher writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def published(self) -> int:
        """Messages that were published."""
        return len(cut(bytes(self.written), 0)[0])


def test_a_publisher_keeps_to_its_window_and_times_each_puback() -> None:
    async def publishes() -> list[int]:
        transport, publisher = Recorded(), Publisher("chat/a/load", load())
        publisher.connection_made(transport)
        publisher.data_received(connack(0))
        transport.written.clear()
        flood = asyncio.create_task(publisher.flood(10))
        await asyncio.sleep(0)
        seen = [transport.published()]
        for mid in range(1, 11):
            publisher.data_received(acknowledgement(PUBACK, mid))
            seen.append(transport.published())
        await flood
        return [*seen, len(publisher.latencies)]

    assert asyncio.run(publishes()) == [4, 5, 6, 7, 8, 9, 10, 10, 10, 10, 10, 10]


def test_a_publisher_begins_no_message_after_its_time() -> None:
    async def publishes() -> int:
        transport, publisher = Recorded(), Publisher("chat/a/load", load())
        publisher.connection_made(transport)
        publisher.data_received(connack(0))
        transport.written.clear()
        await publisher.flood(10, stop_at=0)
        return transport.published()

    assert asyncio.run(publishes()) == 0


@pytest.mark.parametrize("size", [1, 7, 100, 100_000])
def test_packets_are_cut_whole_whatever_the_size_of_the_chunks(size: int) -> None:
    stream = b"".join(publish("log/a", b"x" * n, qos=n % 2, mid=n) for n in range(1, 300, 2))
    stream += publish("log/a", b"last") + PINGRESP_PACKET
    buffer, count, acks = bytearray(), 0, b""
    for at in range(0, len(stream), size):
        buffer += stream[at : at + size]
        came, answer = take(buffer)
        count, acks = count + len(came), acks + answer
    assert (count, len(acks), len(buffer)) == (151, 150 * 4, 0)
