"""Rates and durations as people write them."""

import pytest

from devices.fleet import amounts
from devices.fleet.errors import FleetError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("5m", 300), ("5min", 300), ("1h", 3600), ("1m30s", 90), ("500ms", 0.5), ("0.5s", 0.5), ("0", 0)],
)
def test_a_duration_is_seconds(text: str, seconds: float) -> None:
    assert amounts.duration(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "s", "5x", "-5s", "5 s", "5s!", "8000h", "nan", "1e3s"])
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(FleetError, match="bad-duration"):
        amounts.duration(text)


@pytest.mark.parametrize(
    ("text", "a_second"), [("1/s", 1), ("10/min", 1 / 6), ("10/m", 1 / 6), ("36/h", 0.01), ("0.5/s", 0.5), ("0", 0)]
)
def test_a_rate_is_messages_a_second(text: str, a_second: float) -> None:
    assert amounts.rate(text) == pytest.approx(a_second)


@pytest.mark.parametrize("text", ["", "1", "/s", "1/d", "-1/s", "0/s", "1001/s", "inf/s", "1 / s"])
def test_what_is_no_rate_is_told(text: str) -> None:
    with pytest.raises(FleetError, match="bad-rate"):
        amounts.rate(text)
