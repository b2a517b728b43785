"""`device` and `codes`, and the accounts of the demo devices."""

import io
import json
import sys
from pathlib import Path

import pytest

from chat.credentials import add_device, file_in, load, load_or_create, remove_device
from chat.secret import format_code, is_password
from chat.settings import Settings
from devices.kinds import DEMO
from launcher import accounts
from launcher.accounts import DEMO_ROLES, demo_accounts
from launcher.preflight import only_lab
from launcher.terminal import Terminal
from launcher.texts import Texts

ENGLISH = Texts(english=True)
NOT_RUNNING = ENGLISH("lab-not-running")


class Shell:
    """A closed lab's folder, and what its commands say there."""

    def __init__(self, data: Path, access: str = "on") -> None:
        self.settings = Settings(data=data, access=access)

    def device(self, *words: str, texts: Texts = ENGLISH, answer: str | None = None) -> tuple[int, str]:
        """`answer`: what a person types; None when nobody is there."""
        out, typed = io.StringIO(), None if answer is None else io.StringIO(answer)
        code = accounts.device(self.settings, words, terminal=Terminal(out, answers=typed), texts=texts)
        return code, out.getvalue()

    def codes(self, *words: str) -> tuple[int, str]:
        out = io.StringIO()
        return accounts.codes(self.settings, words, terminal=Terminal(out), texts=ENGLISH), out.getvalue()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty one."""
    return Shell(tmp_path)


def _password(said: str) -> str:
    return next(line.split()[1] for line in said.splitlines() if line.split()[:1] == ["password"])


def test_a_device_that_is_added_gets_a_password_that_opens(shell: Shell, tmp_path: Path) -> None:
    code, said = shell.device("add", "lamp", "--session", "aula1")
    entry = load(tmp_path).devices["lamp"]
    assert code == 0
    assert is_password(_password(said), entry.password)
    assert entry.sessions == ("aula1",)


def test_it_shows_lines_that_can_be_copied(shell: Shell) -> None:
    said = shell.device("add", "lamp", "--session", "aula1")[1]
    password = _password(said)
    assert f"mosquitto_pub -h 127.0.0.1 -p 1883 -u lamp -P {password} -q 1 -t chat/aula1/lamp -m Hi" in said
    assert f'client.username_pw_set("lamp", "{password}")' in said


def test_it_speaks_portuguese(shell: Shell) -> None:
    assert "senha" in shell.device("add", "lamp", texts=Texts())[1]


def test_a_lab_that_does_not_run_is_told_and_the_settings_count(shell: Shell) -> None:
    assert NOT_RUNNING in shell.device("add", "lamp")[1]


def test_a_lab_that_runs_is_where_it_says(shell: Shell, tmp_path: Path) -> None:
    with only_lab(tmp_path, Settings(host="192.0.2.7", web_port=8111, mqtts_port=8884, tls="auto", access="on")):
        added, codes = shell.device("add", "lamp", "--session", "aula1")[1], shell.codes()[1]
    assert "mosquitto_pub -h 192.0.2.7 -p 8884 --cafile ca.pem -u lamp" in added
    assert "https://192.0.2.7:8111/" in codes
    assert NOT_RUNNING not in added + codes


def test_where_the_parts_run_apart_nothing_is_said_about_a_lab_that_does_not_run(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.settings = Settings(data=tmp_path, access="on", mqtt_host="broker")
    assert NOT_RUNNING not in shell.device("add", "lamp")[1] + shell.codes()[1]


def test_the_codes_come_with_the_address_for_other_machines(shell: Shell, tmp_path: Path) -> None:
    with only_lab(tmp_path, Settings(host="192.0.2.7", web_port=8111)):
        said = [line.split()[:2] for line in shell.codes()[1].splitlines()]
    assert ["Network", "http://192.0.2.7:8111/"] in said


def test_a_new_password_for_an_account_is_refused_where_nobody_can_be_asked(shell: Shell, tmp_path: Path) -> None:
    shell.device("add", "lamp")
    before = load(tmp_path)
    code, said = shell.device("add", "esp32-1", "lamp")
    assert (code, load(tmp_path)) == (1, before)
    assert said.splitlines() == [ENGLISH("device-has-account", role="lamp"), ENGLISH("device-needs-yes")]


@pytest.mark.parametrize("words", [("add", "lamp", "--yes"), ("add", "--yes", "lamp")])
def test_a_script_confirms_with_yes(shell: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    shell.device("add", "lamp")
    code, said = shell.device(*words)
    assert code == 0
    assert is_password(_password(said), load(tmp_path).devices["lamp"].password)


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("Yes\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_a_person_is_asked_before_an_account_gets_a_new_password(
    shell: Shell, tmp_path: Path, answer: str, code: int
) -> None:
    shell.device("add", "lamp")
    before = load(tmp_path)
    assert shell.device("add", "lamp", answer=answer)[0] == code
    assert (load(tmp_path) == before) == bool(code)


def test_in_portuguese_sim_goes_on(shell: Shell) -> None:
    shell.device("add", "lamp")
    assert shell.device("add", "lamp", texts=Texts(), answer="sim\n")[0] == 0


def test_a_role_named_twice_gets_one_account(shell: Shell) -> None:
    assert shell.device("add", "lamp", "lamp")[1].count("password  ") == 1


def test_the_list_has_roles_and_sessions_and_no_password(shell: Shell, tmp_path: Path) -> None:
    shell.device("add", "tv")
    shell.device("add", "lamp", "--session", "aula1")
    said = shell.device("list")[1]
    assert [line.split() for line in said.splitlines()] == [["lamp", "aula1"], ["tv", "all", "sessions"]]
    assert not any(entry.password in said for entry in load(tmp_path).devices.values())


def test_without_devices_the_list_says_so(shell: Shell) -> None:
    assert shell.device("list") == (0, "No device has an account.\n")


def test_a_device_is_removed_once(shell: Shell, tmp_path: Path) -> None:
    shell.device("add", "lamp")
    assert shell.device("remove", "lamp")[0] == 0
    assert shell.device("remove", "lamp") == (1, "lamp has no account.\n")
    assert load(tmp_path).devices == {}


@pytest.mark.parametrize("words", [("add", "lab"), ("add", "a.b"), ("add", "lamp", "--session", "Aula 1")])
def test_a_bad_name_is_told_and_changes_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    code, said = shell.device(*words)
    assert (code, len(said.splitlines())) == (1, 1)
    assert not file_in(shell.settings.data).exists()


def test_a_damaged_file_is_one_line_that_names_it(shell: Shell) -> None:
    file_in(shell.settings.data).write_text("{")
    code, said = shell.device("list")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "access.json" in said


def test_the_codes_are_shown_with_the_page(shell: Shell, tmp_path: Path) -> None:
    code, said = shell.codes()
    known = load(tmp_path)
    assert code == 0
    assert [line.split() for line in said.splitlines()] == [
        ["Class", format_code(known.class_code)],
        ["Teacher", format_code(known.teacher_code)],
        ["Page", "http://127.0.0.1:8000/"],
        NOT_RUNNING.split(),
    ]


def test_codes_stay_until_new_ones_are_asked_for(shell: Shell) -> None:
    first = shell.codes()
    assert shell.codes() == first
    assert shell.codes("--new") != first


def test_an_open_lab_is_told_that_nobody_asks(tmp_path: Path) -> None:
    assert "LAB_HOST=0.0.0.0" in Shell(tmp_path, access="auto").codes()[1]


def test_the_demo_of_the_launcher_is_the_demo_of_the_devices() -> None:
    assert tuple(kind.default_role for kind in DEMO) == DEMO_ROLES


def test_the_demo_devices_get_accounts_for_their_session_alone(tmp_path: Path) -> None:
    file, roles = demo_accounts(tmp_path)
    passwords, known = json.loads(file.read_text()), load(tmp_path).devices
    assert tuple(roles) == tuple(passwords) == DEMO_ROLES
    assert all(is_password(passwords[role], known[role].password) for role in DEMO_ROLES)
    assert {entry.sessions for entry in known.values()} == {("demo",)}


def test_only_the_owner_may_read_the_demo_s_passwords(tmp_path: Path) -> None:
    file, _ = demo_accounts(tmp_path)
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600


def test_the_demo_keeps_its_passwords(tmp_path: Path) -> None:
    file, _ = demo_accounts(tmp_path)
    before = file.read_text(), load(tmp_path)
    demo_accounts(tmp_path)
    assert (file.read_text(), load(tmp_path)) == before


def test_the_demo_leaves_a_role_to_the_device_that_has_it(tmp_path: Path) -> None:
    password = add_device(tmp_path, "lamp")
    file, roles = demo_accounts(tmp_path)
    assert roles == ["sensor-1", "echo"]
    assert "lamp" not in json.loads(file.read_text())
    assert is_password(password, load(tmp_path).devices["lamp"].password)


def test_a_demo_device_that_was_removed_gets_a_new_password(tmp_path: Path) -> None:
    demo_accounts(tmp_path)
    remove_device(tmp_path, "lamp")
    file, roles = demo_accounts(tmp_path)
    assert "lamp" in roles
    assert is_password(json.loads(file.read_text())["lamp"], load(tmp_path).devices["lamp"].password)


def test_an_account_is_made_after_its_password_is_kept(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        accounts.provide_passwords(tmp_path, ("lamp",), (), tmp_path / "nowhere" / "p.json")
    assert load(tmp_path).devices == {}


def test_passwords_may_go_to_a_file_instead_of_the_terminal(shell: Shell, tmp_path: Path) -> None:
    code, said = shell.device("add", "lamp", "tv", "--session", "demo", "--to", str(tmp_path / "p.json"))
    passwords = json.loads((tmp_path / "p.json").read_text())
    assert (code, set(passwords)) == (0, {"lamp", "tv"})
    assert not any(password in said for password in passwords.values())
