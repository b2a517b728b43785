"""The lab's settings: one table of keys, read once from the environment and `.env` into a frozen value.

Tests hold `.env.example` and the documents to the table. This module never reads os.environ by itself.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from chat.environment import check_keys, read_dotenv, read_environ
from chat.errors import SettingsError, TopicError
from chat.topic import check_role

ACCESS = ("auto", "on")
TLS = ("off", "auto", "own")
BROKERS = ("auto", "amqtt", "mosquitto", "external")
MOSQUITTO_SAVES = ("interval", "always")
FAULTS = ("auto", "off")
LANGUAGES = ("pt-BR", "en", "auto")

_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("a TCP port is a whole number from 1 to 65535")
    return int(text)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"it takes a whole number from {low} to {high}")
        return int(text)

    return read


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"it takes one of: {', '.join(words)}")
        return text

    return read


def check_host(text: str) -> str:
    """Return `text` if it is an IP address or a host name. Raises ValueError."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        if not _HOST_NAME.fullmatch(text):
            raise ValueError("it takes an IP address or a host name, without a port") from None
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it takes one line of text")
    return text


def _host_or_none(text: str) -> str:
    return check_host(text) if text else ""


def _roles(text: str) -> tuple[str, ...]:
    try:
        return tuple(check_role(word).lower() for word in re.split(r"[\s,]+", text) if word)
    except TopicError as error:
        raise ValueError(f"it takes roles, separated by commas: {error.detail}") from None


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(_host_or_range(word) for word in re.split(r"[\s,]+", text.lower()) if word)


def _host_or_range(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text)) if "/" in text else check_host(text.removeprefix(".")) and text
    except ValueError:
        raise ValueError("it takes host names, ends of names (.example.org), addresses and networks") from None


def _networks(text: str) -> tuple[str, ...]:
    """IP addresses and networks, with spaces or commas between them, each as `address` or `network/bits`."""
    words = [word for word in re.split(r"[\s,]+", text) if word]
    try:
        return tuple(str(ipaddress.ip_network(word)).removesuffix("/32").removesuffix("/128") for word in words)
    except ValueError:
        raise ValueError("it takes IP addresses and networks, such as 127.0.0.1 and 10.0.0.0/8") from None


def _file_or_none(text: str) -> Path | None:
    return Path(text) if text else None


