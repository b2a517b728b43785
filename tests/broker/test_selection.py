"""Which broker LAB_BROKER means."""

from pathlib import Path

import pytest

from broker.selection import choose
from chat.errors import SettingsError
from chat.settings import Settings

MOSQUITTO = Path("/somewhere/mosquitto")


def test_auto_takes_mosquitto_when_it_is_installed() -> None:
    choice = choose(Settings(broker="auto"), lambda: MOSQUITTO)
    assert (choice.kind, choice.program) == ("mosquitto", MOSQUITTO)
    assert str(MOSQUITTO) in choice.why


def test_auto_takes_amqtt_when_mosquitto_is_not_installed_and_says_so() -> None:
    choice = choose(Settings(broker="auto"), lambda: None)
    assert (choice.kind, choice.program) == ("amqtt", None)
    assert "not installed" in choice.why


def test_amqtt_is_taken_though_mosquitto_is_installed() -> None:
    assert choose(Settings(broker="amqtt"), lambda: MOSQUITTO).kind == "amqtt"


def test_mosquitto_that_is_not_installed_is_an_error_that_names_the_setting() -> None:
    with pytest.raises(SettingsError, match="LAB_BROKER=mosquitto") as caught:
        choose(Settings(broker="mosquitto"), lambda: None)
    assert caught.value.reason == "no-mosquitto"


def test_external_says_whose_broker_is_used() -> None:
    choice = choose(Settings(broker="external", mqtt_host="mqtt.example", mqtt_port=1884), lambda: MOSQUITTO)
    assert choice.kind == "external"
    assert "LAB_MQTT_HOST" in choice.why
    assert "mqtt.example:1884" in choice.why
