"""bridge.sync_notices: what became durable, told now and then."""

import orjson

from bridge.sync_notices import SyncedReports


def test_a_batch_is_told_with_its_spans_and_its_time() -> None:
    payload = SyncedReports(lambda: 0.0).payload({"aula1": (12, 14)}, 0.0018)
    assert payload is not None
    assert orjson.loads(payload) == {"at": "1970-01-01T00:00:00.000Z", "ms": 1.8, "sessions": {"aula1": [12, 14]}}


def test_at_most_ten_a_second_are_told() -> None:
    now = 0.0
    notes = SyncedReports(lambda: now)
    told = 0
    for step in range(100):
        now = step / 100
        told += notes.payload({"a": (1, 1)}, 0.001) is not None
    assert 9 <= told <= 10


def test_a_payload_is_due_as_often() -> None:
    now = 0.0
    notes = SyncedReports(lambda: now)
    assert notes.is_due
    notes.payload({"a": (1, 1)}, 0.001)
    assert not notes.is_due
    now = 0.2
    assert notes.is_due


def test_a_clock_that_is_set_back_silences_nothing() -> None:
    now = 3600.0
    notes = SyncedReports(lambda: now)
    notes.payload({"a": (1, 1)}, 0.001)
    now = 0.0
    assert notes.payload({"a": (2, 2)}, 0.001) is not None


def test_a_batch_without_records_is_not_told() -> None:
    assert SyncedReports(lambda: 0.0).payload({}, 0.001) is None
