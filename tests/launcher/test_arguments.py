"""The command line."""

import os

import pytest

from launcher.accounts_arguments import DeviceArguments, read_device
from launcher.arguments import Arguments, parse
from launcher.texts import Texts


def test_nothing_means_up() -> None:
    assert parse([], Texts()) == Arguments("up")


@pytest.mark.parametrize("command", ["up", "doctor", "setup", "test", "bench"])
def test_a_command_is_the_first_word(command: str) -> None:
    assert parse([command], Texts()).command == command


def test_options_become_settings() -> None:
    words = ["--broker", "amqtt", "--web-port", "8080", "--mqtt-ws-port=9002", "--logs", "a b"]
    assert parse(words, Texts()).overrides == {
        "LAB_BROKER": "amqtt",
        "LAB_WEB_PORT": "8080",
        "LAB_MQTT_WS_PORT": "9002",
        "LAB_LOGS": "a b",
    }


def test_up_takes_its_switches() -> None:
    given = parse(["up", "--no-devices", "--open"], Texts())
    assert (given.devices, given.open_browser) == (False, True)


@pytest.mark.parametrize("words", [("-k", "seq"), ("tests/chat", "--maxfail=1"), ("--help",)])
def test_what_follows_test_is_pytests(words: tuple[str, ...]) -> None:
    assert parse(["test", *words], Texts()).rest == words


@pytest.mark.parametrize("command", ["device", "codes"])
def test_what_follows_device_and_codes_is_read_by_them(command: str) -> None:
    assert parse([command, "x", "--new"], Texts()) == Arguments(command, rest=("x", "--new"))


def test_a_device_is_added_with_its_sessions() -> None:
    words = ["add", "lamp", "--session", "aula1", "--session", "aula2"]
    assert read_device(words, Texts()) == DeviceArguments("add", ("lamp",), ("aula1", "aula2"))


@pytest.mark.parametrize("words", [[], ["add"], ["remove"], ["remove", "a", "b"], ["list", "x"], ["change", "lamp"]])
def test_half_a_device_command_ends_with_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_device(words, Texts())
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [["--frob"], ["frob"], ["--web"]])
def test_unknown_words_end_with_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words, Texts())
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("words", "repeated"),
    [
        ([], ""),
        (["--host", "127.0.0.1"], ""),
        (["--mqtt-port=1884", "--no-devices", "--open"], "--mqtt-port 1884 --no-devices --open"),
        (["test", "-k", "seq"], ""),
    ],
)
def test_the_page_can_repeat_what_was_given_but_the_host(words: list[str], repeated: str) -> None:
    assert parse(words, Texts()).repeated() == repeated


def test_what_is_repeated_is_one_word_for_the_shell_when_it_was_one() -> None:
    quoted = '"a b"' if os.name == "nt" else "'a b'"
    assert parse(["--logs", "a b"], Texts()).repeated() == f"--logs {quoted}"
