"""chat.settings: read once, checked, and the same as what .env.example tells."""

from pathlib import Path

import pytest

from chat.errors import SettingsError
from chat.settings import Settings, describe, is_loopback, reachable
from tests.support.services import ROOT


def test_without_anything_said_the_defaults_hold() -> None:
    settings = Settings.from_mapping({})
    assert (settings.host, settings.mqtt_port, settings.web_port, settings.broker) == ("127.0.0.1", 1883, 8000, "auto")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("LAB_WEB_PORT", value) for value in ("eighty", "0", "70000", "-1", "\u0663")),
        ("LAB_BROKER", "rabbit"),
        ("LAB_LANG", "fr"),
        ("LAB_HOST", "127.0.0.1:80"),
        ("LAB_MAX_PAYLOAD", "1"),
        ("LAB_QUEUE", "x"),
        ("LAB_ARGUMENTS", "--open\n--no-devices"),
        *(("LAB_ALLOWED_HOSTS", value) for value in ("http://lab", "lab:80", "*", "10.0.0.1/8", "a b/c", "..a")),
    ],
)
def test_a_bad_value_is_an_error_that_names_the_key(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{key}="):
        Settings.from_mapping({key: value})


def test_a_key_that_is_misspelt_is_an_error_that_names_it() -> None:
    with pytest.raises(SettingsError, match="LAB_WEBPORT"):
        Settings.from_mapping({"LAB_WEBPORT": "80"})


def test_keys_of_others_are_left_alone() -> None:
    assert Settings.from_mapping({"PATH": "/bin", "GITLAB_TOKEN": "x"}) == Settings()


def test_two_servers_can_not_share_a_port() -> None:
    with pytest.raises(SettingsError, match="LAB_WEB_PORT=1883"):
        Settings.from_mapping({"LAB_WEB_PORT": "1883"})


def test_an_external_broker_needs_a_host() -> None:
    with pytest.raises(SettingsError, match="LAB_MQTT_HOST"):
        Settings.from_mapping({"LAB_BROKER": "external"})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("LAB_WEB_PORT=8100\nLAB_MQTT_PORT=1900\n")
    settings = Settings.load({"LAB_WEB_PORT": "8200"}, dotenv)
    assert (settings.web_port, settings.mqtt_port) == (8200, 1900)


def test_settings_survive_the_way_to_a_child_process() -> None:
    said = {
        "LAB_WEB_PORT": "8100",
        "LAB_LOGS": "elsewhere",
        "LAB_LANG": "en",
        "LAB_ALLOWED_HOSTS": "lab, .x.example ::/0",
    }
    settings = Settings.from_mapping(said)
    assert Settings.from_mapping(settings.to_environ()) == settings


def test_env_example_lists_every_setting_with_its_default_and_help() -> None:
    text = (ROOT / ".env.example").read_text()
    assert [text.count(f"# {help_text}\n# {key}={default}\n") for key, default, help_text in describe()] == [1] * len(
        describe()
    )


def test_a_server_on_every_network_is_reached_on_loopback() -> None:
    assert [reachable(host) for host in ("0.0.0.0", "::", "10.0.0.5")] == ["127.0.0.1", "::1", "10.0.0.5"]


def test_an_empty_value_counts_as_not_given() -> None:
    assert Settings.from_mapping({"LAB_WEB_PORT": ""}).web_port == 8000


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.2", False), ("pc", False)],
)
def test_loopback_is_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({}, False),
        ({"LAB_HOST": "localhost"}, False),
        ({"LAB_ACCESS": "on"}, True),
        ({"LAB_HOST": "0.0.0.0"}, True),
        ({"LAB_HOST": "192.168.0.7"}, True),
    ],
)
def test_a_lab_that_others_can_reach_is_closed(values: dict[str, str], closed: bool) -> None:
    assert Settings.from_mapping(values).access_on is closed


def test_the_users_of_another_broker_are_not_the_labs() -> None:
    settings = Settings.from_mapping({"LAB_ACCESS": "on", "LAB_BROKER": "external", "LAB_MQTT_HOST": "mqtt.example"})
    assert (settings.access_on, settings.has_accounts) == (True, False)


def test_a_closed_lab_takes_no_user_name_for_its_own_broker() -> None:
    with pytest.raises(SettingsError, match="LAB_MQTT_USERNAME"):
        Settings.from_mapping({"LAB_ACCESS": "on", "LAB_MQTT_USERNAME": "lab", "LAB_MQTT_PASSWORD": "x"})


def test_with_tls_mqtt_in_the_clear_stays_on_this_machine() -> None:
    settings = Settings(host="192.168.1.5", tls="auto")
    assert (settings.plain_host, settings.broker_address, settings.broker_port) == ("127.0.0.1", "127.0.0.1", 1883)


def test_services_reach_another_broker_by_tls_at_its_own_port() -> None:
    settings = Settings(broker="external", mqtt_host="broker.example", mqtt_tls="on")
    assert (settings.broker_address, settings.broker_port) == ("broker.example", 8883)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"LAB_MQTT_CA": "ca.pem"}, "LAB_MQTT_CA"),
        ({"LAB_MQTT_TLS": "on"}, "LAB_MQTT_TLS"),
        ({"LAB_TLS": "auto", "LAB_MQTTS_PORT": "8000"}, "LAB_MQTTS_PORT"),
    ],
)
def test_settings_of_tls_that_can_not_work_together_are_an_error(given: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Settings.from_mapping(given)


def test_a_file_that_is_not_named_stays_unnamed_in_a_child() -> None:
    assert Settings.from_mapping(Settings(tls="auto").to_environ()) == Settings(tls="auto")
