"""Paths of the devices are those of the lab."""

import json
from typing import Any

import pytest

from devices.paths import leaves, steps
from tests.support.services import ROOT

CASES = json.loads((ROOT / "tests" / "web" / "history" / "paths.json").read_text(encoding="utf-8"))


def _at(data: Any, path: str) -> Any:
    for step in steps(path):
        data = data[step]
    return data


@pytest.mark.parametrize("case", CASES)
def test_every_number_has_the_path_that_the_lab_gives_it(case: dict[str, Any]) -> None:
    assert [path for path, kind in leaves(case["data"]) if kind == "number"] == [path for path, _ in case["numbers"]]


@pytest.mark.parametrize("case", CASES)
def test_the_steps_of_a_path_lead_to_its_value(case: dict[str, Any]) -> None:
    assert [_at(case["data"], path) for path, _ in case["numbers"]] == [value for _, value in case["numbers"]]


def test_a_place_is_one_value() -> None:
    assert list(leaves({"place": {"lat": 1.5, "lon": 2}, "lat": 1, "lon": 2})) == [
        ("place", "place"),
        ("lat", "number"),
        ("lon", "number"),
    ]


def test_texts_and_booleans_are_values_and_null_is_none() -> None:
    assert list(leaves({"a": "x", "b": True, "c": None})) == [("a", "text"), ("b", "boolean")]


@pytest.mark.parametrize("path", ["", ".a", "a..b", "a[", "a]b", 'a["x]', "a."])
def test_what_is_no_path_has_no_steps(path: str) -> None:
    with pytest.raises(ValueError, match="is no path"):
        steps(path)
