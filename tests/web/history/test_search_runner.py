"""web.history.search_runner: each search gives its turn back, whatever becomes of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.records import write
from web.history.search_queue import SearchTurns
from web.history.search_runner import Query, SearchRunner

QUERY = Query("aula1", "message", 10)


def lines(runner: SearchRunner, person: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in runner.run(person, QUERY)]


def test_searches_that_could_not_be_started_leave_the_next_one_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 4))
    runner = SearchRunner(tmp_path, SearchTurns())

    def fail(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", fail)
        failed = [lines(runner) for _ in range(3)]
    assert [[line["error"]["reason"] for line in one] for one in failed] == [["busy"]] * 3
    assert [line["found"]["seq"] for line in lines(runner) if "found" in line] == [3, 2, 1]


def test_a_reader_that_goes_away_gives_its_turn_back(tmp_path: Path) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 4))
    turns = SearchTurns()
    search = SearchRunner(tmp_path, turns).run("a", QUERY)
    next(search)
    assert len(turns) == 1
    search.close()  # type: ignore[attr-defined]
    assert len(turns) == 0


def test_a_search_that_waits_is_told_its_place(tmp_path: Path) -> None:
    turns = SearchTurns(at_once=1)
    turns.enter("a")
    assert json.loads(next(SearchRunner(tmp_path, turns).run("b", QUERY))) == {"waiting": 1}


def test_a_search_that_another_of_the_same_person_replaced_says_so(tmp_path: Path) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 4))
    runner = SearchRunner(tmp_path, SearchTurns(at_once=1))
    older = runner.run("a", QUERY)
    next(older)
    assert lines(runner, "a")[-1] == {"done": True, "more": False}
    assert json.loads(list(older)[-1])["error"]["reason"] == "replaced"


def test_a_search_that_is_replaced_while_its_process_starts_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "aula1", "chat_20261122-100000.log", range(1, 4))
    turns, popen = SearchTurns(), subprocess.Popen
    started: list[Any] = []

    def start(*arguments: Any, **options: Any) -> Any:
        turns.enter("a")
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    assert [line["error"]["reason"] for line in lines(SearchRunner(tmp_path, turns), "a")] == ["replaced"]
    assert started[0].poll() is not None
