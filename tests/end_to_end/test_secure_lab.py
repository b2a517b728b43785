"""A closed lab with TLS in Chromium: a secure page from the code to a message in the log."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Error

from chat.credentials import load
from chat.secret import format_code
from tests.support.browser import launch_type
from tests.support.services import Lab


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab with TLS."""
    made = Lab(tmp_path_factory.mktemp("secure"), settings={"LAB_ACCESS": "on", "LAB_TLS": "auto"})
    try:
        made.start_broker()
        made.start_bridge()
        made.start_web()
        yield made
    finally:
        made.stop()


def pin(certificate: Path) -> str:
    """What Chromium compares: SHA-256 of the public key, in base64."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def test_a_browser_that_trusts_the_lab_says_and_sees_a_message(chromium: Browser, secure: Lab) -> None:
    data = secure.folder / "data"
    flag = f"--ignore-certificate-errors-spki-list={pin(data / 'tls' / 'server.pem')}"
    browser = launch_type(chromium.browser_type, flag)
    try:
        page = browser.new_context(locale="pt-BR").new_page()
        url = f"https://127.0.0.1:{secure.web_port}"
        page.goto(f"{url}/enter?code={format_code(load(data).class_code)}&next=/s/aula1/usuario")
        page.locator("#message").fill("oi por TLS")
        page.locator("#message").press("Enter")
        page.locator("[role=log]").get_by_text("oi por TLS", exact=True).wait_for()
        assert page.evaluate("[isSecureContext, location.protocol]") == [True, "https:"]
    finally:
        browser.close()


def test_a_browser_that_does_not_shows_no_page(chromium: Browser, secure: Lab) -> None:
    page = chromium.new_page()
    try:
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            page.goto(f"https://127.0.0.1:{secure.web_port}/enter")
    finally:
        page.close()
