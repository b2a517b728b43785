"""tls.certificate: what is made, and when it is to be made anew."""

import contextlib
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from tls import certificate
from tls.certificate import CA_DAYS, RENEW_DAYS, SERVER_DAYS, Subjects, make_ca, make_server, new_key

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LAB = Subjects.read(["localhost", "127.0.0.1", "laptop.local"])


@pytest.fixture(scope="module")
def ca_key() -> EllipticCurvePrivateKey:
    return new_key()


@pytest.fixture(scope="module")
def key() -> EllipticCurvePrivateKey:
    return new_key()


@pytest.fixture(scope="module")
def ca(ca_key: EllipticCurvePrivateKey) -> x509.Certificate:
    return make_ca(ca_key, "laptop", NOW)


@pytest.fixture(scope="module")
def server(key: EllipticCurvePrivateKey, ca: x509.Certificate, ca_key: EllipticCurvePrivateKey) -> x509.Certificate:
    return make_server(key, LAB, NOW, ca, ca_key)


def test_words_are_names_addresses_or_left_out() -> None:
    found = Subjects.read(["Laptop", ".school.example", "10.0.0.7", "::1", "192.168.0.0/16", "é", "a b", ""])
    assert found == Subjects(
        frozenset({"laptop", "*.school.example"}), frozenset({ip_address("10.0.0.7"), ip_address("::1")})
    )


def test_a_certificate_tells_whom_it_is_for(server: x509.Certificate) -> None:
    assert certificate.subjects_of(server) == LAB


def test_no_certificate_lasts_longer_than_apple_takes(server: x509.Certificate) -> None:
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=397)


def test_the_authority_signs_servers_and_no_other_authority(ca: x509.Certificate) -> None:
    constraints = ca.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)


def test_a_server_can_sign_nothing(server: x509.Certificate) -> None:
    usage = server.extensions.get_extension_for_class(x509.KeyUsage).value
    constraints = server.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (usage.key_cert_sign, usage.crl_sign, constraints.ca) == (False, False, False)


def test_a_name_longer_than_a_certificate_takes_is_cut(ca_key: EllipticCurvePrivateKey) -> None:
    named = make_ca(ca_key, "x" * 100, NOW).subject.rfc4514_string()
    assert len(named.removeprefix("CN=")) == 64


def test_python_takes_the_chain_by_the_strictest_reading(tmp_path: Path) -> None:
    assert _handshake(tmp_path, "laptop.local") == "TLSv1.3"


def test_another_host_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        _handshake(tmp_path, "elsewhere.example")


@pytest.mark.parametrize(
    ("days", "is_good"),
    [(0, True), (SERVER_DAYS - RENEW_DAYS - 2, True), (SERVER_DAYS - RENEW_DAYS, False), (-2, False)],
)
def test_a_server_certificate_goes_on_until_it_is_soon_over(
    days: int, is_good: bool, server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate
) -> None:
    assert certificate.is_good_server(server, key, ca, LAB, NOW + timedelta(days=days)) is is_good


def test_a_new_address_asks_for_a_new_certificate(
    server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate
) -> None:
    moved = Subjects(LAB.names, LAB.addresses | {ip_address("192.168.1.20")})
    assert not certificate.is_good_server(server, key, ca, moved, NOW)


def test_an_address_that_is_gone_does_not(
    server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate
) -> None:
    assert certificate.is_good_server(server, key, ca, Subjects.read(["localhost"]), NOW)


def test_another_key_or_another_authority_asks_for_a_new_certificate(
    server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate
) -> None:
    other = new_key()
    assert not certificate.is_good_server(server, other, ca, LAB, NOW)
    assert not certificate.is_good_server(server, key, make_ca(other, "laptop", NOW), LAB, NOW)


@pytest.mark.parametrize(
    ("days", "is_good"), [(0, True), (CA_DAYS - SERVER_DAYS - 2, True), (CA_DAYS - SERVER_DAYS, False)]
)
def test_an_authority_outlives_what_it_signs(
    days: int, is_good: bool, ca: x509.Certificate, ca_key: EllipticCurvePrivateKey
) -> None:
    assert certificate.is_good_ca(ca, ca_key, NOW + timedelta(days=days)) is is_good


def _handshake(folder: Path, host: str) -> str | None:
    """Over memory, with what Python asks for by default from 3.13 on: VERIFY_X509_STRICT. Returns the version."""
    now, ca_key, key = datetime.now(UTC), new_key(), new_key()
    authority = make_ca(ca_key, "laptop", now)
    made = make_server(key, LAB, now, authority, ca_key)
    (folder / "pair.pem").write_bytes(certificate.key_to_pem(key).encode() + made.public_bytes(Encoding.PEM))
    as_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    as_server.load_cert_chain(folder / "pair.pem")
    as_client = ssl.create_default_context(cadata=authority.public_bytes(Encoding.PEM).decode())
    as_client.verify_flags |= ssl.VERIFY_X509_STRICT
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = as_client.wrap_bio(down, up, server_hostname=host)
    server = as_server.wrap_bio(up, down, server_side=True)
    for side in (client, server, client, server):
        with contextlib.suppress(ssl.SSLWantReadError):
            side.do_handshake()
    return client.version()
