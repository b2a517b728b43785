"""mosquitto's configuration, and that mosquitto keeps it."""

import socket
import stat
import subprocess
from pathlib import Path

import psutil
import pytest

from broker.address import Address, answers
from broker.limits import MAX_QUEUED_BYTES
from broker.mosquitto import password_line, prepare
from broker.mosquitto_access import AccessFiles
from broker.mosquitto_conf import MosquittoConf
from chat.access import WEB
from chat.credentials import CredentialsFile, load
from chat.errors import SettingsError
from chat.settings import Settings
from tests.broker.wire import Wire
from tests.support.services import Lab
from tests.support.waiting import wait_until

ADDRESS = Address("127.0.0.1", 1883, 9001, "127.0.0.1")


def test_only_its_owner_reads_the_configuration(tmp_path: Path) -> None:
    made = prepare(Settings(data=tmp_path), ADDRESS)
    assert made == tmp_path / "broker" / "mosquitto.conf"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_the_password_is_in_no_file_as_it_is(tmp_path: Path) -> None:
    prepare(Settings(data=tmp_path, mqtt_username="lab", mqtt_password="a-secret"), ADDRESS)
    assert all(b"a-secret" not in path.read_bytes() for path in (tmp_path / "broker").iterdir())


def test_without_a_user_name_no_old_password_file_stays(tmp_path: Path) -> None:
    prepare(Settings(data=tmp_path, mqtt_username="lab", mqtt_password="a-secret"), ADDRESS)
    made = prepare(Settings(data=tmp_path), ADDRESS)
    assert [path.name for path in made.parent.iterdir()] == ["mosquitto.conf"]


def test_a_user_name_with_a_colon_is_refused() -> None:
    with pytest.raises(SettingsError, match="LAB_MQTT_USERNAME"):
        password_line("a:b", "secret")


def test_a_data_folder_can_t_add_lines_to_the_configuration() -> None:
    with pytest.raises(SettingsError, match="LAB_DATA"):
        MosquittoConf(
            host="127.0.0.1", port=1, ws_port=2, plain_host="127.0.0.1", state="/tmp/a\nallow_anonymous true/"
        )


@pytest.mark.parametrize(("save", "line"), [("interval", "false"), ("always", "true")])
def test_the_setting_says_whether_each_change_is_saved(save: str, line: str, tmp_path: Path) -> None:
    text = prepare(Settings(data=tmp_path, mosquitto_save=save), ADDRESS).read_text()
    assert f"\nautosave_on_changes {line}\n" in text


@pytest.mark.parametrize(("access", "expires"), [("off", True), ("on", False)])
def test_sessions_expire_in_an_open_lab_alone(access: str, expires: bool, tmp_path: Path) -> None:
    files = AccessFiles(CredentialsFile(tmp_path), tmp_path) if access == "on" else None
    (tmp_path / "broker").mkdir()
    text = prepare(Settings(data=tmp_path), ADDRESS, files).read_text()
    assert ("\npersistent_client_expiration 7d\n" in text) == expires


def test_a_data_folder_with_a_space_works(lab: Lab, tmp_path: Path) -> None:
    lab.settings["LAB_DATA"] = str(tmp_path / "my lab")
    service = lab.start_broker()
    with Wire(lab.mqtt_port) as wire:
        wire.connect("bridge", clean=False)
    service.stop()
    assert (tmp_path / "my lab" / "broker" / "mosquitto.db").is_file()


def test_no_child_of_ours_stays_beside_mosquitto(lab: Lab) -> None:
    service = lab.start_broker()
    assert service.process is not None
    children = subprocess.run(["ps", "--ppid", str(service.process.pid)], capture_output=True, text=True, check=False)
    assert children.stdout.count("\n") == 1


