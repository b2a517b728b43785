"""`/api/join` and `/qr.svg`: the lab's address for other machines, and QR codes of its pages."""

import io

import segno
from flask import Blueprint, Response, jsonify, request

from chat.errors import LabError
from chat.settings import Settings
from web.access.access import Access
from web.access.login import entry
from web.http.addresses import lab_address

MAX_PATH = 200


def join_blueprint(settings: Settings, access: Access, *, trusts: bool) -> Blueprint:
    """`/api/join` and `/qr.svg`. `trusts`: there is an authority to trust, at `/ca.pem`."""
    join = Blueprint("join", __name__)

    @join.get("/api/join")
    def address() -> Response:
        found = lab_address(settings)
        ports = {"mqtt_port": _mqtt_port(settings), "mqtt_ws_port": settings.mqtt_ws_port}
        tls = {"tls": True, "ca": trusts} if settings.tls_on else {}
        code = {"code": access.codes.class_code} if access.codes is not None else {}
        return jsonify(url=found.url, host=found.host, **ports, **tls, **code)

    @join.get("/qr.svg")
    def qr() -> Response:
        path = request.args.get("path", "/")
        if not path.startswith("/") or len(path) > MAX_PATH:
            raise LabError("bad-request", f"`path` begins with / and has at most {MAX_PATH} characters")
        drawn = io.BytesIO()
        code = segno.make(lab_address(settings).url + entry(access.codes, path), error="m", micro=False)
        code.save(drawn, kind="svg", scale=8, border=4, dark="#000", light="#fff", xmldecl=False)
        return Response(drawn.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})

    return join


def _mqtt_port(settings: Settings) -> int:
    """The broker's port for devices in the network."""
    return settings.mqtts_port if settings.tls_on or settings.mqtt_tls_on else settings.mqtt_port
