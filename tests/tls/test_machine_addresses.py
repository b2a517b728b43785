"""tls.machine_addresses: names and addresses of this machine, on real interfaces in a network namespace."""

import ipaddress
import socket
import subprocess
import sys

import pytest

from tests.support.services import ROOT
from tls.machine_addresses import lan_address, own_addresses, own_names

ADDRESSES = """
set -e
ip link set lo up
ip link add net0 type veth peer name net1
ip addr add 10.78.0.1/24 dev net0
ip addr add 10.78.0.2/24 dev net0
ip -6 addr add fd00:78::1/64 dev net0 nodad
ip -6 addr add fe80::78/64 dev net0 nodad
ip link set net0 up
exec "$0" -c 'from tls.machine_addresses import own_addresses; print(*own_addresses())'
"""


def addresses_of_a_new_host() -> set[str]:
    """What `own_addresses` finds on a host with one interface, which has two IPv4 and two IPv6 addresses."""
    command = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c", ADDRESSES, sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")


@on_linux
def test_every_address_of_an_interface_is_found() -> None:
    assert {"10.78.0.1", "10.78.0.2", "fd00:78::1", "127.0.0.1"} <= addresses_of_a_new_host()


@on_linux
def test_an_address_that_needs_a_zone_is_left_out() -> None:
    assert [one for one in addresses_of_a_new_host() if ipaddress.ip_address(one).is_link_local] == []


def test_the_host_name_is_known_alone_and_under_local() -> None:
    label = socket.gethostname().lower().partition(".")[0]
    assert {label, f"{label}.local"} <= own_names()


def test_the_lan_address_is_one_of_this_machine_and_no_loopback_one() -> None:
    address = lan_address()
    assert not address or (address in own_addresses() and not ipaddress.ip_address(address).is_loopback)
