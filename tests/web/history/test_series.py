"""web.history.series: numbers over the whole log, thinned without losing an extreme."""

import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.history import History
from chat.record import Record, sound_records, utc_text
from web.history import series as module
from web.history.series import Series, SeriesStore, numbers, thinned


def write(folder: Path, *reports: Mapping[str, object], first: int = 1, role: str = "sensor-1") -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "chat_20261122-100000.log").open("ab") as file:
        for seq, data in enumerate(reports, first):
            file.write(Record(seq=seq, at=utc_text(seq), role=role, data=data).encode())


def series_of(values: list[float]) -> Series:
    made = Series()
    for moment, value in enumerate(values):
        made.add(moment, value)
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
        "left_out": 0,
    }


def test_a_session_that_was_made_again_is_read_again(tmp_path: Path) -> None:
    store, history = SeriesStore(lambda: None), History(tmp_path / "a")
    write(tmp_path / "a", {"t": 1}, {"t": 2})
    store.document("a", history, 100)
    next((tmp_path / "a").iterdir()).unlink()
    write(tmp_path / "a", {"t": 9}, first=1)
    assert store.document("a", history, 100)["series"][0]["v"] == [9.0]


def test_the_description_of_a_device_gives_no_series(tmp_path: Path) -> None:
    slider = {"word": "set", "kind": "slider", "least": 5, "greatest": 30}
    write(tmp_path / "a", {"device": "thermostat", "commands": [slider]}, {"t": 1})
    document = SeriesStore(lambda: None).document("a", History(tmp_path / "a"), 100)
    assert ([series["key"] for series in document["series"]], document["last_seq"]) == (["t"], 2)


def test_others_get_their_turn_during_a_long_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BREATH", 10)
    breaths: list[int] = []
    write(tmp_path / "a", *({"t": n} for n in range(95)))
    SeriesStore(lambda: breaths.append(1)).document("a", History(tmp_path / "a"), 100)
    assert len(breaths) >= 9


def test_others_get_their_turn_during_few_lines_of_many_numbers(tmp_path: Path) -> None:
    breaths: list[int] = []
    write(tmp_path / "a", {f"k{n}": n for n in range(2000)})
    SeriesStore(lambda: breaths.append(1)).document("a", History(tmp_path / "a"), 100)
    assert len(breaths) == 2000 + 10  # once for each series that is answered, and after 200 numbers of the line


def test_requests_that_come_at_once_read_a_session_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BREATH", 10)
    write(tmp_path / "a", *({"t": n} for n in range(200)))
    read: list[str] = []

    def counted(lines: list[bytes]) -> Iterator[Record]:
        read.append("line")
        return sound_records(lines)

    monkeypatch.setattr(module, "sound_records", counted)
    store = SeriesStore(lambda: time.sleep(0.001))
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(store.document, "a", History(tmp_path / "a"), 100) for _ in range(8)]
    assert [one.result()["last_seq"] for one in asked] == [200] * 8
    assert len(read) == 200 + 8  # and for each request the first record


def test_a_long_series_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_POINTS", 100)
    made = series_of([float(n) for n in range(1000)])
    assert len(made.times) <= 100
    assert (made.values[0], made.values[-1]) == (0.0, 999.0)


def document(folder: Path, points: int = 100) -> dict[str, Any]:
    return SeriesStore(lambda: None).document("a", History(folder / "a"), points)


def test_forty_boards_with_two_values_each_are_all_there(tmp_path: Path) -> None:
    for board in range(40):
        write(tmp_path / "a", {"t": board, "h": board}, first=board + 1, role=f"esp32-{board}")
    answer = document(tmp_path)
    assert {(one["role"], one["key"]) for one in answer["series"]} == {
        (f"esp32-{board}", key) for board in range(40) for key in ("t", "h")
    }
    assert answer["left_out"] == 0


def test_series_beyond_the_bound_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SERIES", 50)
    write(tmp_path / "a", *({f"k{n}": n for n in range(200)} for _ in range(3)))
    answer = document(tmp_path)
    assert (len(answer["series"]), answer["left_out"]) == (50, 150)


def test_long_names_are_bounded_by_their_characters(tmp_path: Path) -> None:
    write(tmp_path / "a", *({f"{n}{'k' * 50_000}": n, "t": n} for n in range(20)))
    answer = document(tmp_path)
    assert sum(len(one["key"]) for one in answer["series"]) <= module.MAX_NAMES
    assert len(answer["series"]) + answer["left_out"] == 21


def test_an_answer_with_many_series_has_fewer_points_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ANSWER_POINTS", 400)
    write(tmp_path / "a", *({f"k{n}": n for n in range(10)} for _ in range(100)))
    assert {len(one["t"]) for one in document(tmp_path)["series"]} <= set(range(1, 41))


def test_what_is_remembered_of_a_session_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_POINTS_IN_ALL", 1000)
    known = module.Known()
    write(tmp_path / "a", *({f"k{n}": float(at) for n in range(10)} for at in range(500)))
    known.extend(History(tmp_path / "a").all(), lambda: None)
    assert known.points == sum(len(series.times) for series in known.series.values()) <= 1000
    assert {(min(one.values), max(one.values)) for one in known.series.values()} == {(0.0, 499.0)}


def test_an_empty_session_has_no_series(tmp_path: Path) -> None:
    assert document(tmp_path) == {"session": "a", "last_seq": 0, "series": [], "left_out": 0}
