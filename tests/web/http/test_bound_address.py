"""Which address the page's port is bound to, as the operating system says."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.support.bound import bound_addresses
from tests.support.services import Lab
from tests.support.waiting import wait_until


def _bound(tmp_path: Path, host: str, tls: str) -> tuple[set[tuple[str, int]], int]:
    lab = Lab(tmp_path, settings={"LAB_HOST": host, "LAB_TLS": tls})
    service = lab.service("web")
    try:
        wait_until(lambda: "web: ready" in service.text(), seconds=60, what=lambda: f"web is ready:\n{service.text()}")
        assert service.process is not None
        return bound_addresses(service.process.pid), lab.web_port
    finally:
        lab.stop()


@pytest.mark.parametrize("tls", ["off", "auto"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "0.0.0.0", "::"])
def test_the_page_is_bound_to_lab_host_alone(tmp_path: Path, host: str, tls: str) -> None:
    bound, port = _bound(tmp_path, host, tls)
    assert bound == {(host, port)}


def test_localhost_is_bound_to_loopback_addresses_alone(tmp_path: Path) -> None:
    bound, _ = _bound(tmp_path, "localhost", "off")
    assert bound
    assert all(ip_address(address).is_loopback for address, _ in bound)
