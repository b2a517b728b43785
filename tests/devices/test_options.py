"""The command line and the settings."""

import re
from pathlib import Path

import pytest

from chat.settings import Settings
from devices import options, texts
from devices.connection import Broker
from devices.device import Choices
from devices.kinds import KINDS
from devices.texts import text
from tls.files import identity

SENSOR = ("sensor", "--session", "aula1")


def _parse(*arguments: str, **settings: str) -> options.Options:
    parsed = options.parse(arguments, settings)
    assert parsed is not None
    return parsed


def test_without_settings_it_is_the_broker_of_this_machine() -> None:
    assert _parse(*SENSOR).broker == Broker("127.0.0.1", 1883)


def test_the_settings_of_the_lab_are_taken() -> None:
    parsed = _parse(
        *SENSOR, LAB_MQTT_HOST="10.0.0.5", LAB_MQTT_PORT="1900", LAB_MQTT_USERNAME="ana", LAB_MQTT_PASSWORD="s"
    )
    assert parsed.broker == Broker("10.0.0.5", 1900, "ana", "s")


@pytest.mark.parametrize(
    ("listens_on", "connects_to"), [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("192.168.0.7", "192.168.0.7")]
)
def test_without_a_broker_host_it_is_where_the_lab_listens(listens_on: str, connects_to: str) -> None:
    assert _parse(*SENSOR, LAB_HOST=listens_on).broker.host == connects_to


def test_the_command_line_wins_over_the_settings() -> None:
    parsed = _parse(*SENSOR, "--host", "b", "--port", "9", "--username", "u", LAB_MQTT_HOST="a", LAB_MQTT_PORT="1")
    assert (parsed.broker.host, parsed.broker.port, parsed.broker.username) == ("b", 9, "u")


@pytest.mark.parametrize(("setting", "language"), [("pt-BR", "pt-BR"), ("en", "en"), ("auto", "pt-BR"), ("", "pt-BR")])
def test_the_language_is_the_labs(setting: str, language: str) -> None:
    assert _parse(*SENSOR, LAB_LANG=setting).language == language


