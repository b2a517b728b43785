"""web.tables.values: what records report, and the columns for it."""

import pytest

from chat.record import Record
from tests.web.tables.session import RECORDS
from web.tables import values
from web.tables.values import BREATH, MAX_COLUMNS, Value, survey, values_of

AT = "2026-11-22T16:48:00.123Z"


def record(data: dict[str, object], seq: int = 1, role: str = "sensor-1") -> Record:
    return Record(seq=seq, at=AT, role=role, data=data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"t": 23.5, "on": True, "state": "idle"}, [("t", 23.5), ("on", True), ("state", "idle")]),
        ({"inner": {"x": 1}, "accel": [1, 2]}, [("inner.x", 1), ("accel[0]", 1), ("accel[1]", 2)]),
        ({"t": None, "nothing": {}}, []),
        ({"device": "lamp", "commands": ["on"]}, []),
        ({"re": 1, "reaction": "👍"}, []),
    ],
)
def test_a_record_reports_its_values_by_their_paths(data: dict[str, object], told: list[tuple[str, Value]]) -> None:
    assert list(values_of(record(data, seq=2))) == told


def test_an_event_of_the_lab_reports_nothing() -> None:
    assert list(values_of(Record(seq=1, at=AT, role="lab", event="message-removed", data={"seq": 4}))) == []


def test_columns_stand_in_the_order_in_which_values_appeared_with_their_units() -> None:
    found = survey([one.encode() for one in RECORDS], frozenset({5}), lambda: None)
    titles = ["sensor-1 temperature (°C)", "sensor-1 on", "sensor-2 x", "sensor-2 state", "sensor-2 on"]
    assert [column.title() for column in found.ordered()] == [*titles, "sensor-2 serial"]
    assert found.begun_at == RECORDS[1].at


def test_a_value_that_no_device_describes_has_the_unit_that_its_key_means() -> None:
    found = survey([record({"temperatura": 23.5, "t": 1}).encode()], frozenset(), lambda: None)
    assert [column.title() for column in found.ordered()] == ["sensor-1 temperatura (°C)", "sensor-1 t"]


def test_a_device_that_invents_keys_fills_no_more_columns_than_there_are() -> None:
    many = [record({f"k{number}": number}, seq=number + 1).encode() for number in range(MAX_COLUMNS + 7)]
    found = survey(many, frozenset(), lambda: None)
    assert (len(found.columns), len(found.left_out)) == (MAX_COLUMNS, 7)


def test_what_is_counted_beyond_them_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_LEFT_OUT", 3)
    many = [record({f"k{number}": number}, seq=number + 1).encode() for number in range(MAX_COLUMNS + 7)]
    assert len(survey(many, frozenset(), lambda: None).left_out) == 3


def test_others_get_their_turn_while_a_session_is_read() -> None:
    breaths: list[int] = []
    survey([record({"t": 1}).encode()] * (3 * BREATH), frozenset(), lambda: breaths.append(1))
    assert len(breaths) == 3
