"""Rules in a running lab: set over HTTP, carried out by the bridge, heard by whom they address."""

from typing import Any

import orjson
import pytest
import requests

from tests.support.mqtt import probe
from tests.support.services import Lab

HOT = {"name": "hot", "role": "sensor-1", "key": "temperature", "operator": ">", "value": 30, "say": "on", "to": "lamp"}


def set_rules(lab: Lab, session: str, *rules: dict[str, Any]) -> requests.Response:
    requests.post(f"{lab.url}/api/sessions", json={"session": session}, timeout=10)
    body: dict[str, Any] = {"event": "rules-changed", "data": {"rules": list(rules)}}
    return requests.post(f"{lab.url}/api/sessions/{session}/events", json=body, timeout=10)


def test_a_reading_makes_a_rule_speak_to_a_device(running: Lab, session: str) -> None:
    assert set_rules(running, session, HOT).status_code == 200
    with probe(running.mqtt_port, f"to/{session}/lamp") as lamp:
        lamp.publish(f"chat/{session}/sensor-1", '{"temperature": 30.5}')
        [line] = lamp.wait_for(f"to/{session}/lamp")
    record = orjson.loads(line)
    assert (record["role"], record["text"], record["data"]) == ("rules", "on", {"rule": "hot"})


def test_the_rules_of_a_session_are_in_its_state(running: Lab, session: str) -> None:
    set_rules(running, session, HOT)
    state = requests.get(f"{running.url}/api/sessions/{session}/state", timeout=10).json()
    assert state["rules"] == [HOT]


def test_two_rules_of_one_name_are_refused(running: Lab, session: str) -> None:
    refused = set_rules(running, session, HOT, HOT)
    assert (refused.status_code, refused.json()["reason"]) == (409, "same-rule")


@pytest.mark.parametrize("role", ["rules", "Rules"])
def test_nobody_in_a_browser_speaks_as_the_rules(running: Lab, session: str, role: str) -> None:
    url = f"{running.url}/api/sessions/{session}/messages"
    answer = requests.post(url, json={"role": role, "text": "on"}, timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (400, "reserved-role")
