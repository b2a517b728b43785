"""tls.files: what LAB_TLS makes or takes, and what it says about files that can't work."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from chat.errors import SettingsError
from chat.settings import Settings
from tls.certificate import SERVER_DAYS, subjects_of
from tls.files import Identity, identity, subjects_for


def lab(folder: Path, **settings: object) -> Settings:
    return Settings(data=folder, **{"tls": "auto", **settings})  # type: ignore[arg-type]


def made(settings: Settings) -> Identity:
    found = identity(settings)
    assert found is not None
    return found


def test_without_tls_nothing_is_made(tmp_path: Path) -> None:
    assert identity(Settings(data=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    made(lab(tmp_path))
    modes = {name: stat.S_IMODE((tmp_path / "tls" / name).stat().st_mode) for name in ("ca.key", "server.key")}
    assert modes == {"ca.key": 0o600, "server.key": 0o600}


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    made(lab(tmp_path))
    before = {path.name: path.read_bytes() for path in (tmp_path / "tls").iterdir()}
    made(lab(tmp_path))
    assert {path.name: path.read_bytes() for path in (tmp_path / "tls").iterdir()} == before


def test_processes_that_start_at_once_get_the_same(tmp_path: Path) -> None:
    def read(_number: int) -> tuple[bytes, bytes]:
        found = made(lab(tmp_path))
        return found.certificate.read_bytes(), found.key.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(read, range(8)))) == 1


def test_a_renewed_certificate_keeps_key_and_authority(tmp_path: Path) -> None:
    first = made(lab(tmp_path))
    authority_and_key, old = _contents(first), first.certificate.read_bytes()
    later = datetime.now(UTC) + timedelta(days=SERVER_DAYS - 10)
    again = identity(lab(tmp_path), lambda: later)
    assert again is not None
    assert _contents(again) == authority_and_key
    assert again.certificate.read_bytes() != old


def test_a_further_name_is_in_the_next_certificate(tmp_path: Path) -> None:
    made(lab(tmp_path))
    found = made(lab(tmp_path, allowed_hosts=("lab.school.example",)))
    assert "lab.school.example" in subjects_of(_read(found.certificate)).names


def test_the_certificate_is_for_this_machine_however_it_is_called(tmp_path: Path) -> None:
    settings = lab(tmp_path, host="0.0.0.0")
    subjects = subjects_of(_read(made(settings).certificate))
    assert subjects == subjects_for(settings)
    assert {"127.0.0.1", "::1"} <= {str(address) for address in subjects.addresses}
    assert "0.0.0.0" not in {str(address) for address in subjects.addresses}


def test_a_damaged_certificate_is_replaced(tmp_path: Path) -> None:
    found = made(lab(tmp_path))
    found.certificate.write_text("nothing")
    assert _read(made(lab(tmp_path)).certificate)


def test_a_damaged_key_is_named_and_not_replaced(tmp_path: Path) -> None:
    found = made(lab(tmp_path))
    found.key.write_text("nothing")
    with pytest.raises(SettingsError, match=r"LAB_TLS=auto: .*server\.key is not a key"):
        identity(lab(tmp_path))


def test_own_files_are_taken_as_they_are(tmp_path: Path) -> None:
    other = made(lab(tmp_path / "other"))
    settings = lab(tmp_path, tls="own", tls_cert=other.certificate, tls_key=other.key)
    assert identity(settings) == Identity(other.certificate, other.key, None)


@pytest.mark.parametrize("missing", ["LAB_TLS_CERT", "LAB_TLS_KEY"])
def test_own_needs_both_files(missing: str, tmp_path: Path) -> None:
    given = {"tls_cert": tmp_path / "c", "tls_key": tmp_path / "k", missing.removeprefix("LAB_").lower(): None}
    with pytest.raises(SettingsError, match=missing):
        identity(lab(tmp_path, tls="own", **given))


@pytest.mark.parametrize("broken", ["LAB_TLS_CERT", "LAB_TLS_KEY", "LAB_TLS_CA"])
@pytest.mark.parametrize("content", [None, b"no PEM", "-----BEGIN".encode("utf-16"), "ção".encode("latin-1")])
def test_a_file_that_is_missing_or_something_else_is_named_with_its_setting(
    broken: str, content: bytes | None, tmp_path: Path
) -> None:
    other = made(lab(tmp_path / "other"))
    given = {"LAB_TLS_CERT": other.certificate, "LAB_TLS_KEY": other.key, "LAB_TLS_CA": other.ca}
    given[broken] = tmp_path / "broken"
    if content is not None:
        (tmp_path / "broken").write_bytes(content)
    settings = {key.removeprefix("LAB_").lower(): path for key, path in given.items()}
    with pytest.raises(SettingsError, match=f"{broken}=.*broken: "):
        identity(lab(tmp_path, tls="own", **settings))


def test_a_key_of_another_certificate_is_named(tmp_path: Path) -> None:
    one, other = made(lab(tmp_path / "one")), made(lab(tmp_path / "other"))
    with pytest.raises(SettingsError, match=r"LAB_TLS_KEY=.*not the key of LAB_TLS_CERT="):
        identity(lab(tmp_path, tls="own", tls_cert=one.certificate, tls_key=other.key))


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _contents(found: Identity) -> tuple[bytes, bytes]:
    assert found.ca is not None
    return found.key.read_bytes(), found.ca.read_bytes()
