"""What a running lab says of itself to the other commands."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chat.settings import Settings
from launcher.running_lab import RunningLab, read_note, remove_note, write_note


def test_the_other_commands_learn_address_ports_and_tls(tmp_path: Path) -> None:
    running = Settings(host="0.0.0.0", web_port=8111, mqtt_port=2883, mqtts_port=2884, tls="auto")
    write_note(tmp_path, running)
    assert read_note(tmp_path).applied_to(Settings()) == running


def test_what_does_not_say_where_the_lab_is_stays_as_the_settings_have_it(tmp_path: Path) -> None:
    write_note(tmp_path, Settings(web_port=8111, lang="en"))
    asked = Settings(lang="pt-BR", data=tmp_path, logs=tmp_path / "logs")
    assert read_note(tmp_path).applied_to(asked) == replace(asked, web_port=8111)


def test_the_note_has_no_password(tmp_path: Path) -> None:
    secret = Settings(mqtt_username="user-of-the-lab", mqtt_password="secret-of-the-lab")
    write_note(tmp_path, secret)
    assert "-of-the-lab" not in (tmp_path / "launcher.json").read_text()


def test_a_lab_that_stopped_has_no_note(tmp_path: Path) -> None:
    write_note(tmp_path, Settings())
    remove_note(tmp_path)
    assert read_note(tmp_path) == RunningLab("?", "?")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"pid": 1, "url": "http://x/", "settings": 7}', '{"pid": 1, "url": "http://x/"}']
)
def test_a_note_that_is_not_understood_leaves_the_settings(tmp_path: Path, text: str) -> None:
    (tmp_path / "launcher.json").write_text(text)
    assert read_note(tmp_path).applied_to(Settings()) == Settings()


@pytest.mark.parametrize("where", [{"LAB_WEB_PORT": "x"}, {"LAB_OF_TOMORROW": "1"}, {"LAB_WEB_PORT": "1883"}])
def test_the_note_of_another_version_leaves_the_settings(tmp_path: Path, where: dict[str, str]) -> None:
    (tmp_path / "launcher.json").write_text(json.dumps({"pid": 1, "url": "http://x/", "settings": where}))
    assert read_note(tmp_path).applied_to(Settings()) == Settings()
