"""The text that the launcher prints when the lab runs: addresses, codes and commands."""

from collections.abc import Sequence
from pathlib import Path

from chat.settings import Settings, is_loopback, reachable
from launcher.texts import Texts
from tls.machine_addresses import lan_address

_EVERY_NETWORK = ("0.0.0.0", "::")  # noqa: S104 - compares, does not bind


def page_url(settings: Settings) -> str:
    """The address of the page for a browser on this machine."""
    return f"{_scheme(settings)}://{_in_url(reachable(settings.host))}:{settings.web_port}/"


def _scheme(settings: Settings) -> str:
    return "https" if settings.tls_on else "http"


def banner(
    settings: Settings,
    texts: Texts,
    root: Path,
    *,
    lan: str | None = None,
    complete: bool = True,
    codes: Sequence[str] = (),
) -> str:
    """The lines to print.

    `lan`: this machine's address on its network; None looks it up. `codes`: the lines with a closed lab's codes.
    `complete` is False when a service was not ready in time.
    """
    broker = _in_url(settings.broker_address)
    rows = {"banner-page": page_url(settings), "banner-lan": network_row(settings, lan)}
    rows["banner-mqtt"] = f"{'mqtts' if settings.mqtt_tls_on else 'mqtt'}://{broker}:{settings.broker_port}"
    if settings.broker != "external":
        own = _in_url(reachable(settings.host))
        if settings.tls_on:
            rows["banner-mqtts"] = f"mqtts://{own}:{settings.mqtts_port}"
        rows["banner-websocket"] = f"{'wss' if settings.tls_on else 'ws'}://{own}:{settings.mqtt_ws_port}"
    if settings.tls == "auto":
        rows["banner-ca"] = f"{page_url(settings)}ca.pem"
    rows["banner-logs"] = str((root / settings.logs).resolve())
    rows["banner-watch"] = watch_command(settings)
    rows["banner-stop"] = "Ctrl-C"
    lines = [f"  {texts(key):10} {value}" for key, value in rows.items() if value]
    title = [texts("banner-title" if complete else "banner-title-incomplete")]
    if settings.access_on:
        title.append(texts("banner-closed" if settings.has_accounts else "banner-closed-page"))
    return "\n".join(["", *title, *codes, *lines, ""])


def watch_command(settings: Settings) -> str:
    """The mosquitto_sub command that shows every record. It names a password's variable instead of the password."""
    user = " -u ROLE -P PASSWORD" if settings.has_accounts else ""
    if settings.mqtt_username:
        user = f" -u '{settings.mqtt_username}' -P \"$LAB_MQTT_PASSWORD\""
    ca = settings.mqtt_ca or (settings.data / "tls" / "ca.pem" if settings.tls == "auto" else None)
    tls = f" --cafile '{ca}'" if ca is not None else " --tls-use-os-certs"
    tls = tls if settings.mqtt_tls_on else ""
    return f"mosquitto_sub -h {settings.broker_address} -p {settings.broker_port}{tls}{user} -v -t 'log/#'"


def network_host(settings: Settings, lan: str | None = None) -> str:
    """The broker's host for other machines, as far as it is known, else its host for this machine."""
    if settings.mqtt_host or is_loopback(settings.host):
        return settings.broker_address
    return _outside(settings, lan) or settings.broker_address


def _outside(settings: Settings, lan: str | None) -> str:
    """The address at which other machines reach this one; empty when it is not known."""
    if settings.host not in _EVERY_NETWORK:
        return settings.host
    return lan_address() if lan is None else lan


def network_row(settings: Settings, lan: str | None = None) -> str:
    """The addresses of page and broker for other machines; empty when none reaches this one, or it is not known."""
    address = "" if is_loopback(settings.host) else _outside(settings, lan)
    if not address:
        return ""
    scheme, port = ("mqtts", settings.mqtts_port) if settings.tls_on else ("mqtt", settings.mqtt_port)
    mqtt = "" if settings.broker == "external" else f"   {scheme}://{_in_url(address)}:{port}"
    return f"{_scheme(settings)}://{_in_url(address)}:{settings.web_port}/{mqtt}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
