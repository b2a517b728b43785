"""tests.support.proxy: a bad network is bad in the way that was asked for."""

from collections.abc import Iterator

import pytest

from mqtt.frames import PINGRESP, PUBACK
from mqtt.packets import publish
from tests.broker.wire import Wire
from tests.support.proxy import FAIR, Packets, Proxy, Weather
from tests.support.services import Lab


@pytest.fixture
def door(lab: Lab) -> Iterator[Proxy]:
    """A network before a broker."""
    lab.start_broker()
    made = Proxy(lab.mqtt_port, knows_mqtt=True)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("weather", [FAIR, Weather(latency=0.01), Weather(piece=1), Weather(per_second=4096)])
def test_what_is_slow_still_comes_whole(door: Proxy, weather: Weather) -> None:
    door.change(weather)
    with Wire(door.port) as wire:
        wire.connect("slow")
        assert wire.publish("a/b", b"x" * 300).kind == PUBACK


@pytest.mark.parametrize("weather", [Weather(silent_up=True), Weather(silent_down=True)])
def test_where_it_is_silent_nothing_comes(door: Proxy, weather: Weather) -> None:
    with Wire(door.port) as wire:
        wire.connect("deaf")
        door.change(weather)
        wire.sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            wire.ping()


def test_a_connection_that_is_broken_ends(door: Proxy) -> None:
    with Wire(door.port) as wire:
        wire.connect("broken")
        door.break_all()
        assert wire.closed_by_broker()


def test_where_it_refuses_nobody_gets_in(door: Proxy) -> None:
    door.change(Weather(refuses=True))
    with Wire(door.port) as wire:
        assert wire.closed_by_broker()


def test_only_pubacks_are_lost(door: Proxy) -> None:
    with Wire(door.port) as wire:
        wire.connect("unheard")
        door.change(Weather(loses_pubacks_down=True))
        wire.send(publish("a/b", b"x", qos=1, mid=1))
        assert wire.ping().kind == PINGRESP
        assert door.lost_packets == 1


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_384, 2_097_152])
def test_a_stream_is_cut_into_its_packets(size: int) -> None:
    whole = publish("a", b"x" * size)
    packets = Packets()
    found = [one for at in range(0, 2 * len(whole), 7919) for one in packets.feed((whole + whole)[at : at + 7919])]
    assert found == [whole, whole]
