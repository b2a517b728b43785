"""Who is connected to the lab that runs: asked of its page, as the teacher."""

import http.client
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chat.credentials import load
from chat.errors import LabError
from chat.settings import Settings, reachable
from tls.contexts import page_context

_SECONDS = 3.0


def present_roles(settings: Settings, data: Path) -> Mapping[str, Sequence[str]]:
    """The sessions in which each role is connected or held, at the lab that these settings reach.

    Empty when it does not answer, or has no accounts.

    `data`: the folder with its codes.
    """
    try:
        code = load(data).teacher_code
        tls = page_context(settings)
    except LabError:
        return {}
    host = reachable(settings.host)
    if tls is None:
        connection = http.client.HTTPConnection(host, settings.web_port, timeout=_SECONDS)
    else:
        connection = http.client.HTTPSConnection(host, settings.web_port, timeout=_SECONDS, context=tls)
    try:
        connection.request("GET", "/api/accounts", headers={"Authorization": f"Bearer {code}"})
        answer = connection.getresponse()
        return _read(json.loads(answer.read())) if answer.status == 200 else {}
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError):
        return {}
    finally:
        connection.close()


def _read(document: dict[str, Any]) -> dict[str, list[str]]:
    """What `GET /api/accounts` says of accounts and of other roles that are present (docs/protocol.md)."""
    entries = [*document["accounts"], *document["present"]]
    return {str(entry["role"]): [str(session) for session in entry["online"]] for entry in entries if entry["online"]}
