"""Which broker LAB_BROKER means."""

from pathlib import Path

import pytest

from broker.selection import choose
from chat.errors import SettingsError
from chat.settings import Settings

MOSQUITTO = Path("/somewhere/mosquitto")


def test_auto_is_amqtt_though_mosquitto_is_installed() -> None:
    choice = choose(Settings(broker="auto"), lambda: MOSQUITTO)
    assert (choice.kind, choice.program, choice.why) == ("amqtt", None, "LAB_BROKER=auto")


def test_mosquitto_is_taken_by_choice_and_the_program_is_named() -> None:
    choice = choose(Settings(broker="mosquitto"), lambda: MOSQUITTO)
    assert (choice.kind, choice.program) == ("mosquitto", MOSQUITTO)
    assert str(MOSQUITTO) in choice.why


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
