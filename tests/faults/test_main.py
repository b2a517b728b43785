"""`python -m faults`: the fault lab alone, as a process."""

import subprocess
import sys

from tests.support.mqtt import probe
from tests.support.ports import free_port
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until


def test_it_prints_each_packet_and_what_became_of_it(lab: Lab) -> None:
    lab.settings["LAB_LANG"] = "en"
    lab.start_broker()
    port = free_port()
    faults = lab.service("faults", "double-publish:next 1", "--port", str(port))
    wait_until(lambda: f"connect to 127.0.0.1:{port}" in faults.text(), what=faults.text)
    with probe(port) as client:
        client.publish("chat/aula1/ana", "hello")
    wait_until(lambda: "-> DISCONNECT" in faults.text(), what=faults.text)
    said = faults.text()
    assert "client-1 #1 -> PUBLISH mid" in said
    assert "chat/aula1/ana hello  [TWICE: double-publish:next 1]" in said
    assert "client-1 #1 <- PUBACK mid" in said
    assert faults.stop() == 0


def test_a_rule_that_is_none_and_a_port_that_is_taken_end_it_with_2(lab: Lab) -> None:
    lab.start_broker()
    for arguments, why in ((["lose-everything"], "is none of"), (["--port", str(lab.mqtt_port)], "in use")):
        command = [sys.executable, "-m", "faults", *arguments]
        made = subprocess.run(
            command, cwd=ROOT, env=lab.environ(), capture_output=True, text=True, timeout=30, check=False
        )
        assert made.returncode == 2
        assert why in made.stderr
