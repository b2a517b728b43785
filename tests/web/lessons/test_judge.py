"""web.lessons.judge: progress from the log, kept while the log grows, for each and for all."""

from pathlib import Path

from chat.record import Record
from tests.web.lessons.made import log, typed
from web.lessons.catalogue import open_catalogue
from web.lessons.judge import Judge, pupils

PUBLISH = next(lesson for lesson in open_catalogue("en").lessons if lesson.name == "publish")


def write(folder: Path, records: list[Record]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "chat_20261122-100000.log").write_bytes(b"".join(record.encode() for record in records))


def passed(judge: Judge, role: str = "ana") -> list[bool]:
    return [verdict.is_passed for verdict in judge.verdicts("aula1", PUBLISH, role)]


def test_progress_grows_with_the_log(tmp_path: Path) -> None:
    judge = Judge(tmp_path)
    assert passed(judge) == [False] * 4
    said = [("ana", "oi"), ("ana", {"temperature": 20})]
    write(tmp_path / "aula1", log(*said[:1]))
    assert passed(judge) == [True, False, False, False]
    write(tmp_path / "aula1", log(*said))
    assert passed(judge) == [True, False, True, False]


def test_what_was_passed_stays_passed(tmp_path: Path) -> None:
    write(tmp_path / "aula1", log(("ana", "oi")))
    judge = Judge(tmp_path)
    assert passed(judge)[0]
    (tmp_path / "aula1" / "state.json").write_text('{"seq": 2, "phase": "open", "removed": [1]}')
    assert passed(judge)[0]


def test_what_the_teacher_removed_counts_for_nothing(tmp_path: Path) -> None:
    write(tmp_path / "aula1", log(("ana", "oi")))
    (tmp_path / "aula1" / "state.json").write_text('{"seq": 2, "phase": "open", "removed": [1]}')
    assert not passed(Judge(tmp_path))[0]


def test_another_session_of_the_name_begins_anew(tmp_path: Path) -> None:
    write(tmp_path / "aula1", log(("ana", "oi")))
    judge = Judge(tmp_path)
    assert passed(judge)[0]
    write(tmp_path / "aula1", [Record(1, "2027-01-01T00:00:00.000Z", "beto", text="oi")])
    assert passed(judge) == [False] * 4


def test_the_whole_class_is_judged(tmp_path: Path) -> None:
    write(tmp_path / "aula1", log(("ana", "oi"), ("beto", typed("oi")), ("ana-sensor", {"temperature": 20})))
    found = Judge(tmp_path).whole_class("aula1", PUBLISH)
    assert {role: [one.is_passed for one in verdicts] for role, verdicts in found.items()} == {
        "ana": [True, False, True, False],
        "beto": [False] * 4,
    }


def test_devices_of_a_pupil_and_the_labs_own_roles_are_no_pupils() -> None:
    named = Record(1, "2026-11-26T12:00:00.000Z", "lab", event="name-set", data={"role": "caio", "name": "Caio"})
    said = log(
        ("ana", typed("oi")), ("ana-sensor", {"t": 1}), ("rules", {"text": "on", "rule": "r"}), ("lamp", {"on": True})
    )
    assert pupils([named, *said]) == ["caio", "ana", "lamp"]
