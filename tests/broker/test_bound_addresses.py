"""Which addresses a broker's listeners are bound to, as the operating system says."""

from ipaddress import ip_address

import pytest

from tests.support.bound import bound_addresses
from tests.support.services import Lab
from tests.support.waiting import wait_until

EVERY_NETWORK = ("0.0.0.0", "::")
HOSTS = ("127.0.0.1", "127.0.0.2", "::1", *EVERY_NETWORK)


def _bound(lab: Lab, host: str, tls: str) -> set[tuple[str, int]]:
    lab.settings.update({"LAB_HOST": host, "LAB_TLS": tls})
    service = lab.service("broker")
    wait_until(lambda: "broker: ready" in service.text(), seconds=30, what=service.text)
    assert service.process is not None
    return bound_addresses(service.process.pid)


@pytest.mark.parametrize("host", HOSTS)
def test_every_listener_is_bound_to_lab_host_alone(any_lab: Lab, host: str) -> None:
    assert _bound(any_lab, host, "off") == {(host, any_lab.mqtt_port), (host, any_lab.ws_port)}


@pytest.mark.parametrize("host", HOSTS)
def test_with_tls_mqtt_in_the_clear_is_bound_to_loopback_alone(any_lab: Lab, host: str) -> None:
    plain = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    assert _bound(any_lab, host, "auto") == {
        (plain, any_lab.mqtt_port),
        (host, any_lab.mqtts_port),
        (host, any_lab.ws_port),
    }


@pytest.mark.parametrize("tls", ["off", "auto"])
def test_localhost_is_bound_to_loopback_addresses_alone(any_lab: Lab, tls: str) -> None:
    assert all(ip_address(address).is_loopback for address, _ in _bound(any_lab, "localhost", tls))
