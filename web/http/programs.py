"""`/programs/<name>.zip`: the programs of boards, as they are in `devices/`."""

from flask import Blueprint, Response, abort

from web.boards.programs import PROGRAMS, archive_of


def programs_blueprint() -> Blueprint:
    """`/programs/<name>.zip`."""
    programs = Blueprint("programs", __name__)

    @programs.get("/programs/<name>.zip")
    def download(name: str) -> Response:
        if name not in PROGRAMS:
            abort(404)
        # Not kept: the lab may be updated.
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "no-cache"}
        return Response(archive_of(name), mimetype="application/zip", headers=headers)

    return programs
