"""`GET /ca.pem`: the authority that clients of this lab are to trust. Public, because it is needed before the login."""

from pathlib import Path

from flask import Blueprint, Response, abort

from tls.files import Identity

# The type by which iOS, Android and Firefox know that a certificate is to be installed (RFC 8555 names PEM's own, which
# they only download).
MIMETYPE = "application/x-x509-ca-cert"


def ca_certificate_blueprint(identity: Identity | None) -> Blueprint:
    """`/ca.pem`; 404 where there is no TLS, or its certificate is from an authority that everybody knows."""
    trust = Blueprint("ca_certificate", __name__)
    ca: Path | None = identity.ca if identity is not None else None

    @trust.get("/ca.pem")
    def authority() -> Response:
        if ca is None:
            abort(404)
        headers = {"Cache-Control": "no-cache", "Content-Disposition": 'inline; filename="ca.pem"'}
        return Response(ca.read_bytes(), mimetype=MIMETYPE, headers=headers)

    return trust
