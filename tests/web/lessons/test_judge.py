"""web.lessons.judge: progress from the log, kept while the log grows, for each and for all."""

from pathlib import Path

from chat.record import Record
from tests.web.lessons.made import log, typed
from web.lessons.catalogue import open_catalogue
from web.lessons.evidence import MOST_NUMBERS, MOST_OWN, Evidence
from web.lessons.judge import MOST_PUPILS, Judge, pupils
from web.lessons.transcript import MOST_RECORDS, Transcript

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


def test_what_is_removed_later_counts_for_nothing_from_then_on(tmp_path: Path) -> None:
    write(tmp_path / "aula1", log(("ana", {"temp": 20})))
    judge = Judge(tmp_path)
    assert judge.verdicts("aula1", PUBLISH, "ana")[2].missing == "other-value"
    (tmp_path / "aula1" / "state.json").write_text('{"seq": 2, "phase": "open", "removed": [1]}')
    assert judge.verdicts("aula1", PUBLISH, "ana")[2].missing == "no-value"


def test_devices_of_a_pupil_and_the_labs_own_roles_are_no_pupils() -> None:
    rule = {"text": "on", "rule": "r"}
    said = log(("ana", typed("oi")), ("ana-sensor", {"t": 1}), ("rules", rule), ("Lamp", {"on": True}))
    assert pupils(Transcript.of(said), ["caio"]) == ["caio", "ana", "Lamp"]


def test_a_flood_of_records_and_roles_is_judged_in_bounded_memory(tmp_path: Path) -> None:
    records = [Record(seq, "2026-11-26T12:00:00.000Z", f"r{seq % 400}", data={"t": seq}) for seq in range(1, 30_001)]
    transcript = Transcript.of(records)
    assert len(transcript.records) <= 2 * MOST_RECORDS
    assert len(pupils(transcript, [])) == MOST_PUPILS
    judge = Judge(tmp_path)
    for number in range(2 * MOST_PUPILS):
        judge.verdicts("aula1", PUBLISH, f"nobody-{number}")
    assert len(judge._known["aula1"].pupils) == MOST_PUPILS


def test_a_device_that_floods_is_judged_by_its_last_records() -> None:
    many = {f"k{number}": number for number in range(1000)}
    records = [Record(seq, "2026-11-26T12:00:00.000Z", "ana", data=many) for seq in range(1, 3001)]
    evidence = Evidence.of(Transcript.of(records), "ana")
    assert (len(evidence.own), evidence.own[-1].seq) == (MOST_OWN, 3000)
    assert len(evidence.readings[0][1]) == MOST_NUMBERS
