"""web.http.health: 200 only when a message can pass, and otherwise which part is not well."""

import requests

from tests.support.services import Lab
from tests.support.waiting import wait_until


def health(lab: Lab) -> tuple[int, dict[str, str]]:
    response = requests.get(f"{lab.url}/healthz", timeout=10)
    return response.status_code, response.json()


def test_each_part_that_fails_is_named_and_heals(lab: Lab) -> None:
    broker = lab.start_broker()
    bridge = lab.start_bridge()
    lab.start_web()
    wait_until(lambda: health(lab)[0] == 200)
    bridge.kill()
    status, parts = health(lab)
    assert (status, parts["broker"], parts["status"]) == (503, "ok", "unavailable")
    assert parts["bridge"].startswith("bridge-unavailable")
    bridge.start()
    wait_until(lambda: health(lab)[0] == 200)
    broker.kill()
    wait_until(lambda: health(lab)[1]["broker"] == "not connected")
    broker.start()
    wait_until(lambda: health(lab)[0] == 200, seconds=30)
