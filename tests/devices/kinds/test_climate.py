"""The curve of a day: believable, and the same for the same role and moment."""

from datetime import UTC, datetime, timedelta
from statistics import mean

from hypothesis import given
from hypothesis import strategies as st

from devices.kinds.climate import Climate

ROLES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", fullmatch=True)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - has one


@given(ROLES, MOMENTS)
def test_a_reading_is_of_a_room_where_people_are(role: str, moment: datetime) -> None:
    reading = Climate.of(role).at(moment)
    assert 12 < reading["temperature"] < 34
    assert 20 < reading["humidity"] < 90


@given(ROLES, MOMENTS)
def test_five_seconds_change_little(role: str, moment: datetime) -> None:
    climate = Climate.of(role)
    now, then = climate.at(moment), climate.at(moment + timedelta(seconds=5))
    assert abs(now["temperature"] - then["temperature"]) < 0.7
    assert abs(now["humidity"] - then["humidity"]) < 2.5


@given(ROLES, MOMENTS)
def test_the_same_role_and_moment_give_the_same_reading(role: str, moment: datetime) -> None:
    assert Climate.of(role).at(moment) == Climate.of(role).at(moment)


@given(ROLES)
def test_afternoons_are_warmer_and_drier_than_early_mornings(role: str) -> None:
    day = [
        Climate.of(role).at(datetime(2026, 11, 22, hour, minute, tzinfo=UTC))
        for hour in (3, 15)
        for minute in range(60)
    ]
    assert mean(r["temperature"] for r in day[60:]) > mean(r["temperature"] for r in day[:60]) + 3
    assert mean(r["humidity"] for r in day[60:]) < mean(r["humidity"] for r in day[:60]) - 9


def test_two_sensors_do_not_read_the_same() -> None:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    readings = {tuple(Climate.of(f"sensor-{number}").at(moment).values()) for number in range(20)}
    assert len(readings) >= 19
