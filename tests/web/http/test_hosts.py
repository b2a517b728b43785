"""web.http.hosts: how a Host header is read, and which hosts are the lab's."""

import pytest

from chat.settings import Settings
from web.http.hosts import Authority, Hosts

LAN = "192.168.0.7"


def hosts(machine: str = "Desk.school.example", **settings: str) -> Hosts:
    return Hosts.of(Settings.from_mapping({f"LAB_{key.upper()}": value for key, value in settings.items()}), machine)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("localhost", "localhost", ""),
        ("LocalHost.:8000", "localhost", "8000"),
        ("127.0.0.1:8000", "127.0.0.1", "8000"),
        ("[::1]", "::1", ""),
        ("[0:0:0:0:0:0:0:1]:8000", "::1", "8000"),
        ("[2001:DB8::7]:80", "2001:db8::7", "80"),
        ("a_b.example:", "a_b.example", ""),
    ],
)
def test_an_authority_is_read(text: str, host: str, port: str) -> None:
    assert Authority.parse(text) == Authority(host, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":8000",
        "localhost:port",
        "localhost:123456",
        "localhost:80:80",
        "me@localhost",
        "localhost/x",
        "localhost,localhost",
        "local host",
        "localhost\t",
        "::1",
        "[::1",
        "[::1]x",
        "[fe80::1%25eth0]",
        "[]",
        "[g::]",
        "%6cocalhost",
        "lócalhost",
        "a" * 254,
        "http://localhost",
    ],
)
def test_what_is_no_authority_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every message will do
        Authority.parse(text)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "desk.school.example", "desk", "desk.local"]
)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert hosts().allows(host, "127.0.0.1")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "xlocalhost", "desk.evil", "8.8.8.8", ""])
def test_nothing_else_is(host: str) -> None:
    assert not hosts().allows(host, "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "local_address"),
    [(LAN, LAN), (LAN, f"::ffff:{LAN}"), ("2001:db8::7", "2001:db8::7"), ("fe80::7", "fe80::7%eth0")],
)
def test_the_address_at_which_a_request_came_in_is_ours(host: str, local_address: str) -> None:
    assert hosts().allows(host, local_address)


def test_another_address_is_not_ours() -> None:
    assert not hosts().allows("192.168.0.8", LAN)


def test_the_address_that_the_lab_listens_on_is_ours() -> None:
    assert hosts(host="0.0.0.0").allows("0.0.0.0", LAN)


@pytest.mark.parametrize(
    "host", ["lab.example", "a.school.example", "a.b.school.example", "10.1.2.3", "10.9.9.9", "fd00::1"]
)
def test_the_settings_allow_names_ends_addresses_and_networks(host: str) -> None:
    allowed = "Lab.example, .school.example 10.9.9.9,10.1.0.0/16,fd00::/8"
    assert hosts(allowed_hosts=allowed).allows(host, LAN)


@pytest.mark.parametrize("host", ["school.example", "xschool.example", "other.example", "10.2.0.1"])
def test_the_settings_allow_no_more_than_they_say(host: str) -> None:
    assert not hosts(allowed_hosts=".school.example,10.1.0.0/16").allows(host, LAN)


def test_in_containers_any_address_is_taken_and_no_name() -> None:
    everywhere = hosts(allowed_hosts="0.0.0.0/0,::/0")
    assert [everywhere.allows(host, "172.18.0.4") for host in (LAN, "2001:db8::7", "evil.example")] == [
        True,
        True,
        False,
    ]
