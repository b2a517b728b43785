"""A certificate authority of the lab's own, and the certificate of its server (RFC 5280). Pure: no file, no clock.

ECDSA with P-256, which browsers, phones, OpenSSL and mbedTLS all know, and which a microcontroller verifies quickly.
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
SERVER_DAYS = 397
"""The most that Apple's systems and browsers take of a server's certificate."""
RENEW_DAYS = 30
_EARLIER = timedelta(days=1)
"""Certificates hold from a day before they are made: not every clock in a class is right."""

_LONGEST_NAME = 64
"""Characters of a common name (RFC 5280, appendix A.1, ub-common-name)."""

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom a server's certificate is for: host names, with `*.` at most at the beginning, and addresses."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[Ip] = frozenset()

    @classmethod
    def read(cls, words: Iterable[str]) -> Self:
        """Names and addresses out of words; what a certificate can't say (networks, other characters) is left out."""
        names: set[str] = set()
        addresses: set[Ip] = set()
        for word in words:
            try:
                addresses.add(ipaddress.ip_address(word))
            except ValueError:
                names |= _dns_name(word)
        return cls(frozenset(names), frozenset(addresses))

    def covers(self, other: "Subjects") -> bool:
        """Whether all that `other` names is named here."""
        return other.names <= self.names and other.addresses <= self.addresses


def _dns_name(word: str) -> set[str]:
    name = f"*{word}" if word.startswith(".") else word
    plain = name.removeprefix("*.").replace("-", "").replace(".", "").replace("_", "")
    return {name.lower()} if plain.isascii() and plain.isalnum() else set()


def new_key() -> EllipticCurvePrivateKey:
    """A new private key."""
    return generate_private_key(SECP256R1())


def key_to_pem(key: EllipticCurvePrivateKey) -> str:
    """A key as a file holds it (PKCS #8, RFC 5958)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def key_from_pem(text: bytes) -> EllipticCurvePrivateKey:
    """Raises ValueError when it is no such key."""
    key = load_pem_private_key(text, password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("not a key that the lab makes")
    return key


def make_ca(key: EllipticCurvePrivateKey, machine: str, now: datetime) -> x509.Certificate:
    """The authority's certificate, signed by itself (section 4.2.1.9: it signs servers and no other authority)."""
    name = _named(f"Messaging lab CA ({machine})")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _begun(name, name, key, now, CA_DAYS)
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
    """The server's certificate, signed by the authority (section 4.2.1.6: the names stand in subjectAltName alone)."""
    alternatives = [
        *(x509.DNSName(name) for name in sorted(subjects.names)),
        *(x509.IPAddress(address) for address in sorted(subjects.addresses, key=lambda one: (one.version, int(one)))),
    ]
    return (
        _begun(_named("Messaging lab"), ca.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_authority(ca), critical=False)
        .sign(ca_key, SHA256())
    )


def subjects_of(certificate: x509.Certificate) -> Subjects:
    """Whom a certificate is for."""
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
    """Whether an authority still signs: it is this key's, and outlives a server's certificate that is made now."""
    ends = now + timedelta(days=SERVER_DAYS)
    return ca.public_key() == key.public_key() and ca.not_valid_before_utc <= now and ends <= ca.not_valid_after_utc


def is_good_server(
    server: x509.Certificate, key: EllipticCurvePrivateKey, ca: x509.Certificate, wanted: Subjects, now: datetime
) -> bool:
    """Whether a server's certificate goes on: this key's, this authority's, for all wanted, not soon over."""
    ends = now + timedelta(days=RENEW_DAYS)
    holds = server.not_valid_before_utc <= now and ends <= server.not_valid_after_utc
    return (
        holds
        and server.public_key() == key.public_key()
        and _is_signed_by(server, ca)
        and subjects_of(server).covers(wanted)
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate as people compare it: `AB:CD:...`."""
    return certificate.fingerprint(SHA256()).hex(":").upper()


def _is_signed_by(certificate: x509.Certificate, ca: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(ca)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    begins = now - _EARLIER
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )


def _named(name: str) -> x509.Name:
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


def _authority(ca: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)
