"""The connection of a participant to a broker: where it is, with which account, with or without TLS."""

import ssl
import sys
from dataclasses import dataclass, field

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

CONNECT_SECONDS = 2.0
"""How long one try to connect may take."""

LONGEST_PAUSE_SECONDS = 30
"""Between two tries to connect: 1 second, 2, 4 and so on, but no more than this."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where a broker is, and the account that a client uses there. Without a user name the client is anonymous.

    `tls`: connect over TLS and verify the broker's certificate. `ca`: the file of the authority to trust; empty for the
    authorities that the system trusts.
    """

    host: str
    port: int = 1883
    username: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str = ""


def make_client(broker: Broker, client_id: str, *, will_topic: str) -> mqtt.Client:
    """An MQTT 3.1.1 client, not connected, whose will is `offline`, retained, on `will_topic`.

    Raises OSError when the authority's file can't be read.
    """
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=True)
    if broker.username:
        client.username_pw_set(broker.username, broker.password)
    if broker.tls:
        client.tls_set_context(ssl.create_default_context(cafile=broker.ca or None))
    client.will_set(will_topic, b"offline", qos=1, retain=True)
    client.reconnect_delay_set(1, LONGEST_PAUSE_SECONDS)
    client.connect_timeout = CONNECT_SECONDS
    return client


def tls_reason() -> str:
    """Why TLS did not come about, in parentheses; empty when that is not the reason.

    For a callback of paho that reports a failed connection: paho calls it while it handles the exception.
    """
    error = sys.exc_info()[1]
    return f" ({getattr(error, 'verify_message', '') or error})" if isinstance(error, ssl.SSLError) else ""
