"""`python -m devices fleet` as a real process, on real brokers with the lab's own bridge."""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chat.credentials import add_device
from tests.support.services import ROOT, Lab, limited
from tests.support.waiting import wait_until


def fleet(lab: Lab, *arguments: str, expect: int = 0) -> tuple[str, Mapping[str, Any]]:
    """Run a fleet of 50 in `aula1`. What it said, and its report."""
    file = lab.folder / "report.json"
    command = [sys.executable, "-m", "devices", "fleet", "--session", "aula1", "--report", str(file), *arguments]
    env = {**lab.environ(), "LAB_LANG": "en"}
    made = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=110, check=False)
    assert made.returncode == expect, made.stdout + made.stderr
    return made.stdout + made.stderr, json.loads(file.read_text()) if file.exists() else {}


def running(lab: Lab) -> Lab:
    lab.start_broker()
    lab.start_bridge()
    return lab


def scenario(folder: Path, text: str) -> str:
    (folder / "s.toml").write_text(text)
    return str(folder / "s.toml")


def test_everything_that_fifty_devices_send_is_logged_once_in_order(any_lab: Lab, tmp_path: Path) -> None:
    rows = tmp_path / "time.csv"
    said, report = fleet(running(any_lab), "--count", "50", "--rate", "2/s", "--for", "3s", "--csv", str(rows))
    assert report["sent"] == report["acknowledged"] == report["logged"] == 300
    assert [report[key] for key in ("lost", "doubled", "out_of_order", "left_out", "unacknowledged")] == [0] * 5
    assert (report["source"], report["connections"], report["connected"]) == ("files", 50, 50)
    assert report["puback_ms"]["p99"] >= report["puback_ms"]["p50"] > 0
    assert report["log_ms"]["p50"] > 0
    assert "Nothing acknowledged is lost" in said
    assert list(csv.DictReader(rows.open()))[-1]["logged"] == "300"


def test_after_a_reconnect_storm_everything_is_logged_once(any_lab: Lab, tmp_path: Path) -> None:
    text = '[[phase]]\nfor = "2s"\n[[phase]]\nfor = "3s"\nleave = "goodbye"\n'
    _, report = fleet(running(any_lab), "--count", "50", "--rate", "5/s", "--scenario", scenario(tmp_path, text))
    assert report["connections"] == 100
    assert report["acknowledged"] == report["logged"] == report["sent"] > 0
    assert report["doubled"] == report["out_of_order"] == 0


def test_after_the_broker_was_killed_everything_is_logged_once(tmp_path: Path) -> None:
    lab = Lab(tmp_path, "amqtt")
    file = tmp_path / "report.json"
    try:
        running(lab)
        arguments = ("--count", "20", "--rate", "5/s", "--for", "6s", "--report", str(file))
        made = lab.service("devices", "fleet", "--session", "aula1", *arguments)
        wait_until(lambda: len(lines(lab)) > 100, what=made.text)
        lab.services["broker"].kill()
        lab.start_broker()
        assert made.process is not None
        assert made.process.wait(90) == 0, made.text()
    finally:
        lab.stop()
    report = json.loads(file.read_text())
    assert report["connections"] == 40
    assert report["acknowledged"] == report["logged"] == report["sent"] > 0
    assert report["doubled"] == report["out_of_order"] == 0


def lines(lab: Lab) -> list[bytes]:
    """What the session has in its files."""
    return [line for file in (lab.logs / "aula1").glob("chat_*.log") for line in file.read_bytes().splitlines()]


def test_devices_that_vanish_are_told_offline(any_lab: Lab, tmp_path: Path) -> None:
    text = '[[phase]]\nfor = "2s"\n[[phase]]\nfor = "3s"\nleave = "vanish"\nshare = 0.5\naway = "1s"\n'
    said, report = fleet(running(any_lab), "--count", "50", "--scenario", scenario(tmp_path, text))
    assert report["wills_due"] == report["wills_seen"] == 25
    assert report["connected"] == 50
    assert "25 of 25 devices that vanished were told offline" in said


