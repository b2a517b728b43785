"""`/api/boards`: files for boards, filled in. The lab keeps no password and no Wi-Fi that a request names."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from chat.errors import LabError
from chat.settings import Settings, is_loopback
from tls.files import Identity
from tls.machine_addresses import lan_address
from web.boards.archive import zip_of
from web.boards.kinds import KINDS
from web.boards.order import MAX_BOARDS, Board, Order, Reach, Wifi
from web.http.addresses import lab_address
from web.http.hosts import ip_address
from web.http.messages import string_in
from web.http.proxies import FORWARDED
from web.http.queries import json_body

_EVERY_NETWORK = ("0.0.0.0", "::")  # noqa: S104 - compares, does not bind


def boards_blueprint(settings: Settings, identity: Identity | None, breathe: Callable[[], None]) -> Blueprint:
    """`/api/boards`. `identity`: the certificate of the lab; None without TLS."""
    boards = Blueprint("boards", __name__, url_prefix="/api/boards")

    @boards.get("")
    def describe() -> Response:
        reach = _reach(settings, identity)
        return jsonify(
            host=reach.host, port=reach.port, tls=reach.tls, ca=bool(reach.ca), kinds=list(KINDS), most=MAX_BOARDS
        )

    @boards.post("")
    def download() -> Response:
        body = json_body()
        kind = string_in(body, "kind")
        if kind not in KINDS:
            raise LabError("bad-field", f"`kind` is one of: {', '.join(KINDS)}")
        order = _order(body, _reach(settings, identity, string_in(body, "host")))
        if settings.has_accounts and not all(board.password for board in order.boards):
            raise LabError("bad-field", "in a closed lab each board has a `password`")
        response = Response(zip_of(kind, order, breathe), mimetype="application/zip")
        response.headers["Content-Disposition"] = f'attachment; filename="{kind}-{order.session}.zip"'
        response.headers["Cache-Control"] = "no-store"
        return response

    return boards


def _order(body: dict[str, Any], reach: Reach) -> Order:
    """The order that a request describes. Raises LabError (`bad-field`, `same-role`) and TopicError."""
    boards, wifi = body.get("boards"), body.get("wifi")
    if not isinstance(boards, list) or not all(isinstance(one, dict) for one in boards):
        raise LabError("bad-field", "`boards` is a list of objects")
    wifi = {} if wifi is None else wifi
    if not isinstance(wifi, dict):
        raise LabError("bad-field", "`wifi` is an object")
    made = tuple(Board(string_in(one, "role"), string_in(one, "password")) for one in boards[: MAX_BOARDS + 1])
    return Order(reach, string_in(body, "session"), made, Wifi(string_in(wifi, "name"), string_in(wifi, "password")))


def _reach(settings: Settings, identity: Identity | None, host: str = "") -> Reach:
    """Where boards find the broker. `host`: what the teacher knows better."""
    tls = settings.tls_on or settings.mqtt_tls_on
    ca = settings.mqtt_ca if settings.broker == "external" else identity.ca if identity is not None else None
    port = settings.mqtts_port if tls else settings.mqtt_port
    return Reach(host or board_host(settings, request.environ, lab_address(settings).host), port, tls, _content(ca))


def board_host(settings: Settings, environ: Mapping[str, Any], found: str) -> str:
    """The host by which a board reaches the broker. `found`: the host by which people reach the page.

    An address is better than a name: boards know no names of the local network (mDNS), and looking one up blocks them.
    A certificate of LAB_TLS=own may hold names alone, and behind a proxy only its own host leads here.
    """
    host = found.strip("[]")
    if settings.broker == "external":
        return settings.broker_address
    if ip_address(host) is not None or settings.tls == "own" or environ.get(FORWARDED) or is_loopback(settings.host):
        return host
    return (lan_address() if settings.host in _EVERY_NETWORK else settings.host) or host


def _content(ca: Any) -> bytes:
    return ca.read_bytes() if ca is not None else b""
