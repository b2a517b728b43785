"""`python -m faults serve`, with both brokers and the bridge: lines, runs, WebSockets, and who may."""

import http.client
import json
import socket
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from chat.credentials import add_device
from chat.fault_service import FaultService
from chat.history import History
from mqtt import packets
from tests.support.ports import free_port
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until


@dataclass
class Serving:
    """A fault lab that runs before a lab."""

    lab: Lab
    process: Service

    def ask(self, method: str, path: str, body: object = None, secret: str = "") -> tuple[int, Any]:
        """Status and answer of a request."""
        service = FaultService.read(self.lab.folder / "data")
        assert service is not None
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        headers = {"Authorization": f"Bearer {secret or service.secret}"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def run(self, *rules: str, **more: object) -> dict[str, Any]:
        """Let the lab's own client publish with these rules; how it ended."""
        assert self.ask("PUT", "/lines/aula1/ana", {"rules": list(rules)})[0] == 200
        assert self.ask("POST", "/lines/aula1/ana/runs", more)[0] == 200
        wait_until(lambda: self.last()["phase"] in ("done", "gave-up"), seconds=40, what=lambda: str(self.last()))
        return self.last()

    def last(self) -> dict[str, Any]:
        """The last run."""
        found: dict[str, Any] = self.ask("GET", "/lines/aula1/ana")[1]["runs"][-1]
        return found

    def logged(self, run: dict[str, Any]) -> Counter[int]:
        """How often each message of a run is in the log."""
        records = [json.loads(line) for line in History.of(self.lab.logs, "aula1").all()]
        data = [record.get("data") or {} for record in records]
        return Counter(one["n"] for one in data if one.get("run") == run["run"])


def serving(lab: Lab) -> Serving:
    """Broker, bridge and fault lab."""
    lab.settings["LAB_FAULTS_PORT"] = str(free_port())
    lab.start_broker()
    lab.start_bridge()
    process = lab.service("faults", "serve")
    wait_until(lambda: "faults: ready" in process.text(), what=process.text)
    return Serving(lab, process)


@pytest.fixture
def faults(any_lab: Lab) -> Serving:
    """A fault lab before each of the brokers."""
    return serving(any_lab)


def test_at_qos_0_what_the_line_loses_is_not_in_the_log(faults: Serving) -> None:
    run = faults.run("lose-publish:next 9", qos=0)
    wait_until(lambda: len(faults.logged(run)) == 31, what=lambda: str(faults.logged(run)))


def test_a_lost_puback_doubles_a_message_without_an_id_and_none_with_one(faults: Serving) -> None:
    run = faults.run("lose-puback:next 3", qos=1)
    assert (run["phase"], run["again"]) == ("done", 3)
    wait_until(lambda: faults.logged(run).total() == 43, what=lambda: str(faults.logged(run)))
    assert len(faults.logged(run)) == 40
    run = faults.run("lose-puback:next 3", qos=1, with_id=True)
    assert run["again"] == 3
    wait_until(lambda: faults.logged(run).total() == 40, what=lambda: str(faults.logged(run)))


def test_a_cut_after_pubrec_doubles_nothing_at_qos_2(faults: Serving) -> None:
    run = faults.run("cut-pubrec:next 2", qos=2, count=10)
    assert run["phase"] == "done"
    wait_until(lambda: faults.logged(run).total() == 10, what=lambda: str(faults.logged(run)))


def test_what_cannot_pass_is_given_up_in_bounded_time(faults: Serving) -> None:
    assert faults.run("lose-connect", count=1)["phase"] == "gave-up"


def test_a_message_of_a_board_goes_through_the_line_and_is_sent_again(faults: Serving) -> None:
    faults.ask("PUT", "/lines/aula1/ana", {"rules": ["lose-puback:next 1"]})
    body = {"payload": '{"text":"hello","id":"h-1"}', "qos": 1}
    assert faults.ask("POST", "/lines/aula1/ana/messages", body) == (200, {"acknowledged": True})
    events = faults.ask("GET", "/lines/aula1/ana?after=0")[1]["events"]
    assert [event.get("dup", False) for event in events if event["packet"] == "PUBLISH"] == [False, True]
    wait_until(lambda: len(list(History.of(faults.lab.logs, "aula1").all())) == 1, what="it is logged once")


def test_a_message_that_nothing_acknowledges_is_told_as_such(faults: Serving) -> None:
    faults.ask("PUT", "/lines/aula1/ana", {"rules": ["lose-publish"]})
    assert faults.ask("POST", "/lines/aula1/ana/messages", {"payload": "x"}) == (200, {"acknowledged": False})
    assert faults.ask("POST", "/lines/aula1/ana/messages", {"payload": "x", "qos": 0}) == (200, {"acknowledged": True})
    assert faults.ask("POST", "/lines/aula1/ana/messages", {"payload": "x", "qos": 2})[0] == 400


def test_a_client_over_websocket_uses_the_path_of_its_line(faults: Serving) -> None:
    line = faults.ask("PUT", "/lines/aula1/ana", {"rules": ["double-publish:next 1"]})[1]
    client = mqtt.Client(CallbackAPIVersion.VERSION2, transport="websockets")
    client.ws_set_options(path=line["ws_path"])
    client.connect("127.0.0.1", line["ws_port"])
    client.loop_start()
    try:
        client.publish("chat/aula1/ana", "over a WebSocket", qos=1).wait_for_publish(10)
    finally:
        client.disconnect()
        client.loop_stop()
    events = faults.ask("GET", "/lines/aula1/ana?after=0")[1]["events"]
    assert ("PUBLISH", "doubled") in [(event["packet"], event["fate"]) for event in events]


def test_a_path_without_a_line_and_a_foreign_page_are_turned_away(faults: Serving) -> None:
    line = faults.ask("PUT", "/lines/aula1/ana")[1]
    assert handshake(line["ws_port"], "/aula1/bia") == 404
    assert handshake(line["ws_port"], line["ws_path"], origin="http://evil.example") == 403
    assert handshake(line["ws_port"], line["ws_path"]) == 101


def handshake(port: int, path: str, origin: str = "") -> int:
    """The status with which a WebSocket is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    own = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "mqtt"}
    connection.request("GET", path, headers={**own, **key, **({"Origin": origin} if origin else {})})
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_only_who_has_the_secret_is_answered(faults: Serving) -> None:
    assert faults.ask("GET", "/lines/aula1", secret="guessed")[0] == 401
    assert faults.ask("GET", "/lines/aula1/ana")[0] == 404
    assert faults.ask("PUT", "/lines/aula1/ana", {"rules": ["lose-everything"]})[0] == 400
    assert faults.ask("PUT", "/lines/aula1", {"rules": ["lose-puback"]}) == (200, {"lines": []})


def test_its_note_is_for_its_owner_alone_and_it_ends_when_it_is_asked(faults: Serving) -> None:
    note = faults.lab.folder / "data" / "faults.json"
    assert note.stat().st_mode & 0o077 == 0
    assert faults.process.stop() == 0


def test_in_a_closed_lab_a_line_takes_accounts_alone_and_the_labs_own_client_has_one(any_lab: Lab) -> None:
    any_lab.settings["LAB_ACCESS"] = "on"
    faults = serving(any_lab)
    run = faults.run(qos=1, count=5)
    wait_until(lambda: faults.logged(run).total() == 5, what=lambda: str(faults.logged(run)))
    port = faults.ask("PUT", "/lines/aula1/ana")[1]["port"]
    password = add_device(Path(any_lab.folder / "data"), "lamp")
    assert not is_admitted(port, "", "")
    wait_until(lambda: is_admitted(port, "lamp", password), what="the account is known to the broker")


def is_admitted(port: int, user: str, password: str) -> bool:
    """Whether a CONNECT with this account is accepted."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(packets.connect("lamp", user=user, password=password))
        return raw.recv(4) == packets.connack(0)
