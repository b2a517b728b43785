"""`GET /api/openapi.json`: the description of /api (OpenAPI 3.1), as it stands in `openapi.json` beside this file.

Tests hold routes, limits and answers to it, both ways; schemathesis derives its requests from it.
"""

from pathlib import Path

from flask import Blueprint, Response

DESCRIPTION = Path(__file__).with_name("openapi.json")


def openapi_blueprint() -> Blueprint:
    """The description, to be read by programs."""
    openapi = Blueprint("openapi", __name__)

    @openapi.get("/api/openapi.json")
    def describe() -> Response:
        return Response(DESCRIPTION.read_bytes(), mimetype="application/json")

    return openapi
