"""TLS contexts of the lab's servers and clients: TLS 1.2 or newer (RFC 8996). Clients always verify the certificate."""

import ssl

from chat.errors import SettingsError
from chat.settings import Settings
from tls.files import Identity, identity


def server_context(own: Identity) -> ssl.SSLContext:
    """The context of a server with this identity. Raises SettingsError when its files can't be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(own.certificate, own.key)
    except OSError as error:
        raise SettingsError("bad-setting", f"LAB_TLS: {own.certificate}, {own.key}: {error}") from error
    return context


def broker_context(settings: Settings) -> ssl.SSLContext | None:
    """The context of the lab's services as clients of the broker; None when LAB_MQTT_TLS is off. Raises SettingsError.

    They trust LAB_MQTT_CA; without it the lab's authority at its own broker, and the system's at an external one.
    """
    if not settings.mqtt_tls_on:
        return None
    trusted = settings.mqtt_ca
    if trusted is None and settings.broker != "external":
        own = identity(settings)
        trusted = own.ca if own is not None else None
    try:
        return ssl.create_default_context(cafile=trusted)
    except OSError as error:
        raise SettingsError("bad-setting", f"LAB_MQTT_CA={trusted}: {error.strerror or error}") from error


def page_context(settings: Settings) -> ssl.SSLContext | None:
    """The context of a client of the lab's page on this machine; None for plain HTTP. Raises SettingsError.

    A certificate of LAB_TLS=own may name another host and come from any authority. Then the server must present exactly
    this certificate.
    """
    own = identity(settings)
    if own is None:
        return None
    if settings.tls == "auto":
        return ssl.create_default_context(cafile=own.ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(own.certificate)
    return context
