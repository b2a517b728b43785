"""chat.environment: a `.env` file that can't be used, or a key that would be ignored, gives one line with the cure."""

from pathlib import Path

import pytest

from chat.errors import SettingsError
from chat.settings import Settings


def load(folder: Path, content: bytes) -> Settings:
    dotenv = folder / ".env"
    dotenv.write_bytes(content)
    return Settings.load({}, dotenv)


def trouble(folder: Path, content: bytes) -> str:
    """What the lab says about a file; it must be one line that names it."""
    with pytest.raises(SettingsError) as caught:
        load(folder, content)
    detail = caught.value.detail
    assert detail.startswith(str(folder / ".env"))
    assert detail.isprintable()
    return detail


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_named_with_the_cure(tmp_path: Path, encoding: str) -> None:
    said = trouble(tmp_path, "LAB_WEB_PORT=8100\r\n".encode(encoding))
    assert "UTF-16" in said
    assert "save it as UTF-8" in said


def test_an_accent_in_latin_1_is_named_with_its_line_and_the_cure(tmp_path: Path) -> None:
    said = trouble(tmp_path, "LAB_WEB_PORT=8100\n# configuração\n".encode("latin-1"))
    assert "line 2" in said
    assert "save the file as UTF-8" in said


def test_a_byte_order_mark_of_utf_8_is_no_trouble(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbfLAB_WEB_PORT=8100\n").web_port == 8100


def test_a_folder_with_the_name_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsError, match=r"\.env: Is a directory"):
        Settings.load({}, tmp_path / ".env")


@pytest.mark.parametrize(
    "line",
    [
        b"LAB_WEB_PORT: 8100",
        b"LAB_WEB_PORT:8100",
        b"LAB_WEB_PORT 8100",
        b"LAB_WEB_PORT;8100",
        b"LAB_WEB_PORT,8100",
        b"LAB_WEB_PORT",
        b"set LAB_WEB_PORT=8100",
        b"- LAB_WEB_PORT=8100",
        b"LAB_WEB_PORT='8100",
        b"lab_web_port",
    ],
)
def test_a_line_that_is_no_assignment_is_named_with_its_number_and_the_form(tmp_path: Path, line: bytes) -> None:
    said = trouble(tmp_path, b"# mine\n\n" + line + b"\n")
    assert ", line 3: " in said
    assert "LAB_WEB_PORT=8000" in said


def test_the_value_of_a_line_that_is_no_assignment_is_not_printed(tmp_path: Path) -> None:
    assert "s3cret" not in trouble(tmp_path, b"LAB_MQTT_PASSWORD: s3cret\n")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("lab_web_port", "LAB_WEB_PORT"),
        ("Lab_Web_Port", "LAB_WEB_PORT"),
        ("WEB_PORT", "LAB_WEB_PORT"),
        ("web_port", "LAB_WEB_PORT"),
        ("LAB_WEBPORT", "LAB_WEB_PORT"),
        ("LAB-WEB-PORT", "LAB_WEB_PORT"),
        ("HOST", "LAB_HOST or LAB_MQTT_HOST"),
        ("$env:LAB_WEB_PORT", "LAB_WEB_PORT"),
    ],
)
def test_a_key_that_looks_like_a_setting_is_named_with_what_was_meant(tmp_path: Path, key: str, meant: str) -> None:
    assert trouble(tmp_path, f"{key}=8100\n".encode()).endswith(f"line 1: {key} is no setting; write {meant}")


def test_an_unknown_key_of_the_lab_leads_to_the_list(tmp_path: Path) -> None:
    assert trouble(tmp_path, b"LAB_COLOUR=red\n").endswith("LAB_COLOUR is no setting; .env.example lists them all")


def test_keys_of_other_programs_in_the_file_are_ignored(tmp_path: Path) -> None:
    content = b"COMPOSE_PROJECT_NAME=class\nHTTPS_PROXY=http://proxy:3128\nTZ=UTC\nHTTP_PORT=1\nFORWARDED\n"
    assert load(tmp_path, content) == Settings()


def test_what_a_shell_takes_is_taken(tmp_path: Path) -> None:
    content = b"export LAB_WEB_PORT = '8100'  # the page\r\nLAB_MQTT_PORT=1900 # MQTT\r\n"
    assert (load(tmp_path, content).web_port, load(tmp_path, content).mqtt_port) == (8100, 1900)


def test_a_variable_in_lower_case_is_named_with_what_was_meant() -> None:
    with pytest.raises(SettingsError, match="lab_web_port is no setting; write LAB_WEB_PORT"):
        Settings.load({"lab_web_port": "8100"}, Path("none"))


def test_variables_of_other_programs_are_ignored() -> None:
    given = {"HOST": "pc", "PORT": "80", "LANG": "C", "web_port": "1", "GITLAB_TOKEN": "x", "lab_x": "y"}
    assert Settings.load(given, Path("none")) == Settings()


@pytest.mark.parametrize(
    "key", ["\ufeffLAB_WEB_PORT", "\u200bLAB_WEB_PORT", "\uff2c\uff21\uff22_WEB_PORT", "LAB_WEB\u00ad_PORT"]
)
def test_a_key_that_only_looks_like_a_setting_is_named_with_what_was_meant(tmp_path: Path, key: str) -> None:
    assert "write LAB_WEB_PORT" in trouble(tmp_path, f"# a comment\n{key}=8100\n".encode())


@pytest.mark.parametrize("separator", [";", ",", "|"])
def test_a_password_behind_another_sign_is_not_printed(tmp_path: Path, separator: str) -> None:
    assert "secret" not in trouble(tmp_path, f"LAB_MQTT_PASSWORD{separator}secret\n".encode())
