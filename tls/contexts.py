"""How the lab's servers and clients speak TLS: 1.2 or newer (RFC 8996), certificates verified, no exception."""

import ssl

from chat.errors import SettingsError
from chat.settings import Settings
from tls.files import Identity, identity


def server_context(shown: Identity) -> ssl.SSLContext:
    """For a server. Raises SettingsError when the files can't be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(shown.certificate, shown.key)
    except OSError as error:
        raise SettingsError("bad-setting", f"LAB_TLS: {shown.certificate}, {shown.key}: {error}") from error
    return context


def broker_context(settings: Settings) -> ssl.SSLContext | None:
    """For the lab's own clients at the broker, as LAB_MQTT_TLS says; None: without TLS. Raises SettingsError.

    They trust LAB_MQTT_CA; else, at the lab's own broker, what it shows; else what the system trusts.
    """
    if not settings.mqtt_tls_on:
        return None
    trusted = settings.mqtt_ca
    if trusted is None and settings.broker != "external":
        shown = identity(settings)
        trusted = shown.ca if shown is not None else None
    try:
        return ssl.create_default_context(cafile=trusted)
    except OSError as error:
        raise SettingsError("bad-setting", f"LAB_MQTT_CA={trusted}: {error.strerror or error}") from error


def page_context(settings: Settings) -> ssl.SSLContext | None:
    """For a program of this machine at the lab's own page; None: it is plain HTTP. Raises SettingsError.

    A given certificate may name another host and come from anywhere: then the server must show this very one.
    """
    shown = identity(settings)
    if shown is None:
        return None
    if settings.tls == "auto":
        return ssl.create_default_context(cafile=shown.ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(shown.certificate)
    return context
