"""web.http.session_events: the state of a session over HTTP."""

import json
from pathlib import Path

from chat.settings import Settings
from web.app import create_app


def test_names_stand_in_the_order_of_the_log(tmp_path: Path) -> None:
    folder = tmp_path / "logs" / "aula1"
    folder.mkdir(parents=True)
    names = {"zoe": "Zoë", "ana": "Ana", "beto": "Beto"}
    (folder / "state.json").write_text(json.dumps({"seq": 3, "phase": "open", "names": names}))
    client = create_app(Settings(logs=tmp_path / "logs", data=tmp_path / "data")).app.test_client()
    assert list(json.loads(client.get("/api/sessions/aula1/state").data)["names"]) == list(names)
