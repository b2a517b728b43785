"""The files of TLS: the lab's own in `LAB_DATA/tls`, made when they are needed, or those that the settings name.

Keys are made once, and only their owner can read them. Only a certificate is made again. That replaces one file, so
a reader gets the old or the new certificate, and both belong to the key.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from filelock import FileLock

from chat.errors import SettingsError
from chat.private_file import write_private
from chat.settings import Settings
from tls.certificate import (
    Subjects,
    is_good_ca,
    is_good_server,
    key_from_pem,
    key_to_pem,
    make_ca,
    make_server,
    new_key,
    subjects_of,
)
from tls.machine_addresses import own_addresses, own_names

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of the lab's servers: files of the certificate (or a chain, the server's first) and of its key.

    `ca` is the file of the authority that clients must trust; None when they trust it already or when it is not known.
    """

    certificate: Path
    key: Path
    ca: Path | None


def identity(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Identity | None:
    """The identity that LAB_TLS asks for; None when it is off. With `auto` the files are made or renewed.

    `now` returns the time with a time zone. Raises SettingsError, which names the key.
    """
    match settings.tls:
        case "auto":
            return _own_authority(settings.data / "tls", subjects_for(settings), now())
        case "own":
            return _own_files(settings)
    return None


def subjects_for(settings: Settings) -> Subjects:
    """Every name and address under which clients may reach this lab."""
    configured = [settings.host, settings.mqtt_host if settings.broker != "external" else "", *settings.allowed_hosts]
    unspecified = {"0.0.0.0", "::", ""}  # noqa: S104 - left out, not bound
    return Subjects.read({*_LOOPBACK, *own_names(), *own_addresses(), *configured} - unspecified)


def validity(own: Identity) -> tuple[datetime, list[str]]:
    """The end of a certificate's validity (UTC), and its names and addresses. Raises SettingsError."""
    certificate = _read_certificates("LAB_TLS_CERT", own.certificate)[0]
    subjects = subjects_of(certificate)
    return certificate.not_valid_after_utc, sorted(subjects.names) + sorted(map(str, subjects.addresses))


def _own_authority(folder: Path, subjects: Subjects, now: datetime) -> Identity:
    with _locked(folder):
        ca_key, key = (_key(folder / name) for name in ("ca.key", "server.key"))
        authority = _certificate(folder / "ca.pem")
        if authority is None or not is_good_ca(authority, ca_key, now):
            authority = _keep(folder / "ca.pem", make_ca(ca_key, min(own_names(), default=""), now))
        server = _certificate(folder / "server.pem")
        if server is None or not is_good_server(server, key, authority, subjects, now):
            _keep(folder / "server.pem", make_server(key, subjects, now, authority, ca_key))
    return Identity(folder / "server.pem", folder / "server.key", folder / "ca.pem")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "tls.lock", timeout=10):
            yield
    except OSError as error:  # filelock's Timeout is one as well
        raise SettingsError("bad-setting", f"LAB_DATA: {folder}: {error}") from error


def _key(path: Path) -> EllipticCurvePrivateKey:
    """The key of a file, which is made if it is missing. A damaged key is not replaced, because clients already trust a
    certificate that belongs to it."""
    if not path.exists():
        write_private(path, key_to_pem(new_key()))
    try:
        return key_from_pem(path.read_bytes())
    except (ValueError, TypeError) as error:
        raise SettingsError("bad-setting", f"LAB_TLS=auto: {path} is not a key; remove it to get another") from error


def _certificate(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _keep(path: Path, certificate: x509.Certificate) -> x509.Certificate:
    """Write a certificate. It is not secret, but only its owner may change it."""
    write_private(path, certificate.public_bytes(Encoding.PEM).decode("ascii"))
    return certificate


def _own_files(settings: Settings) -> Identity:
    certificate, key = settings.tls_cert, settings.tls_key
    if certificate is None or key is None:
        raise SettingsError("bad-setting", "LAB_TLS=own needs the files LAB_TLS_CERT and LAB_TLS_KEY")
    public_key = _read_certificates("LAB_TLS_CERT", certificate)[0].public_key()
    if _read_public_key("LAB_TLS_KEY", key) != public_key:
        raise SettingsError("bad-setting", f"LAB_TLS_KEY={key}: it is not the key of LAB_TLS_CERT={certificate}")
    if settings.tls_ca is not None:
        _read_certificates("LAB_TLS_CA", settings.tls_ca)
    return Identity(certificate, key, settings.tls_ca)


def _read_certificates(name: str, path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(_content(name, path))
    except ValueError as error:
        raise SettingsError("bad-setting", f"{name}={path}: it holds no certificate in PEM") from error


def _read_public_key(name: str, path: Path) -> object:
    try:
        return load_pem_private_key(_content(name, path), password=None).public_key()
    except TypeError as error:
        raise SettingsError(
            "bad-setting", f"{name}={path}: the key is encrypted; take one without a password"
        ) from error
    except ValueError as error:
        raise SettingsError("bad-setting", f"{name}={path}: it holds no private key in PEM") from error


def _content(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError("bad-setting", f"{name}={path}: {error.strerror}") from error
