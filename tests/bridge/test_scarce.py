"""The bridge as a process that gets too little from its system: a full disk, few open files."""

from pathlib import Path

from chat.history import History
from chat.record import Record
from tests.support.mqtt import probe
from tests.support.services import Lab, forget_state, limited
from tests.support.waiting import wait_until


def events(lab: Lab, session: str) -> list[str]:
    return [Record.decode(line).event for line in History(lab.logs / session).all()]


def test_a_stop_while_the_disk_is_full_is_no_clean_end(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    try:
        broker = lab.start_broker()
        lab.prefixes["bridge"] = limited("-f 8")  # no file may be larger than 8 blocks of 512 or 1024 bytes
        bridge = lab.start_bridge()
        with probe(lab.mqtt_port) as participant:
            for n in range(30):
                participant.connection.publish("chat/aula1/usuario", f"{n} {'x' * 1000}", qos=1)
            wait_until(lambda: "the log can't be written" in bridge.text())
        assert bridge.stop() == 0
        broker.kill()
        forget_state(lab)
        del lab.prefixes["bridge"]
        lab.start_broker()
        again = lab.start_bridge()
        wait_until(lambda: again.text().count("bridge: ready") == 2, what="the second bridge is ready")
        with probe(lab.mqtt_port) as participant:
            participant.publish("chat/aula1/usuario", "after")
        wait_until(lambda: "gap" in events(lab, "aula1"), what="a gap record")
    finally:
        lab.stop()


def test_more_sessions_than_files_may_be_open_are_all_logged(tmp_path: Path) -> None:
    lab = Lab(tmp_path, settings={"LAB_NEW_SESSIONS": "1000", "LAB_NEW_SESSIONS_PER_ROLE": "1000"})
    try:
        lab.start_broker()
        lab.prefixes["bridge"] = limited("-n 64")
        bridge = lab.start_bridge()
        with probe(lab.mqtt_port) as participant:
            for n in range(80):
                participant.publish(f"chat/s{n}/usuario", "a")
            assert participant.connection.is_connected
        wait_until(lambda: all(events(lab, f"s{n}") for n in range(80)), seconds=30, what=bridge.text)
        assert bridge.process is not None
        assert bridge.process.poll() is None
    finally:
        lab.stop()
