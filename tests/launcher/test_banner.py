"""The banner: all that a person needs, and nothing that isn't so."""

from pathlib import Path

import pytest

from chat.settings import Settings
from launcher.banner import banner, network_host, page_url, watch_command
from launcher.texts import Texts

ROOT = Path("/home/aula")


def of(lan: str = "192.168.0.7", english: bool = False, codes: tuple[str, ...] = (), **values: str) -> str:
    """The banner for some settings."""
    return banner(Settings.from_mapping(values), Texts(english=english), ROOT, lan=lan, codes=codes)


def test_it_names_page_broker_websocket_logs_watcher_and_stop() -> None:
    assert of().splitlines() == [
        "",
        "O laboratório está no ar.",
        "  Página     http://127.0.0.1:8000/",
        "  MQTT       mqtt://127.0.0.1:1883",
        "  WebSocket  ws://127.0.0.1:9001",
        "  Registros  /home/aula/logs",
        "  Ver tudo   mosquitto_sub -h 127.0.0.1 -p 1883 -v -t 'log/#'",
        "  Parar      Ctrl-C",
    ]


def test_an_incomplete_lab_is_not_told_as_running_well() -> None:
    assert "falta uma parte" in banner(Settings(), Texts(), ROOT, complete=False)


def test_it_speaks_english() -> None:
    assert "The lab is running." in of(english=True)


def test_on_every_network_it_gives_the_address_for_others() -> None:
    assert "http://192.168.0.7:8000/   mqtt://192.168.0.7:1883" in of(LAB_HOST="0.0.0.0")


def test_on_loopback_it_offers_nothing_to_others() -> None:
    assert "192.168.0.7" not in of()


def test_on_one_network_that_address_is_the_pages() -> None:
    assert "  Página     http://10.0.0.2:8000/" in of(LAB_HOST="10.0.0.2")


def test_a_closed_lab_says_so_and_shows_its_codes_before_the_addresses() -> None:
    lines = of(LAB_ACCESS="on", english=True, codes=("  Class      CDFG-HJKM",)).splitlines()
    assert lines[1:4] == [
        "The lab is running.",
        "It is closed: the page asks for a code; a device needs an account (python lab.py device add).",
        "  Class      CDFG-HJKM",
    ]


def test_an_open_lab_says_nothing_of_codes() -> None:
    assert "clos" not in of(english=True)


def test_in_a_closed_lab_watching_takes_an_account() -> None:
    assert watch_command(Settings(access="on")) == (
        "mosquitto_sub -h 127.0.0.1 -p 1883 -u ROLE -P PASSWORD -v -t 'log/#'"
    )


@pytest.mark.parametrize(
    ("values", "host"),
    [
        ({}, "127.0.0.1"),
        ({"LAB_HOST": "0.0.0.0"}, "192.168.0.7"),
        ({"LAB_HOST": "10.0.0.2"}, "10.0.0.2"),
        ({"LAB_HOST": "0.0.0.0", "LAB_MQTT_HOST": "broker"}, "broker"),
    ],
)
def test_a_device_is_told_the_address_that_it_can_reach(values: dict[str, str], host: str) -> None:
    assert network_host(Settings.from_mapping(values), "192.168.0.7") == host


def test_an_external_broker_is_named_without_our_websocket() -> None:
    text = of(LAB_BROKER="external", LAB_MQTT_HOST="broker.local")
    assert "mqtt://broker.local:1883" in text
    assert "ws://" not in text


def test_a_password_is_never_shown() -> None:
    settings = Settings.from_mapping({"LAB_MQTT_USERNAME": "lab", "LAB_MQTT_PASSWORD": "s3cret"})
    assert watch_command(settings) == (
        "mosquitto_sub -h 127.0.0.1 -p 1883 -u 'lab' -P \"$LAB_MQTT_PASSWORD\" -v -t 'log/#'"
    )


@pytest.mark.parametrize(
    ("host", "url"), [("::1", "http://[::1]:8000/"), ("0.0.0.0", "http://127.0.0.1:8000/"), ("pc", "http://pc:8000/")]
)
def test_the_pages_url_is_one_that_a_browser_takes(host: str, url: str) -> None:
    assert page_url(Settings.from_mapping({"LAB_HOST": host})) == url
