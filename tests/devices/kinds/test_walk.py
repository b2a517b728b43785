"""A walk: no jumps, no hurry, and never far from the park."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.kinds.walk import CENTRE, RADIUS, Walk

ROLES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", fullmatch=True)


def _metres(one: dict[str, float], other: dict[str, float]) -> float:
    north = (one["lat"] - other["lat"]) * 111_320
    east = (one["lon"] - other["lon"]) * 111_320 * math.cos(math.radians(CENTRE[0]))
    return math.hypot(north, east)


@settings(deadline=None, max_examples=30)
@given(ROLES)
def test_nobody_walks_faster_than_people_do(role: str) -> None:
    walk = Walk(role)
    places = [walk.place]
    for _ in range(200):
        walk.go(5)
        places.append(walk.place)
    assert all(_metres(one, other) <= 5 * 2.2 + 0.5 for one, other in itertools.pairwise(places))
    assert _metres(places[0], max(places, key=lambda place: _metres(places[0], place))) > 20


@settings(deadline=None, max_examples=20)
@given(ROLES)
def test_the_walk_stays_near_the_park(role: str) -> None:
    walk, centre = Walk(role), {"lat": CENTRE[0], "lon": CENTRE[1]}
    for _ in range(400):
        walk.go(10)
        assert _metres(walk.place, centre) < RADIUS + 60


def test_the_same_role_walks_the_same_way() -> None:
    one, other = Walk("gps"), Walk("gps")
    one.go(100)
    other.go(100)
    assert (one.place, one.speed) == (other.place, other.speed)
