"""The command line of a fleet."""

import json
from pathlib import Path

import pytest

from devices.connection import Broker
from devices.fleet import options
from devices.fleet.texts import Texts

SESSION = ("--session", "aula1")


def parse(*arguments: str, **settings: str) -> options.Options:
    return options.parse(arguments, settings, Texts("en"))


def test_a_hundred_devices_send_once_a_second_for_a_minute_unless_told_otherwise() -> None:
    chosen = parse(*SESSION)
    assert (len(chosen.roles), chosen.qos, chosen.size) == (100, 1, 100)
    assert [(phase.seconds, phase.rate) for phase in chosen.scenario.phases] == [(1.0, 0.0), (60.0, 1.0)]


def test_the_roles_are_numbered_and_the_watcher_has_the_number_zero() -> None:
    chosen = parse(*SESSION, "--count", "3", "--role", "board")
    assert (chosen.roles, chosen.watcher) == (("board-1", "board-2", "board-3"), "board-0")


def test_the_devices_are_spread_over_sessions() -> None:
    assert parse(*SESSION).sessions == ("aula1",)
    assert parse(*SESSION, "--sessions", "3").sessions == ("aula1-1", "aula1-2", "aula1-3")


def test_rate_time_and_ramp_are_as_people_write_them() -> None:
    connecting, steady = parse(*SESSION, "--rate", "30/min", "--for", "5m", "--ramp", "30s").scenario.phases
    assert (connecting.seconds, steady.seconds, steady.rate) == (30, 300, 0.5)


def test_a_crowd_connects_a_hundred_a_second() -> None:
    assert parse(*SESSION, "--count", "2000").scenario.phases[0].ramp == 20


def test_a_scenario_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('about = "x"\n[[phase]]\nfor = "9s"')
    chosen = parse(*SESSION, "--scenario", str(tmp_path / "x.toml"), "--rate", "2/s", "--count", "200")
    assert (chosen.scenario.said("en"), chosen.scenario.phases[0].rate, chosen.scenario.phases[0].ramp) == (
        "x",
        2.0,
        2.0,
    )


def test_the_logs_are_the_labs_when_the_broker_is_on_this_machine() -> None:
    assert parse(*SESSION).logs == Path("logs")
    assert parse(*SESSION, LAB_LOGS="/x/logs").logs == Path("/x/logs")
    assert parse(*SESSION, "--host", "10.0.0.5").logs is None


def test_a_folder_that_is_named_holds_the_logs_of_any_broker(tmp_path: Path) -> None:
    assert parse(*SESSION, "--host", "10.0.0.5", "--logs", str(tmp_path)).logs == tmp_path


def passwords(folder: Path, *roles: str) -> str:
    file = folder / "passwords.json"
    file.write_text(json.dumps({role: f"secret-{role}" for role in roles}))
    return str(file)


def test_the_roles_of_a_file_of_passwords_are_the_devices_and_the_last_watches(tmp_path: Path) -> None:
    chosen = parse(*SESSION, "--passwords", passwords(tmp_path, "ana", "lamp", "beto"))
    assert (chosen.roles, chosen.watcher) == (("ana", "lamp"), "beto")
    assert chosen.broker_for("lamp") == Broker("127.0.0.1", 1883, "lamp", "secret-lamp")


def test_of_a_file_of_passwords_only_roles_with_the_prefix_are_taken(tmp_path: Path) -> None:
    file = passwords(tmp_path, "ana", "d-1", "d-2", "d-3")
    assert parse(*SESSION, "--passwords", file, "--role", "d-").roles == ("d-1", "d-2")


def test_without_an_account_that_is_left_over_nobody_watches(tmp_path: Path) -> None:
    chosen = parse(*SESSION, "--passwords", passwords(tmp_path, "d-1", "d-2"), "--count", "2")
    assert (chosen.roles, chosen.watcher) == (("d-1", "d-2"), "")


def test_a_password_alone_goes_with_each_role() -> None:
    assert parse(*SESSION, LAB_MQTT_PASSWORD="x").broker_for("device-7").username == "device-7"


def test_options_shown_as_text_hold_no_password(tmp_path: Path) -> None:
    assert "secret-" not in repr(parse(*SESSION, "--passwords", passwords(tmp_path, "d-1", "d-2")))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--session is needed"),
        (("--session", "Aula 1"), "session 'Aula 1'"),
        ((*SESSION, "--role", "a b"), "role 'a b-0'"),
        ((*SESSION, "--count", "0"), "--count: '0'"),
        ((*SESSION, "--count", "many"), "--count: 'many'"),
        ((*SESSION, "--rate", "fast"), "--rate: 'fast' is no rate"),
        ((*SESSION, "--for", "0"), '"for" is needed'),
        ((*SESSION, "--for", "soon"), "--for: 'soon' is no time"),
        ((*SESSION, "--qos", "3"), "--qos: '3'"),
        ((*SESSION, "--size", "10"), "--size: '10'"),
        ((*SESSION, "--scenario", "none.toml"), "none.toml: No such file"),
        ((*SESSION, "--scenario", "x.toml", "--for", "1m"), "--for does not go with --scenario"),
        ((*SESSION, "--logs", "nowhere"), "--logs nowhere: there is no such folder"),
        ((*SESSION, "--csv", "no/where.csv"), "no/where.csv can't be written"),
        ((*SESSION, "--port", "x"), "a TCP port is a whole number"),
    ],
)
def test_what_is_wrong_is_told_and_ends_with_code_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*arguments)
    assert told in capsys.readouterr().err


def test_what_is_wrong_in_a_scenario_is_told_with_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.toml").write_text('[[phase]]\nfor = "9s"\nburst = 0')
    with pytest.raises(SystemExit, match="2"):
        parse(*SESSION, "--scenario", str(tmp_path / "x.toml"))
    assert "x.toml: [[phase]] 1: " in capsys.readouterr().err


def test_more_devices_than_passwords_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*SESSION, "--passwords", passwords(tmp_path, "d-1"), "--count", "5")
    assert "5 devices need a password each; the file has 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "falta --session"),
        ((*SESSION, "--rate", "x"), "não é um ritmo"),
        ((*SESSION, "--port", "x"), "uma porta TCP é"),
        (("--session", "Aula 1"), "sessão 'Aula 1'"),
        ((*SESSION, "--fast"), "--fast: não há esta opção"),
    ],
)
def test_errors_are_told_in_portuguese(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        options.parse(arguments, {}, Texts("pt-BR"))
    assert told in capsys.readouterr().err


def test_a_language_that_there_is_not_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(*SESSION, LAB_LANG="fr")
    assert "LAB_LANG='fr'" in capsys.readouterr().err
