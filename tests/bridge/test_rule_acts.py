"""bridge.rule_acts: rules speak on `chat/<session>/rules`, once, also when the bridge was killed in between."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from bridge.delivery import Delivery, Request
from bridge.rule_acts import LATE_SECONDS
from tests.bridge.support import NOW, Desk, said

HOT = {"name": "hot", "role": "sensor-1", "key": "t", "operator": ">", "value": 30, "say": "on", "to": "lamp"}
TOPIC = "chat/aula1/rules"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "logs")
    made.recorder.process([said("a")])
    return made


def set_rules(desk: Desk, *rules: dict[str, Any]) -> str:
    body = {"transaction": "t", "session": "aula1", "event": "rules-changed", "data": {"rules": list(rules)}}
    desk.recorder.process([Request("event", orjson.dumps(body))])
    return str(orjson.loads(desk.output.published[-1][1])["status"])


def report(desk: Desk, value: float, **more: Any) -> None:
    desk.recorder.process([said(f'{{"t":{value}}}', topic="chat/aula1/sensor-1", **more)])


def spoken(desk: Desk) -> list[dict[str, Any]]:
    """What rules said."""
    return [orjson.loads(payload) for topic, payload in desk.output.published if topic == TOPIC]


def echo(desk: Desk) -> None:
    """Let the broker deliver what rules said."""
    payloads = [payload for topic, payload in desk.output.published if topic == TOPIC]
    desk.recorder.process([Delivery(1, TOPIC, payload, mid=0, qos=0, dup=False, retain=False) for payload in payloads])


def test_a_rule_speaks_on_the_edge_as_a_participant(desk: Desk) -> None:
    assert set_rules(desk, HOT) == "ok"
    for value in (29, 31, 32):
        report(desk, value)
    assert spoken(desk) == [{"text": "on", "to": "lamp", "rule": "hot", "id": "rule-4-hot"}]
    echo(desk)
    record = desk.records("aula1")[-1]
    assert (record.role, record.to, record.text, record.data) == ("rules", "lamp", "on", {"rule": "hot"})


def test_what_rules_say_is_logged_once(desk: Desk) -> None:
    set_rules(desk, HOT)
    report(desk, 31)
    echo(desk)
    echo(desk)
    assert [record.role for record in desk.records("aula1")].count("rules") == 1


def test_a_session_without_rules_is_not_looked_at(desk: Desk) -> None:
    report(desk, 31)
    assert (spoken(desk), desk.sessions.get("aula1").watch) == ([], None)


def test_rules_that_are_taken_away_say_nothing_more(desk: Desk) -> None:
    set_rules(desk, HOT)
    set_rules(desk)
    report(desk, 31)
    assert spoken(desk) == []


def test_a_rule_that_is_set_while_its_condition_is_true_acts_with_the_next_report(desk: Desk) -> None:
    report(desk, 31)
    set_rules(desk, HOT)
    assert spoken(desk) == []
    report(desk, 32)
    assert len(spoken(desk)) == 1


def test_after_a_restart_a_condition_that_was_true_before_is_no_edge(desk: Desk) -> None:
    set_rules(desk, HOT)
    report(desk, 31)
    echo(desk)
    after = Desk(desk.logs, clock=lambda: NOW + 5)
    report(after, 32)
    assert spoken(after) == []
    report(after, 29)
    after.sessions.get("aula1").watch = None  # as when the session is closed and opened again
    report(after, 33)
    assert [said["id"] for said in spoken(after)] == ["rule-7-hot"]


def test_what_was_due_long_ago_is_not_said_any_more(desk: Desk) -> None:
    set_rules(desk, HOT)
    report(desk, 31)
    after = Desk(desk.logs, clock=lambda: NOW + LATE_SECONDS)
    report(after, 32)
    assert spoken(after) == []


def test_what_was_due_when_the_bridge_was_killed_is_said_by_the_next_one(desk: Desk) -> None:
    set_rules(desk, HOT)
    report(desk, 31)  # logged, and what the rule says is lost
    after = Desk(desk.logs)
    after.recorder.process([said("b")])
    assert [said["id"] for said in spoken(after)] == ["rule-3-hot"]


def test_a_condition_that_may_have_been_true_before_what_is_read_is_no_edge(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.rule_acts.TAIL", 2)
    set_rules(desk, HOT)
    for value in (31, 32, 33, 34):
        report(desk, value)
    after = Desk(desk.logs, clock=lambda: NOW + 5)
    report(after, 35)
    assert spoken(after) == []


def test_a_log_that_can_not_be_read_now_is_read_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    set_rules(desk, HOT)

    def fail(*_: object) -> None:
        raise OSError("too many open files")

    with monkeypatch.context() as patch:
        patch.setattr("bridge.rule_acts.History.before", fail)
        report(desk, 29)
    report(desk, 31)
    assert len(spoken(desk)) == 1


def test_a_rule_that_is_wrong_is_no_rule(desk: Desk) -> None:
    assert set_rules(desk, {**HOT, "operator": "~"}) == "error"
    assert desk.texts("aula1") == ["a"]
