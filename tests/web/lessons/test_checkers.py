"""web.lessons.checkers: each task is missing first, then passed; and what somebody would try instead of doing it."""

from typing import Any

import pytest

from tests.web.lessons.made import of_ana, typed
from web.lessons.checkers.registry import CHECKERS
from web.lessons.verdict import Verdict

THERMOMETER = {
    "device": "thermometer",
    "values": [{"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50}],
    "commands": [{"word": "on", "kind": "switch", "off": "off", "key": "on"}],
}
BARE = {"device": "thermometer"}
RUN = [("ana", {"n": number, "id": f"ana-{number}"}) for number in range(1, 6)]


def judged(checker: str, *said: Any) -> Verdict:
    return CHECKERS[checker](of_ana(*said))


def readings(*numbers: float, every: float = 2.0, role: str = "ana") -> list[tuple[str, object, float]]:
    return [(role, {"temperature": number}, every) for number in numbers]


LOST = [("ana", {"run": "a", "n": n, "of": 10, "qos": 0}) for n in (1, 2, 4, 7, 10)]
DOUBLED = [("ana", {"run": "b", "n": n, "of": 10, "qos": 1}) for n in (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
ONCE = [("ana", {"run": "c", "n": n, "of": 10, "qos": 1, "id": f"c-{n}"}) for n in range(1, 11)]
HEARD = [("beto", "oi"), ("caio", "oi"), ("dora", "oi")]
PINGS = [("beto", "ping"), ("caio", "Ping"), ("dora", "ping")]

PASSED: dict[str, list[Any]] = {
    "plain": [("ana", "bom dia")],
    "with-id": [("ana", {"text": "oi", "id": "ana-1"})],
    "value": [("ana", {"temperature": 23.5})],
    "addressed": [("ana", {"text": "oi", "to": "beto"})],
    "described": [("ana-sensor", THERMOMETER)],
    "reports": [("ana", THERMOMETER), *readings(20, 20, 20)],
    "varies": [("ana", THERMOMETER), *readings(20, 20.5)],
    "in-bounds": [("ana", THERMOMETER), *readings(20, 21, 22)],
    "steady": readings(*range(10)),
    "two-values": [("ana", {"temperature": 20, "humidity": 50})],
    "unit": [("ana", THERMOMETER), *readings(20)],
    "peak": readings(20, 20, 20, 25, 20, 20, 20),
    "obeys": [("beto", "@ana on"), ("ana", {"on": True})],
    "both-ways": [("beto", "@ana on"), ("ana", {"on": True}), ("beto", "@ana off"), ("ana", {"on": False})],
    "unknown": [("ana", THERMOMETER), ("beto", "@ana dance"), ("ana", {"text": "não sei"})],
    "describe": [("beto", "@ana describe"), ("ana", THERMOMETER)],
    "doubled": [("ana", "oi"), ("ana", "oi")],
    "other-content": [("ana", {"text": "a", "id": "x"}), ("ana", {"text": "b", "id": "x"})],
    "counted-run": [*RUN, ("ana", {"published": 10})],
    "hears-all": [*HEARD, ("ana", {"heard": 3})],
    "answers-all": [*PINGS, *(("ana", {"pong": seq}) for seq in (1, 2, 3))],
    "loses": LOST,
    "doubles": DOUBLED,
    "once": [*DOUBLED, *ONCE],
}

CHEATS: list[tuple[str, str, list[Any]]] = [
    ("hears-all", "heard-wrong", [*HEARD, ("ana", {"heard": 9})]),
    ("hears-all", "few-roles", [("beto", "oi"), ("ana", {"heard": 3})]),
    ("hears-all", "no-heard", [*HEARD, ("ana", typed('{"heard": 3}'))]),
    ("answers-all", "no-ping", [("ana", "ping"), ("ana", {"pong": 1})]),
    ("answers-all", "wrong-pong", [*PINGS, ("ana", {"pong": 9})]),
    ("answers-all", "wrong-pong", [*PINGS, ("ana", {"pong": 1}, 30)]),
    ("answers-all", "few-pongs", [*PINGS, *[("ana", {"pong": 1})] * 5]),
    ("loses", "nothing-lost", [("ana", {"run": "a", "n": n, "of": 10, "qos": 0}) for n in range(1, 11)]),
    ("loses", "nothing-lost", LOST[:-1]),
    ("loses", "no-qos-run", [("ana", {"run": "a", "n": 1, "of": 2, "qos": 0})]),
    ("doubles", "none-twice", DOUBLED[:2] + DOUBLED[3:]),
    ("doubles", "none-twice", DOUBLED[:-1]),
    ("doubles", "no-qos-run", ONCE),
    ("once", "double-first", ONCE),
    ("once", "no-id-run", DOUBLED),
    ("once", "not-once", [*DOUBLED, *ONCE[:-1]]),
    ("plain", "typed-only", [("ana", typed("bom dia"))]),
    ("plain", "nothing-published", [("beto", "bom dia")]),
    ("with-id", "no-id", [("ana", typed('{"text": "oi", "id": "ana-1"}'))]),
    ("with-id", "other-id", [("ana", {"text": "oi", "id": "1"})]),
    ("value", "no-value", [("ana", typed('{"temperature": 23.5}'))]),
    ("value", "other-value", [("ana", {"temp": 23.5})]),
    ("value", "other-value", [("ana", {"temperature": True})]),
    ("addressed", "no-to", [("ana", typed("@beto oi"))]),
    ("addressed", "by-mention", [("ana", {"text": "@beto oi", "to": "beto"})]),
    ("addressed", "no-to", [("ana", {"text": "oi", "to": "ana-sensor"})]),
    ("described", "no-description", [("ana", typed(str(THERMOMETER)))]),
    ("described", "no-description", [("anabela", THERMOMETER)]),
    ("reports", "few-reports", [("ana", THERMOMETER), *readings(20, 21)]),
    ("reports", "not-as-described", [("ana", THERMOMETER), *[("ana", {"temp": 20})] * 5]),
    ("reports", "no-described-value", readings(20, 20, 20)),
    ("varies", "constant", [("ana", THERMOMETER), *readings(20, 20, 20)]),
    ("in-bounds", "out-of-bounds", [("ana", THERMOMETER), *readings(20, 20, 99)]),
    ("in-bounds", "few-in-bounds", [("ana", THERMOMETER), *readings(20)]),
    ("in-bounds", "no-bounds", [("ana", BARE), *readings(20, 20, 20)]),
    ("steady", "uneven", readings(*range(12), every=0.01)),
    ("steady", "uneven", [*readings(*range(5)), *readings(5, every=60), *readings(*range(4))]),
    ("steady", "few-reports", readings(*range(9))),
    ("two-values", "one-value", [("ana", {"temperature": 20}), ("ana", {"humidity": 50})]),
    ("two-values", "one-value", [("ana", {"temperature": 20, "on": True})]),
    ("unit", "unit-not-reported", [("ana", THERMOMETER)]),
    ("unit", "no-unit", [("ana", {**THERMOMETER, "values": [{"key": "t", "kind": "number"}]}), ("ana", {"t": 1})]),
    ("peak", "no-peak", readings(20, 25, 20)),
    ("peak", "no-peak", readings(20, 21, 22, 23, 24, 25, 26, 27)),
    ("obeys", "no-command", [("ana", "@ana on"), ("ana", {"on": True})]),
    ("obeys", "no-answer", [("beto", "@ana on"), ("ana", {"text": "ok"})]),
    ("obeys", "no-answer", [("beto", "@ana on"), ("ana", {"on": True}, 30)]),
    ("both-ways", "one-way", [("beto", "@ana on"), ("ana", {"on": True}), ("beto", "@ana on"), ("ana", {"on": True})]),
    ("both-ways", "no-state", [("beto", "@ana on"), ("ana", {"text": "on"})]),
    ("unknown", "no-unknown-command", [("ana", THERMOMETER), ("beto", "@ana on"), ("ana", {"text": "não sei"})]),
    ("unknown", "unknown-unanswered", [("ana", THERMOMETER), ("beto", "@ana dance"), ("ana", {"on": True})]),
    ("describe", "no-description-back", [("beto", "@ana describe"), ("ana", {"text": "sou uma lâmpada"})]),
    ("describe", "not-asked", [("ana", THERMOMETER)]),
    ("doubled", "nothing-published", [("ana", typed("oi")), ("ana", typed("oi"))]),
    ("doubled", "not-doubled", [("ana", "oi"), ("beto", "oi")]),
    ("doubled", "not-doubled", [("ana", "oi"), ("ana", "oi", 120)]),
    ("other-content", "same-id-same-content", [("ana", {"text": "a", "id": "x"})]),
    ("other-content", "no-own-id", [("ana", typed("a")), ("ana", typed("b"))]),
    ("counted-run", "no-run", [("ana", {"published": 10})]),
    ("counted-run", "no-run", [("ana", typed('{"published": 10}'))]),
    ("counted-run", "nothing-resent", [*RUN, ("ana", {"published": 5})]),
    ("counted-run", "run-unfinished", [*RUN[:3], ("ana", {"published": 10})]),
    (
        "counted-run",
        "run-unfinished",
        [*[("ana", {"n": n, "id": "one"}) for n in range(1, 6)], ("ana", {"published": 9})],
    ),
]


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_task_is_missing_before_anything_is_done(checker: str) -> None:
    assert not judged(checker).is_passed
    assert not judged(checker, ("beto", "oi"), ("lab", "x")).is_passed


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_task_is_passed_by_who_does_it_and_by_nobody_else(checker: str) -> None:
    assert judged(checker, *PASSED[checker]).is_passed
    renamed = [(role.replace("ana", "carla"), *rest) for role, *rest in PASSED[checker] if role.startswith("ana")]
    assert not judged(checker, *renamed).is_passed


@pytest.mark.parametrize(("checker", "says", "said"), CHEATS)
def test_what_somebody_tries_instead_is_missing_something(checker: str, says: str, said: list[Any]) -> None:
    assert judged(checker, *said).missing == says


def test_a_device_has_the_role_of_its_pupil_and_a_dash() -> None:
    evidence = of_ana()
    assert [evidence.is_own(role) for role in ("Ana", "ana-x", "anax", "an", "")] == [True, True, False, False, False]
