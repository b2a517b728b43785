"""The lab's certificate authority and the certificate of its server (RFC 5280). Pure: no file and no clock.

Keys are ECDSA with P-256. Browsers, phones, OpenSSL and mbedTLS support it, and a microcontroller verifies it quickly.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_DAYS = 3650
"""Days that an authority's certificate is valid."""

SERVER_DAYS = 397
"""Days that a server's certificate is valid: below the limit of 398 that browsers and Apple's systems set."""

RENEW_DAYS = 30
"""Days before the end of its validity from which a server's certificate is made again."""

_CLOCK_TOLERANCE = timedelta(days=1)
"""Certificates are valid from a day before they are made, because some clocks in a class are slow."""

_LONGEST_NAME = 64
"""Characters of a common name (RFC 5280, appendix A.1, ub-common-name)."""

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of a server's certificate: host names in lower case, which may begin with `*.`, and IP addresses."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[Ip] = frozenset()

    @classmethod
    def read(cls, words: Iterable[str]) -> Self:
        """The names and addresses among `words`. Other words, such as networks, have no form in a certificate."""
        names: set[str] = set()
        addresses: set[Ip] = set()
        for word in words:
            try:
                addresses.add(ipaddress.ip_address(word))
            except ValueError:
                names |= _dns_name(word)
        return cls(frozenset(names), frozenset(addresses))

    def covers(self, other: "Subjects") -> bool:
        """Whether every name and address of `other` is here."""
        return other.names <= self.names and other.addresses <= self.addresses


def _dns_name(word: str) -> set[str]:
    name = f"*{word}" if word.startswith(".") else word
    plain = name.removeprefix("*.").replace("-", "").replace(".", "").replace("_", "")
    return {name.lower()} if plain.isascii() and plain.isalnum() else set()


def new_key() -> EllipticCurvePrivateKey:
    """A new private key, ECDSA with P-256."""
    return generate_private_key(SECP256R1())


def key_to_pem(key: EllipticCurvePrivateKey) -> str:
    """The key as PEM text, unencrypted (PKCS #8, RFC 5958)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def key_from_pem(text: bytes) -> EllipticCurvePrivateKey:
    """The key in PEM bytes. Raises ValueError or TypeError when they hold no unencrypted elliptic curve key."""
    key = load_pem_private_key(text, password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("not a key that the lab makes")
    return key


def make_ca(key: EllipticCurvePrivateKey, machine: str, now: datetime) -> x509.Certificate:
    """The authority's certificate, signed by itself. It can sign servers, but no other authority (section 4.2.1.9).

    `machine` is a host name for people to read; `now` has a time zone.
    """
    name = _common_name(f"Messaging lab CA ({machine})")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _builder(name, name, key, now, CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


def make_server(
    key: EllipticCurvePrivateKey,
    subjects: Subjects,
    now: datetime,
    ca: x509.Certificate,
    ca_key: EllipticCurvePrivateKey,
) -> x509.Certificate:
    """The server's certificate, signed by the authority. Its names are in subjectAltName alone (section 4.2.1.6)."""
    alternatives = [
        *(x509.DNSName(name) for name in sorted(subjects.names)),
        *(x509.IPAddress(address) for address in sorted(subjects.addresses, key=lambda one: (one.version, int(one)))),
    ]
    return (
        _builder(_common_name("Messaging lab"), ca.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_authority_key_identifier(ca), critical=False)
        .sign(ca_key, SHA256())
    )


def subjects_of(certificate: x509.Certificate) -> Subjects:
    """The names and addresses in the subjectAltName of a certificate; none without one."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Subjects()
    addresses = names.get_values_for_type(x509.IPAddress)
    return Subjects(
        frozenset(names.get_values_for_type(x509.DNSName)),
        frozenset(one for one in addresses if isinstance(one, Ip)),
    )


def is_good_ca(ca: x509.Certificate, key: EllipticCurvePrivateKey, now: datetime) -> bool:
    """Whether the authority can sign a server's certificate now: it has this key, and stays valid for longer."""
    ends = now + timedelta(days=SERVER_DAYS)
    return ca.public_key() == key.public_key() and ca.not_valid_before_utc <= now and ends <= ca.not_valid_after_utc


def is_good_server(
    server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate, wanted: Subjects, now: datetime
) -> bool:
    """Whether a server's certificate can stay.

    It has this key, this authority signed it, it names all of `wanted`, and it is valid now and for RENEW_DAYS.
    """
    ends = now + timedelta(days=RENEW_DAYS)
    holds = server.not_valid_before_utc <= now and ends <= server.not_valid_after_utc
    return (
        holds
        and server.public_key() == key.public_key()
        and _is_signed_by(server, ca)
        and subjects_of(server).covers(wanted)
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate in the form that people compare: `AB:CD:...`, upper case."""
    return certificate.fingerprint(SHA256()).hex(":").upper()


def _is_signed_by(certificate: x509.Certificate, ca: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(ca)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    begins = now - _CLOCK_TOLERANCE
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )


def _common_name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME])])


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_key_identifier(ca: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)
