"""The GPS receiver tells where it is."""

from devices.device import Choices
from devices.kinds.gps import Gps
from devices.kinds.walk import CENTRE
from tests.devices.kinds.clock import ticks


def test_it_begins_in_the_park_and_walks_on() -> None:
    said = [what.data for _, what in ticks(Gps("gps", "en"), 60)]
    assert said[0]["place"] == {"lat": CENTRE[0], "lon": CENTRE[1]}
    assert len({str(data["place"]) for data in said}) == len(said) == 13


def test_every_changes_how_often_it_tells() -> None:
    assert len(ticks(Gps.make("gps", "en", Choices(every=1)), 60)) == 61