@pytest.mark.parametrize(
    ("language", "told"), [("en", "--session is needed"), ("pt-BR", "falta --session"), ("fr", "LAB_LANG='fr': é um")]
)
def test_what_is_wrong_is_told_in_the_language_of_the_lab(
    capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    with pytest.raises(SystemExit):
        options.parse(("sensor",), {"LAB_LANG": language})
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_help_and_list_are_in_the_language_of_the_lab(capsys: pytest.CaptureFixture[str], language: str) -> None:
    with pytest.raises(SystemExit):
        options.parse(("--help",), {"LAB_LANG": language})
    shown = capsys.readouterr().out
    assert text(language, "help-session") in shown
    assert all(kind.help[language] in options.listing(language) for kind in KINDS.values())


def test_every_text_has_both_languages_with_the_same_values() -> None:
    names = [[set(re.findall(r"{(\w+)", one)) for one in both] for both in texts._TEXTS.values()]
    assert [both for both in names if both[0] != both[1]] == []
    assert all(all(both) for both in texts._TEXTS.values())


def test_what_a_kind_takes_is_chosen() -> None:
    parsed = _parse("player", "--session", "a", "--file", "x.csv", "--speed", "2,5", "--loop", "--source", "s1")
    assert parsed.choices == Choices(file=Path("x.csv"), speed=2.5, loop=True, source="s1")
    assert _parse(*SENSOR).choices == Choices()
    assert _parse("demo", "--every", "2").choices == Choices(every=2)


def test_demo_runs_sensor_lamp_and_echo_in_the_session_demo() -> None:
    parsed = _parse("demo")
    assert parsed.session == "demo"
    assert parsed.roles == (("sensor", "sensor-1"), ("lamp", "lamp"), ("echo", "echo"))


def test_a_role_is_by_default_the_kinds_own() -> None:
    assert _parse("lamp", "--session", "aula1").roles == (("lamp", "lamp"),)


def test_with_a_password_the_user_name_is_by_default_the_role() -> None:
    parsed = _parse(*SENSOR, "--role", "s9", LAB_MQTT_PASSWORD="secret")
    assert (parsed.broker.username, parsed.broker.password) == ("s9", "secret")


def test_the_password_of_the_command_line_wins() -> None:
    assert _parse(*SENSOR, "--password", "mine", LAB_MQTT_PASSWORD="secret").broker.password == "mine"


def test_with_a_file_of_passwords_each_role_has_its_own_account(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"lamp": "a", "echo": "b", "other": "c"}')
    parsed = _parse("demo", "--passwords", str(tmp_path / "p.json"))
    assert parsed.roles == (("lamp", "lamp"), ("echo", "echo"))
    assert [(parsed.broker_for(role).username, parsed.broker_for(role).password) for _, role in parsed.roles] == [
        ("lamp", "a"),
        ("echo", "b"),
    ]


@pytest.mark.parametrize("text", ["", "[]", '{"lamp": 1}', "{}", '{"other": "x"}'])
def test_a_file_without_passwords_for_these_roles_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(SystemExit):
        options.parse(("demo", "--passwords", str(tmp_path / "p.json")), {})
    assert "--passwords" in capsys.readouterr().err


def test_options_shown_as_text_hold_no_password(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"lamp": "s3cret"}')
    assert "s3cret" not in repr(_parse("demo", "--passwords", str(tmp_path / "p.json"), LAB_MQTT_PASSWORD="s3cret"))


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [
        (("sensor", "--session", "Aula 1"), {}, "session 'Aula 1'"),
        (("sensor", "--session", "aula1", "--role", "a b"), {}, "role 'a b'"),
        (("sensor", "--session", "aula1", "--role", "lab"), {}, "role 'lab'"),
        (("sensor",), {}, "--session is needed"),
        (("demo", "--role", "x"), {}, "--role does not go with it"),
        (("toaster", "--session", "aula1"), {}, "'toaster' is no kind. There are: sensor, lamp"),
        ((*SENSOR, "--colour", "red"), {}, "--colour red: there is no such option"),
        (("lamp", "--session", "a", "--every", "3"), {}, "--every does not go with lamp; it goes with: sensor"),
        ((*SENSOR, "--file", "x"), {}, "--file does not go with sensor; it goes with: chatter, player"),
        (("demo", "--loop"), {}, "--loop does not go with demo"),
        (("player", "--session", "a", "--speed", "fast"), {}, "--speed fast: it takes a number above 0"),
        (("player", "--session", "a", "--source", "lab"), {}, "role 'lab'"),
        ((*SENSOR, "--every", "0"), {}, "--every 0"),
        ((*SENSOR, "--every", "nan"), {}, "--every nan"),
        ((*SENSOR, "--port", "70000"), {}, "'70000'"),
        ((*SENSOR, "--host", "a..b"), {}, "'a..b'"),
        (SENSOR, {"LAB_MQTT_PORT": "many"}, "LAB_MQTT_PORT"),
    ],
)
def test_what_is_wrong_is_told_and_ends_with_code_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], settings: dict[str, str], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        options.parse(arguments, {"LAB_LANG": "en", **settings})
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_tls_has_a_port_of_its_own() -> None:
    assert _parse(*SENSOR, "--host", "b", "--tls").broker == Broker("b", 8883, tls=True)


def test_an_authority_means_tls(tmp_path: Path) -> None:
    ca = _authority(tmp_path)
    by_word = _parse(*SENSOR, "--ca", ca, LAB_MQTTS_PORT="8884").broker
    assert by_word == Broker("127.0.0.1", 8884, tls=True, ca=ca)
    assert _parse(*SENSOR, LAB_MQTT_CA=ca, LAB_MQTTS_PORT="8884").broker == by_word


def test_the_settings_of_the_lab_say_that_a_broker_speaks_tls() -> None:
    assert _parse(*SENSOR, LAB_MQTT_HOST="b", LAB_MQTT_TLS="on").broker == Broker("b", 8883, tls=True)


def test_at_a_lab_with_tls_a_device_of_the_same_machine_connects_to_loopback() -> None:
    assert _parse(*SENSOR, LAB_HOST="192.168.0.7", LAB_TLS="auto").broker == Broker("127.0.0.1", 1883)


@pytest.mark.parametrize("content", [None, "no PEM"])
def test_an_authority_that_can_not_be_read_is_told(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SystemExit, match="2"):
        _parse(*SENSOR, "--ca", str(file))
    assert f"{file} (--ca ou LAB_MQTT_CA): " in capsys.readouterr().err


def _authority(folder: Path) -> str:
    made = identity(Settings(data=folder, tls="auto"))
    assert made is not None
    return str(made.ca)
