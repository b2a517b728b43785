"""web.history.series: numbers over the whole log, thinned without losing an extreme."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.history import History
from chat.record import Record, utc_text
from web.history import series as module
from web.history.series import Series, SeriesStore, numbers, thinned


def write(folder: Path, *reports: Mapping[str, object], first: int = 1, role: str = "sensor-1") -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "chat_20261122-100000.log").open("ab") as file:
        for seq, data in enumerate(reports, first):
            file.write(Record(seq=seq, at=utc_text(seq), role=role, data=data).encode())


def series_of(values: list[float]) -> Series:
    made = Series()
    for time, value in enumerate(values):
        made.add(time, value)
    return made


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=500), st.integers(20, 100))
def test_thinning_keeps_the_extremes_the_order_and_the_bound(values: list[float], points: int) -> None:
    shown = thinned(series_of(values), points)
    assert len(shown.times) <= points
    assert (min(shown.values), max(shown.values)) == (min(values), max(values))
    assert list(shown.times) == sorted(shown.times)


@pytest.mark.parametrize("case", json.loads(Path(__file__).with_name("paths.json").read_text(encoding="utf-8")))
def test_every_number_is_found_by_its_path(case: dict[str, Any]) -> None:
    assert [list(found) for found in numbers(case["data"])] == case["numbers"]


def test_a_session_is_read_once_and_then_read_on(tmp_path: Path) -> None:
    store, history = SeriesStore(lambda: None), History(tmp_path / "a")
    write(tmp_path / "a", {"t": 1}, {"t": 2})
    store.document("a", history, 100)
    [path] = (tmp_path / "a").iterdir()
    path.write_bytes(path.read_bytes().replace(b'{"t":1}', b'{"t":8}'))  # not seen: that part is not read again
    write(tmp_path / "a", {"t": 3}, first=3)
    document = store.document("a", history, 100)
    assert document == {
        "session": "a",
        "last_seq": 3,
        "series": [{"role": "sensor-1", "key": "t", "t": [1000.0, 2000.0, 3000.0], "v": [1.0, 2.0, 3.0]}],
    }


def test_a_session_that_was_made_again_is_read_again(tmp_path: Path) -> None:
    store, history = SeriesStore(lambda: None), History(tmp_path / "a")
    write(tmp_path / "a", {"t": 1}, {"t": 2})
    store.document("a", history, 100)
    next((tmp_path / "a").iterdir()).unlink()
    write(tmp_path / "a", {"t": 9}, first=1)
    assert store.document("a", history, 100)["series"][0]["v"] == [9.0]


def test_others_get_their_turn_during_a_long_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BREATH", 10)
    breaths: list[int] = []
    write(tmp_path / "a", *({"t": n} for n in range(95)))
    SeriesStore(lambda: breaths.append(1)).document("a", History(tmp_path / "a"), 100)
    assert len(breaths) >= 9


def test_a_long_series_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_POINTS", 100)
    made = series_of([float(n) for n in range(1000)])
    assert len(made.times) <= 100
    assert (made.values[0], made.values[-1]) == (0.0, 999.0)


def test_too_many_keys_are_bounded(tmp_path: Path) -> None:
    write(tmp_path / "a", {f"k{n}": n for n in range(200)})
    document = SeriesStore(lambda: None).document("a", History(tmp_path / "a"), 100)
    assert len(document["series"]) == module.MAX_SERIES


def test_an_empty_session_has_no_series(tmp_path: Path) -> None:
    document = SeriesStore(lambda: None).document("a", History(tmp_path / "a"), 100)
    assert document == {"session": "a", "last_seq": 0, "series": []}