def _setting(default: Any, read: Callable[[str], Any], help_text: str) -> Any:
    return field(default=default, metadata={"read": read, "help": help_text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of the lab. A field `mqtt_port` is the key `LAB_MQTT_PORT`."""

    host: str = _setting(
        "127.0.0.1", check_host, "address that the broker and the page listen on; 0.0.0.0 is every network"
    )
    access: str = _setting(
        "auto",
        _one_of(ACCESS),
        "on: codes and passwords are needed; auto: only when other machines can reach the lab",
    )
    tls: str = _setting(
        "off",
        _one_of(TLS),
        "TLS for page and broker: off; auto: the lab makes a certificate authority; own: with LAB_TLS_CERT",
    )
    tls_cert: Path | None = _setting(
        None, _file_or_none, "LAB_TLS=own: file of the certificate, followed by the intermediate certificates (PEM)"
    )
    tls_key: Path | None = _setting(None, _file_or_none, "LAB_TLS=own: file of the certificate's private key (PEM)")
    tls_ca: Path | None = _setting(
        None,
        _file_or_none,
        "LAB_TLS=own: file of its authority, if clients do not trust it already (PEM)",
    )
    mqtt_port: int = _setting(1883, _port, "port of MQTT over TCP; with LAB_TLS it serves this machine alone")
    mqtts_port: int = _setting(8883, _port, "port of MQTT over TLS")
    mqtt_ws_port: int = _setting(9001, _port, "port of MQTT over WebSocket")
    web_port: int = _setting(8000, _port, "port of the web page")
    faults: str = _setting("auto", _one_of(FAULTS), "the fault lab: auto (started when somebody opens its page), off")
    faults_port: int = _setting(
        18830, _port, "port of the fault lab's WebSockets; each of its lines has one of the 100 ports behind it"
    )
    broker: str = _setting(
        "auto", _one_of(BROKERS), "auto (the embedded amqtt), amqtt, mosquitto (if installed), external"
    )
    mosquitto_save: str = _setting(
        "interval",
        _one_of(MOSQUITTO_SAVES),
        "when mosquitto saves its state: interval (every two seconds), always (after every change, which is slow)",
    )
    mqtt_host: str = _setting(
        "", _host_or_none, "the broker's host for bridge, web and devices; empty: the lab's own broker"
    )
    mqtt_username: str = _setting(
        "",
        str,
        "user name of the lab's services at the broker; empty: anonymous, in a closed lab an account for each service",
    )
    mqtt_password: str = _setting("", str, "password of the lab's services at the broker")
    mqtt_tls: str = _setting(
        "off", _one_of(("off", "on")), "on: bridge, web and devices reach the broker by TLS, at LAB_MQTTS_PORT"
    )
    mqtt_ca: Path | None = _setting(
        None,
        _file_or_none,
        "file of the authority that they trust (PEM); empty: the lab's own, at an external broker the system's",
    )
    logs: Path = _setting(Path("logs"), Path, "folder of the session logs")
    data: Path = _setting(Path(".lab"), Path, "folder of the lab's own files, such as accounts and the broker's state")
    allowed_hosts: tuple[str, ...] = _setting(
        (),
        _hosts,
        "more names of the page: names, ends of names (.example.org), addresses, networks (192.168.0.0/16)",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (), _networks, "addresses and networks of the reverse proxies whose X-Forwarded headers count (127.0.0.1)"
    )
    teacher_roles: tuple[str, ...] = _setting(
        ("professor", "professora", "teacher"),
        _roles,
        "roles that in a closed lab only the teacher has, in small letters",
    )
    lang: str = _setting(
        "pt-BR", _one_of(LANGUAGES), "language of the page: pt-BR, en, or auto (what the browser asks for)"
    )
    max_payload: int = _setting(65536, _whole(256, 131072), "largest payload of a message, in bytes")
    log_rotate: int = _setting(
        67108864, _whole(4096, 2**40), "size after which a session continues in a new file, in bytes"
    )
    max_open_files: int = _setting(256, _whole(8, 65536), "log files that the bridge keeps open at once")
    queue: int = _setting(20000, _whole(100, 1000000), "messages that can wait in the bridge for the disk")
    sender_rate: int = _setting(
        200, _whole(1, 1000000), "messages a second that a sender may always publish; more while no message waits"
    )
    new_sessions_per_role: int = _setting(100, _whole(1, 1000000), "new sessions a minute of one role")
    new_sessions: int = _setting(300, _whole(1, 1000000), "new sessions a minute in all")
    max_sessions: int = _setting(10000, _whole(1, 1000000), "largest number of sessions, without archived ones")
    arguments: str = _setting("", _one_line, "options of `python lab.py`, which sets this key for the page")

    def __post_init__(self) -> None:
        """Check the fields against one another. Raises SettingsError (`bad-setting`)."""
        ports = {"LAB_MQTT_PORT": self.mqtt_port, "LAB_MQTT_WS_PORT": self.mqtt_ws_port, "LAB_WEB_PORT": self.web_port}
        if self.tls_on:
            ports["LAB_MQTTS_PORT"] = self.mqtts_port
        if len(set(ports.values())) < len(ports):
            pairs = ", ".join(f"{key}={port}" for key, port in ports.items())
            raise SettingsError("bad-setting", f"{pairs}: each needs a port of its own")
        if self.broker == "external" and not self.mqtt_host:
            raise SettingsError("bad-setting", "LAB_MQTT_HOST is needed with LAB_BROKER=external")
        if self.mqtt_ca is not None and not self.mqtt_tls_on:
            raise SettingsError("bad-setting", "LAB_MQTT_CA needs LAB_MQTT_TLS=on")
        if self.mqtt_tls_on and not (self.tls_on or self.mqtt_host):
            raise SettingsError("bad-setting", "LAB_MQTT_TLS=on: the lab's own broker speaks TLS with LAB_TLS")
        if self.has_accounts and self.mqtt_username:
            raise SettingsError(
                "bad-setting",
                "LAB_MQTT_USERNAME: a closed lab has accounts of its own (python lab.py device add); leave it empty",
            )

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """Read `LAB_*` keys; other keys are ignored. Raises SettingsError (`bad-setting`), which names the key."""
        known = _by_key(cls)
        check_keys(values, known)
        read = {}
        for key, item in known.items():
            text = values.get(key, "").strip()
            if text:
                try:
                    read[item.name] = item.metadata["read"](text)
                except ValueError as error:
                    raise SettingsError("bad-setting", f"{key}={text!r}: {error}") from error
        return cls(**read)

    @classmethod
    def load(cls, environ: Mapping[str, str], dotenv: Path = Path(".env")) -> Self:
        """Read the `.env` file, if there is one, and the environment, which overrides it. Raises SettingsError."""
        known = _by_key(cls)
        return cls.from_mapping({**read_dotenv(dotenv, known), **read_environ(environ, known)})

    def to_environ(self) -> dict[str, str]:
        """The settings as environment variables, for a child process."""
        return {f"LAB_{item.name.upper()}": _as_text(getattr(self, item.name)) for item in fields(self)}

    @property
    def access_on(self) -> bool:
        """Whether the lab is closed: nobody is anonymous, at the page and at the lab's own broker."""
        return self.access == "on" or not is_loopback(self.host)

    @property
    def is_broker_embedded(self) -> bool:
        """Whether the lab's broker is the embedded one, which acknowledges a message when the bridge has logged it."""
        return self.broker in ("auto", "amqtt")

    @property
    def has_accounts(self) -> bool:
        """Whether the broker asks for the accounts of `chat.access`: in a closed lab with a broker of its own."""
        return self.access_on and self.broker != "external"

    @property
    def tls_on(self) -> bool:
        """Whether page and broker speak TLS to other machines."""
        return self.tls != "off"

    @property
    def mqtt_tls_on(self) -> bool:
        """Whether the lab's own services reach the broker by TLS."""
        return self.mqtt_tls == "on"

    @property
    def plain_host(self) -> str:
        """The address on which the lab's own broker accepts MQTT without TLS; with LAB_TLS a loopback address."""
        if not self.tls_on or is_loopback(self.host):
            return self.host
        return "::1" if ":" in self.host else "127.0.0.1"

    @property
    def broker_address(self) -> str:
        """The host at which a client on this machine reaches the broker."""
        return self.mqtt_host or reachable(self.host if self.mqtt_tls_on else self.plain_host)

    @property
    def broker_port(self) -> int:
        """The port at which the lab's own services reach the broker."""
        return self.mqtts_port if self.mqtt_tls_on else self.mqtt_port


def _by_key(settings: type[Settings]) -> dict[str, Field[Any]]:
    """The fields by their keys, `LAB_*`."""
    return {f"LAB_{item.name.upper()}": item for item in fields(settings)}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable(host: str) -> str:
    """The address by which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compares, does not bind


def describe() -> list[tuple[str, str, str]]:
    """Every key, its default and its help, in the order of `.env.example`."""
    return [(f"LAB_{f.name.upper()}", _as_text(f.default), str(f.metadata["help"])) for f in fields(Settings)]


def _as_text(value: object) -> str:
    """A value in the form of an environment variable."""
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, tuple) else str(value)
