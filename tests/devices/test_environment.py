"""The settings of the devices: from the environment and from the `.env` file."""

from pathlib import Path

import pytest

from devices.environment import environment
from devices.texts import OptionError


def test_the_environment_wins_over_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LAB_MQTT_PORT=1\nLAB_LANG=en\nOTHER=x\n")
    read = environment({"LAB_MQTT_PORT": "2", "PATH": "x"}, tmp_path / ".env")
    assert read == {"LAB_MQTT_PORT": "2", "LAB_LANG": "en"}


@pytest.mark.parametrize(
    ("content", "told", "dito"),
    [
        (b"LAB_MQTT_PORT: 1\n", "LAB_MQTT_PORT: is not written KEY=value", "LAB_MQTT_PORT: não está escrito"),
        (b"lab_mqtt_port=1\n", "lab_mqtt_port is not written", "lab_mqtt_port não está escrito"),
        ("# ação".encode("latin-1"), "is not UTF-8; save it", "salve como UTF-8"),
        ("LAB_MQTT_PORT=1".encode("utf-16-le"), "UTF-16; save it as UTF-8", "UTF-16; salve como UTF-8"),
    ],
)
def test_a_file_that_can_not_be_used_is_told_in_both_languages(
    tmp_path: Path, content: bytes, told: str, dito: str
) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(OptionError) as caught:
        environment({}, tmp_path / ".env")
    assert str(caught.value).startswith(str(tmp_path / ".env"))
    assert told in str(caught.value)
    assert dito in caught.value.text("pt-BR")


def test_without_a_file_there_is_the_environment(tmp_path: Path) -> None:
    assert environment({"LAB_LANG": " en ", "HOME": "x"}, tmp_path / "none") == {"LAB_LANG": "en"}
