"""A class comes in: boards on other hosts, with the very files that the teacher downloads, and nothing edited."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chat.credentials import load
from chat.history import History
from chat.record import Record, sound_records
from tests.end_to_end.test_other_host import start
from tests.support.board import interpreter
from tests.support.services import Lab, Service, environment
from tests.support.sketch import compile_sketch
from tests.support.two_hosts import LAB_ADDRESS, TwoHosts, two_hosts
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")

REFUSED = "the lab refuses this user name and password"
"""What a board says on its console."""

_POST = """
import ssl, sys, urllib.request
url, code, ca = sys.argv[1:]
headers = {"Authorization": f"Bearer {code}", "Content-Type": "application/json"}
context = ssl.create_default_context(cafile=ca) if ca else None
request = urllib.request.Request(url, sys.stdin.buffer.read(), headers)
sys.stdout.buffer.write(urllib.request.urlopen(request, timeout=20, context=context).read())
"""


@dataclass
class Classroom:
    """A closed lab on one host, and the boards' host."""

    lab: Lab
    hosts: TwoHosts
    tls: bool

    def post(self, path: str, body: object) -> bytes:
        """What the lab answers to the teacher, who asks from the other host."""
        scheme = "https" if self.tls else "http"
        code = load(self.lab.folder / "data").teacher_code
        ca = str(self.lab.folder / "data" / "tls" / "ca.pem") if self.tls else ""
        url = f"{scheme}://{LAB_ADDRESS}:{self.lab.web_port}{path}"
        done = subprocess.run(
            self.hosts.on_other(sys.executable, "-c", _POST, url, code, ca),
            input=json.dumps(body).encode(),
            capture_output=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def equip(self, kind: str, role: str, folder: Path) -> Path:
        """The folder of a new board, as it comes out of the archive."""
        [made] = json.loads(self.post("/api/accounts", {"roles": [role], "sessions": ["aula1"]}))["accounts"]
        board = {"role": role, "password": made["password"]}
        order: dict[str, Any] = {"kind": kind, "session": "aula1", "boards": [board]}
        zipfile.ZipFile(io.BytesIO(self.post("/api/boards", order))).extractall(folder)
        return folder / role

    def run(self, role: str, folder: Path, *command: str) -> Service:
        """A program on the boards' host, in the board's folder."""
        inside = self.hosts.on_other("sh", "-c", 'cd "$0" && exec "$@"', str(folder), *command)
        board = Service(role, inside, environment({}), folder / "out.txt")
        self.lab.services[role] = board
        board.start()
        return board

    def said(self, role: str) -> list[Record]:
        """What a role has in the log."""
        return [record for record in sound_records(History.of(self.lab.logs, "aula1").all()) if record.role == role]

    def command(self, text: str) -> None:
        """The teacher says something in the session."""
        self.post("/api/sessions/aula1/messages", {"role": "teacher", "text": text})


@pytest.fixture(scope="module", params=[("mosquitto", "off"), ("amqtt", "off"), ("amqtt", "auto")], ids="-".join)
def classroom(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    """A lab that listens on its own address of the network, and nothing else said; over TLS as well."""
    broker, tls = request.param
    with two_hosts() as hosts:
        lab = Lab(tmp_path_factory.mktemp("class"), broker, {"LAB_HOST": LAB_ADDRESS, "LAB_TLS": tls})
        try:
            for name in ("broker", "bridge", "web"):
                start(lab, name, hosts)
            yield Classroom(lab, hosts, tls != "off")
        finally:
            lab.stop()


def is_in_the_chat(classroom: Classroom, board: Service, role: str, command: str, answer: str) -> None:
    """The board announces itself, and obeys."""
    wait_until(lambda: classroom.said(role), seconds=20, what=lambda: f"{role} is in the log: {board.text()}")
    classroom.command(f"@{role} {command}")
    wait_until(
        lambda: any(record.text == answer for record in classroom.said(role)),
        seconds=20,
        what=lambda: f"{role} obeys: {board.text()}",
    )


def test_a_micropython_board_is_in_the_chat(classroom: Classroom, tmp_path: Path) -> None:
    folder = classroom.equip("micropython", "esp32-1", tmp_path)
    board = classroom.run("esp32-1", folder, interpreter(), "main.py")
    is_in_the_chat(classroom, board, "esp32-1", "on", "ligada")


@pytest.mark.parametrize(
    ("kind", "role", "name"), [("esp32", "esp32-2", "lab_device"), ("pubsubclient", "esp32-7", "lab_pubsubclient")]
)
def test_an_esp32_sketch_is_in_the_chat(classroom: Classroom, tmp_path: Path, kind: str, role: str, name: str) -> None:
    folder = classroom.equip(kind, role, tmp_path) / name
    program = folder / "program"
    compile_sketch(folder / f"{name}.ino", program)
    board = classroom.run(role, folder, str(program))
    is_in_the_chat(classroom, board, role, "on", "ligada")


def test_a_python_program_is_in_the_chat(classroom: Classroom, tmp_path: Path) -> None:
    folder = classroom.equip("python", "pi-1", tmp_path)
    device = classroom.run("pi-1", folder, sys.executable, "device.py")
    wait_until(lambda: classroom.said("pi-1"), seconds=20, what=lambda: f"pi-1 is in the log: {device.text()}")
    classroom.command("@pi-1 on")
    wait_until(
        lambda: any(record.data == {"light": True} for record in classroom.said("pi-1")),
        seconds=20,
        what=lambda: f"pi-1 obeys: {device.text()}",
    )


def test_a_board_whose_account_is_taken_away_is_out_within_two_seconds(classroom: Classroom, tmp_path: Path) -> None:
    folder = classroom.equip("micropython", "esp32-3", tmp_path)
    board = classroom.run("esp32-3", folder, interpreter(), "main.py")
    wait_until(lambda: "ready" in board.text(), seconds=20, what=board.text)
    classroom.post("/api/accounts/remove", {"roles": ["esp32-3"]})
    # Two seconds until it is disconnected (docs/protocol.md), and one until it tries to connect again.
    wait_until(lambda: REFUSED in board.text(), seconds=2 + 1 + 1, what=board.text)
