"""A closed lab seen from another host: without a code the page refuses, and without an account the broker."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chat.credentials import add_device, load
from chat.history import History
from chat.record import sound_records
from tests.support.services import Lab
from tests.support.two_hosts import LAB_ADDRESS, TwoHosts, two_hosts
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")

NOT_AUTHORISED = 5
"""What mosquitto_pub ends with when CONNACK refuses it (MQTT 3.1.1, section 3.2.2.3)."""

_GET = """
import sys, urllib.request, urllib.error
request = urllib.request.Request(sys.argv[1], headers=dict(one.split(": ", 1) for one in sys.argv[2:]))
try:
    with urllib.request.urlopen(request, timeout=10) as answer:
        print(answer.status, answer.url)
except urllib.error.HTTPError as error:
    print(error.code, error.url)
"""


@dataclass
class Visit:
    """The lab on one host, and somebody on the other."""

    lab: Lab
    hosts: TwoHosts
    password: str

    def publish(self, topic: str, text: str, *arguments: str) -> int:
        """mosquitto_pub on the other host; returns its exit code."""
        command = [
            "mosquitto_pub",
            "-h",
            LAB_ADDRESS,
            "-p",
            str(self.lab.mqtt_port),
            "-q",
            "1",
            "-t",
            topic,
            "-m",
            text,
        ]
        return self._run(*command, *arguments)[0]

    def as_lamp(self, topic: str, text: str) -> int:
        """The same with the account of the device `lamp`."""
        return self.publish(topic, text, "-u", "lamp", "-P", self.password)

    def get(self, path: str, *headers: str) -> tuple[str, str]:
        """Status, and where it led, of a GET from the other host."""
        url = f"http://{LAB_ADDRESS}:{self.lab.web_port}{path}"
        status, _, led_to = self._run(sys.executable, "-c", _GET, url, *headers)[1].strip().partition(" ")
        return status, led_to.removeprefix(f"http://{LAB_ADDRESS}:{self.lab.web_port}")

    def roles(self, session: str) -> list[str]:
        """Who is in the log."""
        return [record.role for record in sound_records(History.of(self.lab.logs, session).all())]

    def _run(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(self.hosts.on_other(*command), capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, done.stdout


def start(lab: Lab, name: str, hosts: TwoHosts) -> None:
    lab.prefixes[name] = hosts.on_lab(sys.executable, "-m")
    service = lab.service(name)
    wait_until(lambda: "ready" in service.text(), seconds=60, what=f"{name} is ready")


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def visit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A lab with LAB_HOST=0.0.0.0, and nothing else said."""
    with two_hosts() as hosts:
        lab = Lab(tmp_path_factory.mktemp("far"), broker_kind=request.param, settings={"LAB_HOST": "0.0.0.0"})
        for name in ("broker", "bridge", "web"):
            start(lab, name, hosts)
        made = Visit(lab, hosts, add_device(lab.folder / "data", "lamp"))
        wait_until(lambda: made.as_lamp("chat/first/lamp", "here") == 0, what="the broker knows the lamp")
        try:
            yield made
        finally:
            lab.stop()


def test_nobody_connects_without_an_account(visit: Visit) -> None:
    assert visit.publish("chat/aula1/usuario", "let me in") == NOT_AUTHORISED


def test_a_wrong_password_is_no_account(visit: Visit) -> None:
    assert visit.publish("chat/aula1/lamp", "let me in", "-u", "lamp", "-P", "guess") == NOT_AUTHORISED


def test_a_device_speaks_for_itself_and_for_nobody_else(visit: Visit) -> None:
    visit.as_lamp("chat/forged/usuario", "I am somebody else")
    visit.as_lamp("chat/forged/lamp", "I am the lamp")
    wait_until(lambda: visit.roles("forged"), what="what the lamp said is logged")
    assert visit.roles("forged") == ["lamp"]


def test_a_device_writes_no_records(visit: Visit) -> None:
    forged = '{"seq":1,"at":"2026-11-22T16:48:00.123Z","role":"usuario","text":"never said"}'
    visit.as_lamp("log/records", forged)
    visit.as_lamp("chat/records/lamp", "said")
    wait_until(lambda: visit.roles("records"), what="what the lamp said is logged")
    assert visit.roles("records") == ["lamp"]


def test_a_page_without_a_code_leads_to_the_form_that_asks_for_it(visit: Visit) -> None:
    assert visit.get("/s/aula1/usuario") == ("200", "/enter?next=/s/aula1/usuario")


def test_the_api_without_a_code_is_refused(visit: Visit) -> None:
    assert visit.get("/api/sessions")[0] == "401"


def test_a_wrong_code_is_refused(visit: Visit) -> None:
    assert visit.get("/api/sessions", "Authorization: Bearer AAAA-AAAA")[0] == "401"


def test_the_class_code_lets_in(visit: Visit) -> None:
    code = load(visit.lab.folder / "data").class_code
    assert visit.get("/api/sessions", f"Authorization: Bearer {code}")[0] == "200"
