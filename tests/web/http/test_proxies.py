"""web.http.proxies: X-Forwarded headers count when a trusted proxy sends them, and never else."""

from typing import Any

import pytest

from chat.errors import SettingsError
from chat.settings import Settings
from web.http.proxies import FORWARDED, TrustedProxies, apply_forwarded

PROXIES = TrustedProxies.of(Settings(trusted_proxies=("127.0.0.1", "10.0.0.0/8", "fd00::/8")))
SENT = {
    "HTTP_X_FORWARDED_FOR": "192.0.2.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "lab.school.example",
    "HTTP_X_FORWARDED_PREFIX": "/lab",
}


def applied(address: str, **sent: str) -> dict[str, Any]:
    """What becomes of a request that came from this address with these headers."""
    environ: dict[str, Any] = {"REMOTE_ADDR": address, "HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http"}
    environ |= {"SCRIPT_NAME": "", **sent}
    apply_forwarded(environ, PROXIES)
    return environ


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "10.1.2.3", "fd00::1"])
def test_a_trusted_proxy_says_who_asked_and_how(address: str) -> None:
    environ = applied(address, **SENT)
    assert environ == {
        "REMOTE_ADDR": "192.0.2.9",
        "wsgi.url_scheme": "https",
        "HTTP_HOST": "lab.school.example",
        "SCRIPT_NAME": "/lab",
        FORWARDED: True,
    }


@pytest.mark.parametrize("address", ["192.0.2.1", "127.0.0.2", "::1", "", "nowhere"])
def test_from_any_other_address_the_headers_are_removed(address: str) -> None:
    environ = applied(address, **SENT)
    assert environ == {
        "REMOTE_ADDR": address,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "127.0.0.1:8000",
        "SCRIPT_NAME": "",
    }


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("198.51.100.7, 192.0.2.9", "192.0.2.9"),
        ("192.0.2.9, 10.0.0.7, 127.0.0.1", "192.0.2.9"),
        ("[2001:db8::5]", "2001:db8::5"),
        ("192.0.2.9,nonsense", "127.0.0.1"),
        ("10.0.0.7", "127.0.0.1"),
        ("", "127.0.0.1"),
        (",,", "127.0.0.1"),
    ],
)
def test_the_client_is_the_last_address_that_is_no_proxys(forwarded_for: str, client: str) -> None:
    assert applied("127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded_for)["REMOTE_ADDR"] == client


@pytest.mark.parametrize(
    ("prefix", "script_name"),
    [
        ("/lab", "/lab"),
        ("/lab/", "/lab"),
        ("/a/b-c_d.e~f", "/a/b-c_d.e~f"),
        ("/", ""),
        ("//evil.example", ""),
        ("lab", ""),
        ('/lab"><script>', ""),
        ("/a b", ""),
        ("/" + "a" * 65, ""),
        ("/a" * 9, ""),
    ],
)
def test_a_prefix_is_a_plain_path_or_none(prefix: str, script_name: str) -> None:
    assert applied("127.0.0.1", HTTP_X_FORWARDED_PREFIX=prefix)["SCRIPT_NAME"] == script_name


@pytest.mark.parametrize(("proto", "scheme"), [("HTTPS", "https"), ("http", "http"), ("ftp", "http"), ("", "http")])
def test_a_scheme_is_http_or_https(proto: str, scheme: str) -> None:
    assert applied("127.0.0.1", HTTP_X_FORWARDED_PROTO=proto)["wsgi.url_scheme"] == scheme


def test_of_a_list_the_nearest_proxys_word_counts() -> None:
    environ = applied(
        "127.0.0.1", HTTP_X_FORWARDED_HOST="evil.example, lab.example", HTTP_X_FORWARDED_PROTO="http,https"
    )
    assert (environ["HTTP_HOST"], environ["wsgi.url_scheme"]) == ("lab.example", "https")


@pytest.mark.parametrize("text", ["proxy", "10.0.0.0/33", "10.0.0.1/8", "127.0.0.1:80", "*"])
def test_a_setting_that_names_no_address_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="LAB_TRUSTED_PROXIES"):
        Settings.from_mapping({"LAB_TRUSTED_PROXIES": text})


def test_the_setting_takes_several_addresses_and_networks() -> None:
    settings = Settings.from_mapping({"LAB_TRUSTED_PROXIES": "127.0.0.1 ::1, 10.0.0.0/8"})
    assert settings.trusted_proxies == ("127.0.0.1", "::1", "10.0.0.0/8")
    assert Settings.from_mapping(settings.to_environ()).trusted_proxies == settings.trusted_proxies