def test_who_accepts_connections_may_not_answer_yet(lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not answers(*silent.getsockname())
    lab.start_broker()
    assert answers("127.0.0.1", lab.mqtt_port)


def test_in_a_closed_lab_one_child_keeps_the_files_and_ends_with_mosquitto(lab: Lab) -> None:
    lab.settings["LAB_ACCESS"] = "on"
    service = lab.start_broker()
    assert service.process is not None
    command = ["ps", "--ppid", str(service.process.pid), "-o", "pid="]
    children = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    assert len(children) == 1
    service.kill()
    wait_until(lambda: not psutil.pid_exists(int(children[0])), what="the child ends")


def test_a_closed_lab_keeps_its_state_apart_from_an_open_one_s(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, access="on")
    files = AccessFiles(CredentialsFile(tmp_path), tmp_path / "broker")
    made = [prepare(Settings(data=tmp_path), ADDRESS).read_text(), prepare(settings, ADDRESS, files).read_text()]
    places = [line for text in made for line in text.splitlines() if line.startswith("persistence_location")]
    assert places == [f"persistence_location {tmp_path}/broker/", f"persistence_location {tmp_path}/broker/closed/"]


def test_what_was_said_while_the_lab_was_closed_does_not_come_again_once_it_is_open(lab: Lab) -> None:
    service = lab.start_broker()
    leave_a_session(lab)
    service.stop()
    lab.settings["LAB_ACCESS"] = "on"
    service = lab.start_broker()
    with Wire(lab.mqtt_port) as web:
        web.connect("any", user=WEB, password=load(lab.folder / "data").services[WEB])
        web.publish("chat/aula1/usuario", b"logged by the bridge of the closed lab")
    service.stop()
    lab.settings["LAB_ACCESS"] = "auto"
    lab.start_broker()
    with Wire(lab.mqtt_port) as bridge:
        assert bridge.connect("bridge", clean=False).body == b"\x01\x00"
        assert bridge.is_quiet()


def test_a_closed_lab_is_closed_on_both_listeners(tmp_path: Path) -> None:
    files = AccessFiles(CredentialsFile(tmp_path), tmp_path / "broker")
    text = prepare(Settings(data=tmp_path, access="on"), ADDRESS, files).read_text()
    assert text.count("\nuse_username_as_clientid true\n") == 2
    assert "\nallow_anonymous false\n" in text


def test_no_password_of_a_service_is_in_mosquitto_s_files(tmp_path: Path) -> None:
    files = AccessFiles(CredentialsFile(tmp_path), tmp_path / "broker")
    folder = prepare(Settings(data=tmp_path, access="on"), ADDRESS, files).parent
    text = "".join(path.read_text() for path in folder.iterdir() if path.is_file())
    assert not [name for name, password in load(tmp_path).services.items() if password in text]


def leave_a_session(lab: Lab) -> None:
    """A bridge that subscribed with a persistent session, and went away."""
    with Wire(lab.mqtt_port) as bridge:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")


def waiting_for_the_bridge(lab: Lab) -> list[bytes]:
    """What the bridge's session holds when the bridge comes back to it, until nothing more comes."""
    with Wire(lab.mqtt_port) as bridge:
        assert bridge.connect("bridge", clean=False).body == b"\x01\x00"
        return [packet.payload for packet in bridge.pending()]


def test_a_message_is_in_the_state_on_the_disk_within_seconds(lab: Lab) -> None:
    lab.start_broker()
    leave_a_session(lab)
    with Wire(lab.mqtt_port) as participant:
        participant.connect("participant")
        participant.publish("chat/aula1/usuario", b"to be saved")
    lab.wait_saved(b"to be saved", seconds=6)


def test_sigkill_loses_nothing_that_was_saved(lab: Lab) -> None:
    sent = [b"message %d" % number for number in range(300)]
    service = lab.start_broker()
    leave_a_session(lab)
    with Wire(lab.mqtt_port) as participant:
        participant.connect("participant")
        participant.publish_many("chat/aula1/usuario", [*sent, b"the end"])
        lab.wait_saved(b"the end")
        service.kill()
    lab.start_broker()
    assert waiting_for_the_bridge(lab) == [*sent, b"the end"]


def test_the_console_says_that_messages_for_a_session_that_is_away_are_dropped(lab: Lab) -> None:
    service = lab.start_broker()
    leave_a_session(lab)
    with Wire(lab.mqtt_port) as participant:
        participant.connect("participant")
        for _ in range(MAX_QUEUED_BYTES // 1_000_000 + 2):
            participant.publish("chat/aula1/usuario", bytes(1_000_000))
    wait_until(lambda: "messages are being dropped for client bridge" in service.text(), what=service.text())


def test_with_always_sigkill_loses_nothing_that_was_acknowledged_a_round_trip_ago(lab: Lab) -> None:
    """mosquitto saves after the round of its loop in which it acknowledges: what that round took may be lost."""
    lab.settings["LAB_MOSQUITTO_SAVE"] = "always"
    sent = [b"message %d" % number for number in range(300)]
    service = lab.start_broker()
    leave_a_session(lab)
    with Wire(lab.mqtt_port) as participant:
        participant.connect("participant")
        for payload in sent:
            participant.publish("chat/aula1/usuario", payload)
        participant.ping()
        service.kill()
    lab.start_broker()
    assert waiting_for_the_bridge(lab) == sent


def test_with_always_after_sigkill_what_was_not_acknowledged_comes_again_with_dup_and_its_packet_ids(lab: Lab) -> None:
    lab.settings["LAB_MOSQUITTO_SAVE"] = "always"
    service = lab.start_broker()
    with Wire(lab.mqtt_port) as bridge, Wire(lab.mqtt_port) as participant:
        bridge.connect("bridge", clean=False)
        bridge.subscribe("chat/+/+")
        participant.connect("participant")
        participant.publish_many("chat/aula1/usuario", [b"%d" % number for number in range(20)])
        bridge.receive(5)
        before = bridge.receive(15, ack=False)
        assert bridge.is_quiet()
        service.kill()
    lab.start_broker()
    with Wire(lab.mqtt_port) as bridge:
        bridge.connect("bridge", clean=False)
        again = bridge.receive(15)
    assert [(packet.mid, packet.payload) for packet in again] == [(packet.mid, packet.payload) for packet in before]
    assert all(packet.dup for packet in again)