def test_devices_are_spread_over_sessions(lab: Lab) -> None:
    _, report = fleet(running(lab), "--count", "9", "--sessions", "3", "--for", "2s")
    assert (report["sessions"], report["logged"]) == (3, report["sent"])
    assert sorted(path.name for path in lab.logs.glob("aula1-*")) == ["aula1-1", "aula1-2", "aula1-3"]


def test_at_qos_0_nothing_is_acknowledged_and_the_log_is_compared(lab: Lab) -> None:
    said, report = fleet(running(lab), "--count", "5", "--for", "2s", "--qos", "0")
    assert (report["acknowledged"], report["logged"]) == (0, 10)
    assert "QoS 0 has no acknowledgement" in said


def test_without_the_files_the_records_on_log_are_compared(lab: Lab, tmp_path: Path) -> None:
    running(lab)
    (tmp_path / "other").mkdir()
    said, report = fleet(lab, "--count", "5", "--for", "2s", "--logs", str(tmp_path / "other"))
    assert (report["source"], report["logged"], report["lost"]) == ("records", 10, 0)
    assert "the records on log/<session>" in said


def test_what_is_acknowledged_and_never_logged_is_lost(lab: Lab) -> None:
    """mosquitto acknowledges what it keeps for a bridge, and this bridge does not come back."""
    running(lab)
    lab.services["bridge"].kill()
    said, report = fleet(lab, "--count", "2", "--for", "1s", "--wait", "1s", expect=1)
    assert report["lost"] == report["acknowledged"] == 2
    assert "did not keep its promise" in said


def test_refusals_of_the_lab_are_told_and_are_not_lost(any_lab: Lab) -> None:
    any_lab.settings["LAB_MAX_PAYLOAD"] = "1000"
    said, report = fleet(running(any_lab), "--count", "5", "--for", "2s", "--size", "2000", expect=0)
    assert report["refused"] == {"too-large": 10}
    assert (report["acknowledged"], report["logged"], report["lost"]) == (10, 0, 0)
    assert "10 (too-large 10)" in said


def test_in_a_closed_lab_with_tls_each_device_has_its_account(tmp_path: Path) -> None:
    lab = Lab(tmp_path, "amqtt", {"LAB_TLS": "auto", "LAB_ACCESS": "on"})
    try:
        made = {role: add_device(lab.folder / "data", role) for role in ("d-1", "d-2", "d-3", "d-4")}
        (tmp_path / "passwords.json").write_text(json.dumps(made))
        running(lab)
        ca = str(lab.folder / "data" / "tls" / "ca.pem")
        where = ("--host", "localhost", "--ca", ca, "--passwords", str(tmp_path / "passwords.json"))
        _, report = fleet(lab, "--for", "2s", *where)
    finally:
        lab.stop()
    assert (report["devices"], report["logged"], report["source"]) == (3, 6, "files")
    assert report["log_ms"]["p50"] > 0  # the fourth account watches


def test_without_a_broker_it_says_so(lab: Lab) -> None:
    said, _ = fleet(lab, "--count", "5", "--for", "1s", expect=2)
    assert f"no connection to the broker at 127.0.0.1:{lab.mqtt_port}" in said


def test_ctrl_c_ends_the_run_with_its_report(lab: Lab) -> None:
    running(lab)
    lab.settings["LAB_LANG"] = "pt-BR"
    made = lab.service("devices", "fleet", "--session", "aula1", "--count", "10", "--for", "10m")
    wait_until(lambda: "conectados 10/10" in made.text(), seconds=30, what=made.text)
    assert made.stop(60) == 0
    assert "Nada confirmado se perdeu" in made.text()


def test_too_few_open_files_are_told(lab: Lab) -> None:
    lab.prefixes["devices"] = limited("-n 300")
    made = lab.service("devices", "fleet", "--session", "aula1", "--count", "500")
    assert made.process is not None
    assert made.process.wait(30) == 2
    assert "300" in made.text()


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_its_help_is_in_the_language_of_the_lab(lab: Lab, language: str) -> None:
    lab.settings["LAB_LANG"] = language
    made = lab.service("devices", "fleet", "--help")
    assert made.process is not None
    assert made.process.wait(30) == 0
    assert ("how many devices" if language == "en" else "quantos dispositivos") in made.text()
