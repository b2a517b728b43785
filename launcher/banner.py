"""What a person needs to know once the lab runs."""

from pathlib import Path

from chat.settings import Settings, is_loopback, reachable
from launcher.network import lan_address
from launcher.texts import Texts

_EVERY_NETWORK = ("0.0.0.0", "::")  # noqa: S104 - compares, does not bind


def page_url(settings: Settings) -> str:
    """Where the page is, seen from this machine."""
    return f"http://{_in_url(reachable(settings.host))}:{settings.web_port}/"


def banner(settings: Settings, texts: Texts, root: Path, *, lan: str | None = None, complete: bool = True) -> str:
    """The lines to print; `lan` is this machine's address on its network, looked up unless given.

    Not `complete`: some service was not ready in time, and the title says so.
    """
    broker = _in_url(settings.broker_address)
    rows = {"banner-page": page_url(settings), "banner-lan": _lan_row(settings, lan)}
    rows["banner-mqtt"] = f"mqtt://{broker}:{settings.mqtt_port}"
    if settings.broker != "external":
        rows["banner-websocket"] = f"ws://{broker}:{settings.mqtt_ws_port}"
    rows["banner-logs"] = str((root / settings.logs).resolve())
    rows["banner-watch"] = watch_command(settings)
    rows["banner-stop"] = "Ctrl-C"
    lines = [f"  {texts(key):10} {value}" for key, value in rows.items() if value]
    return "\n".join(["", texts("banner-title" if complete else "banner-title-incomplete"), *lines, ""])


def watch_command(settings: Settings) -> str:
    """The mosquitto_sub line that shows every record; a password stays where it is, in the environment."""
    user = f" -u '{settings.mqtt_username}' -P \"$LAB_MQTT_PASSWORD\"" if settings.mqtt_username else ""
    return f"mosquitto_sub -h {settings.broker_address} -p {settings.mqtt_port}{user} -v -t 'log/#'"


def _lan_row(settings: Settings, lan: str | None) -> str:
    if is_loopback(settings.host):
        return ""
    address = settings.host
    if address in _EVERY_NETWORK:
        address = lan_address() if lan is None else lan
    if not address:
        return ""
    mqtt = "" if settings.broker == "external" else f"   mqtt://{_in_url(address)}:{settings.mqtt_port}"
    return f"http://{_in_url(address)}:{settings.web_port}/{mqtt}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
