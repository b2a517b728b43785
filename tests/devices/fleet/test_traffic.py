"""Messages of a run."""

import json

import pytest

from devices.fleet.traffic import LEAST_SIZE, Traffic

TRAFFIC = Traffic("0a1b2c3d", qos=1, size=100)


@pytest.mark.parametrize("size", [LEAST_SIZE, 65, 80, 100, 1000])
@pytest.mark.parametrize("number", [1, 12, 9_999_999])
def test_a_message_has_its_size(size: int, number: int) -> None:
    payload = Traffic("0a1b2c3d", qos=1, size=size).payload(number, 7)
    assert len(payload) == size
    assert json.loads(payload)["id"] == f"0a1b2c3d-{number}"


def test_a_message_is_a_reading() -> None:
    assert set(json.loads(TRAFFIC.payload(3, 0))) == {"id", "temperature", "fill"}


@pytest.mark.parametrize(
    ("message_id", "number"),
    [
        ("0a1b2c3d-17", 17),
        ("ffffffff-17", None),
        ("0a1b2c3d", None),
        ("0a1b2c3d-", None),
        ("0a1b2c3d-x", None),
        ("", None),
    ],
)
def test_an_id_of_this_run_has_a_number(message_id: str, number: int | None) -> None:
    assert TRAFFIC.number(message_id) == number
