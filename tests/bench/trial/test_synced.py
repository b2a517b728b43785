"""bench.trial.synced: a stop of the machine takes what was not synced, and the bridge has it all the same."""

import os
import sys
from pathlib import Path

from bench.trial.synced import lose_unsynced, noting
from chat.history import History
from chat.record import Record
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def write(path: Path, data: bytes, notes: int | None) -> None:
    """Append to a file; synced when there are `notes`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, data)
    if notes is not None:
        noting(os.fsync, notes)(descriptor)
    os.close(descriptor)


def test_what_was_synced_stays_and_the_rest_is_lost_torn_or_zero(tmp_path: Path) -> None:
    notes = os.open(tmp_path / "notes", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    files = [tmp_path / str(number) for number in range(4)]
    for path in files:
        write(path, b"synced", notes)
        write(path, b"lost", None)
    write(files[3], b"synced too", notes)
    assert lose_unsynced(tmp_path / "notes", files) == 10
    assert [path.read_bytes() for path in files] == [
        b"syncedlo",
        b"synced" + bytes(4),
        b"synced",
        b"syncedlostsynced too",
    ]


def test_what_the_broker_acknowledged_is_logged_after_a_stop_of_the_machine(tmp_path: Path) -> None:
    lab, notes = Lab(tmp_path, broker_kind="amqtt"), tmp_path / "notes"
    lab.prefixes["bridge"] = [sys.executable, "-m", "bench.trial.synced", str(notes)]
    sessions = [f"s{number}" for number in range(6)]
    try:
        lab.start_broker()
        bridge = lab.start_bridge()
        with probe(lab.mqtt_port) as participant:
            for number in range(60):
                participant.publish(f"chat/{sessions[number % 6]}/usuario", f"m{number}")
        bridge.kill()
        logs = sorted(lab.logs.glob("s*/chat_*.log"))
        assert lose_unsynced(notes, logs) > 0
        assert sum(path.read_bytes().count(b"\n") for path in logs) < 60
        again = lab.start_bridge()
        wait_until(lambda: "from the journal" in again.text(), what="the logs are restored")
        texts = [[Record.decode(one).text for one in History(lab.logs / name).all()] for name in sessions]
        assert texts == [[f"m{number}" for number in range(first, 60, 6)] for first in range(6)]
    finally:
        lab.stop()
