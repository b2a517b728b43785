"""Which ports of a lab another host reaches. The lab and the other host have network namespaces of their own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.services import Lab, Service
from tests.support.two_hosts import LAB_ADDRESS, TwoHosts, two_hosts
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")

_CONNECT = """
import socket, sys
for port in sys.argv[2:]:
    with socket.socket() as client:
        client.settimeout(5)
        print("refused" if client.connect_ex((sys.argv[1], int(port))) else "accepted")
"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[TwoHosts]:
    """Two hosts and a cable between them."""
    with two_hosts() as made:
        yield made


def _lab(folder: Path, kind: str, hosts: TwoHosts, **settings: str) -> Lab:
    """A broker and a page on the lab's host."""
    lab = Lab(folder, broker_kind=kind, settings=settings)
    for name in ("broker", "web"):
        lab.prefixes[name] = hosts.on_lab(sys.executable, "-m")
        _wait_until_ready(lab.service(name))
    return lab


def _wait_until_ready(service: Service) -> None:
    wait_until(lambda: "ready" in service.text(), seconds=60, what=lambda: f"a service is ready:\n{service.text()}")


def _tried(command: list[str]) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.split()


def _ports(lab: Lab) -> list[str]:
    return [str(port) for port in (lab.mqtt_port, lab.ws_port, lab.mqtts_port, lab.web_port)]


def _from_other(hosts: TwoHosts, lab: Lab) -> list[str]:
    return _tried(hosts.on_other(sys.executable, "-c", _CONNECT, LAB_ADDRESS, *_ports(lab)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize("tls", ["off", "auto"])
@pytest.mark.parametrize("kind", ["mosquitto", "amqtt"])
def test_every_port_of_an_open_lab_refuses_another_host(
    tmp_path: Path, hosts: TwoHosts, kind: str, tls: str, host: str
) -> None:
    lab = _lab(tmp_path, kind, hosts, LAB_HOST=host, LAB_TLS=tls)
    try:
        assert _from_other(hosts, lab) == ["refused"] * 4
    finally:
        lab.stop()


@pytest.mark.parametrize("kind", ["mosquitto", "amqtt"])
def test_with_the_lan_address_the_other_host_is_served_and_loopback_is_not(
    tmp_path: Path, hosts: TwoHosts, kind: str
) -> None:
    lab = _lab(tmp_path, kind, hosts, LAB_HOST=LAB_ADDRESS)
    try:
        assert _from_other(hosts, lab) == ["accepted", "accepted", "refused", "accepted"]
        loopback = hosts.on_lab(sys.executable, "-c", _CONNECT, "127.0.0.1", *_ports(lab))
        assert _tried(loopback) == ["refused"] * 4
    finally:
        lab.stop()


@pytest.mark.parametrize("kind", ["mosquitto", "amqtt"])
def test_with_tls_another_host_reaches_everything_but_mqtt_in_the_clear(
    tmp_path: Path, hosts: TwoHosts, kind: str
) -> None:
    lab = _lab(tmp_path, kind, hosts, LAB_HOST="0.0.0.0", LAB_TLS="auto")
    try:
        assert _from_other(hosts, lab) == ["refused", "accepted", "accepted", "accepted"]
    finally:
        lab.stop()
