"""chat.credentials: one file, made once, private, whole at every moment."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from chat.access import FAULT_SENDERS, SERVICES, WEB
from chat.credentials import (
    CredentialsFile,
    add_device,
    add_devices,
    fault_sender_logins,
    file_in,
    load,
    load_or_create,
    new_codes,
    remove_device,
    remove_devices,
    service_login,
)
from chat.errors import LabError, SettingsError, TopicError
from chat.record import utc_text
from chat.role_use import RoleInUseError
from chat.secret import is_password
from chat.settings import Settings
from tests.support.services import ROOT


def test_what_was_made_once_stays(tmp_path: Path) -> None:
    assert load_or_create(tmp_path) == load_or_create(tmp_path) == load(tmp_path)


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    add_device(tmp_path, "lamp")
    assert sys.platform == "win32" or file_in(tmp_path).stat().st_mode & 0o777 == 0o600


def test_the_folder_is_made_with_it(tmp_path: Path) -> None:
    load_or_create(tmp_path / "a" / "b")
    assert file_in(tmp_path / "a" / "b").is_file()


def test_processes_that_start_at_once_get_the_same(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from chat.credentials import load_or_create as get;"
    program += "print(get(Path(sys.argv[1])).class_code)"
    command = [sys.executable, "-c", program, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    codes = [process.communicate(timeout=30)[0].strip() for process in started]
    assert codes == [load(tmp_path).class_code] * 3


def test_processes_that_add_devices_at_once_lose_none(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from chat.credentials import add_device;"
    program += "[add_device(Path(sys.argv[1]), sys.argv[2] + str(n)) for n in range(10)]"
    names = ("a", "b")
    started = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], cwd=ROOT) for name in names]
    assert [process.wait(timeout=30) for process in started] == [0, 0]
    assert set(load(tmp_path).devices) == {f"{name}{n}" for name in names for n in range(10)}


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    seen: set[int] = set()

    def write() -> None:
        for number in range(30):
            add_device(tmp_path, f"d{number}")

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        seen.add(len(load(tmp_path).devices))
    assert len(seen) > 2, "too few readings between the changes"
    assert len(load(tmp_path).devices) == 30


def test_a_device_is_known_by_the_password_that_was_told_once(tmp_path: Path) -> None:
    password = add_device(tmp_path, "lamp", ("aula1",))
    device = load(tmp_path).devices["lamp"]
    assert is_password(password, device.password)
    assert device.sessions == ("aula1",)
    assert password not in file_in(tmp_path).read_text()


def test_a_device_that_is_added_again_gets_a_new_password(tmp_path: Path) -> None:
    old = add_device(tmp_path, "lamp")
    add_device(tmp_path, "lamp")
    assert not is_password(old, load(tmp_path).devices["lamp"].password)


def test_an_account_says_since_when_it_has_its_password(tmp_path: Path) -> None:
    before = utc_text(time.time())
    add_device(tmp_path, "lamp")
    assert before <= load(tmp_path).devices["lamp"].since <= utc_text(time.time())


def test_an_account_of_an_earlier_version_does_not_say_since_when(tmp_path: Path) -> None:
    add_device(tmp_path, "lamp")
    document = json.loads(file_in(tmp_path).read_text())
    del document["devices"]["lamp"]["since"]
    file_in(tmp_path).write_text(json.dumps(document))
    assert load(tmp_path).devices["lamp"].since == ""


def test_many_devices_are_added_in_one_step(tmp_path: Path) -> None:
    roles = [f"esp32-{number}" for number in range(1, 41)]
    passwords = add_devices(tmp_path, roles, ("aula1",), present={})
    known = load(tmp_path).devices
    assert list(passwords) == roles
    assert all(is_password(password, known[role].password) for role, password in passwords.items())
    assert len(set(passwords.values())) == 40


def test_a_role_in_use_is_added_only_when_that_is_confirmed(tmp_path: Path) -> None:
    old = add_device(tmp_path, "lamp")
    with pytest.raises(RoleInUseError) as error:
        add_devices(tmp_path, ["esp32-1", "lamp", "maria"], present={"maria": ["aula1"]})
    assert [use.role for use in error.value.uses] == ["lamp", "maria"]
    assert set(load(tmp_path).devices) == {"lamp"}
    made = add_devices(tmp_path, ["lamp"], present={}, confirmed=True)
    assert not is_password(old, load(tmp_path).devices["lamp"].password)
    assert is_password(made["lamp"], load(tmp_path).devices["lamp"].password)


def test_accounts_are_bounded_and_those_that_are_there_can_be_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.credentials.MAX_DEVICES", 2)
    add_devices(tmp_path, ["a", "b"], present={})
    with pytest.raises(LabError, match="too-many-accounts"):
        add_devices(tmp_path, ["c"], present={})
    assert list(add_devices(tmp_path, ["a"], present={}, confirmed=True)) == ["a"]


def test_many_devices_are_removed_in_one_step(tmp_path: Path) -> None:
    add_devices(tmp_path, ["a", "b", "c"], present={})
    assert remove_devices(tmp_path, ["c", "a", "nobody", "a"]) == ["c", "a"]
    assert set(load(tmp_path).devices) == {"b"}


def test_a_removed_device_has_no_account(tmp_path: Path) -> None:
    add_device(tmp_path, "lamp")
    assert remove_device(tmp_path, "lamp")
    assert set(load(tmp_path).accounts()) == set(SERVICES)


def test_removing_what_is_not_there_says_so(tmp_path: Path) -> None:
    assert not remove_device(tmp_path, "lamp")


@pytest.mark.parametrize(("role", "sessions"), [("lab", ()), ("lab.web", ()), ("lamp", ("Aula 1",))])
def test_a_device_has_a_role_and_sessions_that_the_lab_knows(
    tmp_path: Path, role: str, sessions: tuple[str, ...]
) -> None:
    with pytest.raises(TopicError):
        add_device(tmp_path, role, sessions)


def test_new_codes_leave_the_devices_alone(tmp_path: Path) -> None:
    add_device(tmp_path, "lamp")
    before, after = load(tmp_path), new_codes(tmp_path)
    assert before.class_code != after.class_code
    assert before.teacher_code != after.teacher_code
    assert (before.devices, before.services, before.secret_key) == (after.devices, after.services, after.secret_key)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"class_code": 1}', "\udcff"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    file_in(tmp_path).write_text(text, errors="surrogateescape")
    with pytest.raises(SettingsError, match=r"access\.json"):
        load(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_an_error_that_names_it(tmp_path: Path, encoding: str) -> None:
    file_in(tmp_path).write_bytes('{"devices": "ção"}'.encode(encoding))
    with pytest.raises(SettingsError, match=r"access\.json is damaged"):
        load(tmp_path)


def test_a_damaged_file_is_not_replaced(tmp_path: Path) -> None:
    file_in(tmp_path).write_text("{")
    with pytest.raises(SettingsError):
        load_or_create(tmp_path)
    assert file_in(tmp_path).read_text() == "{"


def test_the_error_of_a_damaged_file_tells_no_secret(tmp_path: Path) -> None:
    document = json.loads(file_in(tmp_path).read_text()) if load_or_create(tmp_path) else {}
    document["devices"] = {"lamp": {"password": "not-a-hash-but-secret"}}
    file_in(tmp_path).write_text(json.dumps(document))
    with pytest.raises(SettingsError) as error:
        load(tmp_path)
    assert "secret" not in error.value.detail.replace(str(tmp_path), "")


def test_shown_as_text_credentials_hold_no_password(tmp_path: Path) -> None:
    made = load_or_create(tmp_path)
    assert made.secret_key not in repr(made)
    assert made.services[WEB] not in repr(made)


def test_a_change_is_seen_at_the_next_look(tmp_path: Path) -> None:
    file = CredentialsFile(tmp_path)
    add_device(tmp_path, "lamp")
    assert "lamp" in file.current().devices


def test_a_file_that_was_damaged_meanwhile_changes_nothing(tmp_path: Path) -> None:
    file = CredentialsFile(tmp_path)
    before = file.current()
    file_in(tmp_path).write_text("{")
    assert file.current() == before


def test_a_service_of_a_closed_lab_has_an_account_of_its_own(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, access="on")
    assert service_login(settings, WEB) == (WEB, load(tmp_path).services[WEB])


def test_on_loopback_a_service_is_anonymous_and_no_file_is_made(tmp_path: Path) -> None:
    assert service_login(Settings(data=tmp_path), WEB) == ("", "")
    assert not file_in(tmp_path).exists()


def test_at_another_broker_a_service_is_whom_the_settings_name(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, access="on", broker="external", mqtt_host="broker", mqtt_username="u", mqtt_password="p"
    )
    assert service_login(settings, WEB) == ("u", "p")


def test_the_fault_labs_own_clients_get_accounts_when_they_are_asked_for(tmp_path: Path) -> None:
    settings = Settings.from_mapping({"LAB_DATA": str(tmp_path), "LAB_ACCESS": "on"})
    load_or_create(tmp_path)
    assert set(load(tmp_path).accounts()).isdisjoint(FAULT_SENDERS)
    logins = fault_sender_logins(settings)
    assert [name for name, _ in logins] == list(FAULT_SENDERS)
    assert fault_sender_logins(settings) == logins
    account = load(tmp_path).accounts()[FAULT_SENDERS[0]]
    assert account.may_publish("chat/aula1/ana")
    assert not account.may_subscribe("chat/aula1/ana")


def test_in_an_open_lab_the_fault_labs_own_clients_are_anonymous(tmp_path: Path) -> None:
    settings = Settings.from_mapping({"LAB_DATA": str(tmp_path)})
    assert set(fault_sender_logins(settings)) == {("", "")}
