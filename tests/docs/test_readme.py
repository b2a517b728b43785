"""Both READMEs: what they tell people to type works, run as it stands there, against a real lab."""

import doctest
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.settings import Settings
from devices import options
from devices.fleet import options as fleet_options
from devices.fleet.texts import Texts as FleetTexts
from devices.kinds import KINDS
from launcher.accounts_arguments import read_codes, read_device
from launcher.arguments import COMMANDS, parse
from launcher.texts import Texts
from tests.support.services import ROOT, Lab, Service
from tests.support.waiting import wait_until
from tls.certificate import fingerprint
from tls.files import identity

README = ["README.md", "README.pt-BR.md"]
DEVICES = ".venv/bin/python -m devices "
CONTAINERS = "docker compose "
"""tests/docker runs what the compose file says; a machine that runs the tests need not have docker."""


def text_of(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def python_of(readme: str) -> str:
    """The block of Python."""
    return str(re.findall(r"```python\n(.*?)```", text_of(readme), re.DOTALL)[0])


def commands(readme: str) -> list[str]:
    """Every command: a line that is indented as code, or words in backquotes that begin with a program."""
    text = re.sub(r"```.*?```", "", text_of(readme), flags=re.DOTALL)
    indented = re.findall(r"^ {4,7}(?! )([a-z].*?)(?: +# .*)?$", text, re.MULTILINE)
    inline = [" ".join(words.split()) for words in re.findall(r"`([^`]+)`", text)]
    programs = ("python ", ".venv/", "openssl ", "docker ", "mosquitto_", "jq ", "curl ", "pip ", "bench ")
    return indented + [words for words in inline if words.startswith(programs)]


def beginning(readme: str, words: str) -> list[str]:
    """The commands that begin with these words."""
    return [command for command in commands(readme) if command.startswith(words)]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab with the embedded broker, and the configuration files by which the mosquitto clients find its port."""
    made = Lab(tmp_path_factory.mktemp("readme"), broker_kind="amqtt")
    for client in ("mosquitto_pub", "mosquitto_sub"):
        (made.folder / client).write_text(f"-p {made.mqtt_port}\n")
    made.start_broker()
    made.start_bridge()
    yield made
    made.stop()


def environ(lab: Lab) -> dict[str, str]:
    return {**os.environ, "XDG_CONFIG_HOME": str(lab.folder), "PYTHONPATH": str(ROOT)}


def shell(lab: Lab, command: str) -> str:
    """What a command prints, typed in the lab's folder."""
    done = subprocess.run(
        command, shell=True, cwd=lab.folder, env=environ(lab), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def records(lab: Lab) -> list[dict[str, object]]:
    """The records of the session `demo`, in the order of their files."""
    lines = (line for file in lab.logs.glob("demo/chat_*.log") for line in file.read_bytes().splitlines())
    return [json.loads(line) for line in lines]


def say(lab: Lab, role: str, payload: str) -> None:
    """Publish as a role of `demo`, and wait until it is logged."""
    before = len(records(lab))
    shell(lab, f"mosquitto_pub -q 1 -t chat/demo/{role} -m {shlex.quote(payload)}")
    wait_until(lambda: len(records(lab)) > before, what=f"{payload} of {role} is logged")


@pytest.mark.parametrize("readme", README)
def test_every_command_is_one_that_a_test_here_tries(readme: str) -> None:
    tried = ("python lab.py", DEVICES, "mosquitto_pub ", "mosquitto_sub ", "jq ", "openssl x509 ", CONTAINERS, "bench ")
    assert len(commands(readme)) > 20
    assert [command for command in commands(readme) if not command.startswith(tried)] == []


@pytest.mark.parametrize("readme", README)
def test_the_lab_takes_every_command_that_begins_with_lab_py(readme: str) -> None:
    texts = Texts.of("en")
    short = [f"python lab.py {command}" for command in beginning(readme, "bench ")]
    for command in beginning(readme, "python lab.py") + short:
        words = shlex.split(command)[2:]
        asked = parse(words, texts)
        assert asked.command in COMMANDS
        match asked.command:
            case "device":
                assert read_device(asked.rest, texts).action
            case "codes":
                read_codes(asked.rest, texts)
            case "bench" if asked.rest:
                assert importlib.util.find_spec(f"bench.{asked.rest[0]}") is not None, command


@pytest.mark.parametrize("readme", README)
def test_a_command_that_starts_a_device_is_taken(readme: str) -> None:
    found = beginning(readme, DEVICES)
    assert found
    assert [options.parse(shlex.split(command)[3:], {}) for command in found] != [None] * len(found)


@pytest.mark.parametrize("readme", README)
def test_the_lines_for_a_third_participant_publish_and_show_what_was_logged(readme: str, lab: Lab) -> None:
    (listen,), publish = beginning(readme, "mosquitto_sub "), beginning(readme, "mosquitto_pub ")
    seen = lab.folder / f"{readme}.seen"
    service = Service("mosquitto_sub", shlex.split(listen), environ(lab), seen)
    service.start()

    def is_shown() -> bool:
        for command in publish:
            shell(lab, command)
        return all(word in service.text() for word in ('log/demo {"seq":', '"role":"maria"', '"temperature":23.5'))

    try:
        wait_until(is_shown, what="mosquitto_sub shows both records")
    finally:
        service.stop()


@pytest.mark.parametrize("readme", README)
def test_the_line_of_jq_prints_the_temperatures_of_a_sensor(readme: str, lab: Lab) -> None:
    say(lab, "sensor-1", '{"device":"sensor"}')
    say(lab, "sensor-1", '{"temperature":19.25}')
    say(lab, "lamp", '{"temperature":99}')
    (command,) = beginning(readme, "jq ")
    assert set(shell(lab, command).split()) == {"19.25"}


def of_pandas(readme: str, folder: Path, records: list[dict[str, object]], expression: str) -> object:
    """The value of an expression after the README's Python has run in a folder with a log of these records."""
    log = folder / "logs" / "demo" / "chat_20261122-164800.log"
    log.parent.mkdir(parents=True)
    log.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    code = f"{python_of(readme)}\nprint(json.dumps({expression}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("readme", README)
def test_pandas_keeps_a_role_of_digits_and_the_text_nan(readme: str, tmp_path: Path) -> None:
    beside = {"at": "2026-11-22T16:48:00.123Z", "data.temperature": 21.5}
    kept: list[dict[str, object]] = [
        {"seq": 1, "role": "007", "text": "NaN", "id": "11524", "sent_at": "2026", **beside},
        {"seq": 2, "role": "010", "text": "null", "id": "1e3", "sent_at": "2027", **beside},
    ]
    assert of_pandas(readme, tmp_path, kept, "frame.to_dict('records')") == kept


@pytest.mark.parametrize("readme", README)
def test_pandas_gives_the_temperatures_of_one_sensor_in_order(readme: str, tmp_path: Path) -> None:
    at = "2026-11-22T16:48:00.123Z"
    records: list[dict[str, object]] = [
        {"seq": 3, "at": at, "role": "sensor-1", "data": {"temperature": 23.5, "humidity": 51}},
        {"seq": 1, "at": at, "role": "sensor-1", "text": "ready"},
        {"seq": 2, "at": at, "role": "sensor-1", "data": {"temperature": 22.25}},
        {"seq": 4, "at": at, "role": "lamp", "data": {"temperature": 99}},
    ]
    assert of_pandas(readme, tmp_path, records, "list(temperatures)") == [22.25, 23.5]


@pytest.mark.parametrize("readme", README)
def test_pandas_reads_the_log_of_a_lab_in_order(readme: str, lab: Lab) -> None:
    say(lab, "sensor-1", '{"temperature":19.25}')
    say(lab, "007", "NaN")
    code = f"{python_of(readme)}\nprint(frame.to_json(orient='records'))"
    told = json.loads(shell(lab, f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"))
    assert [row["seq"] for row in told] == list(range(1, len(told) + 1))
    assert (told[-1]["role"], told[-1]["text"]) == ("007", "NaN")


@pytest.mark.parametrize("readme", README)
def test_the_line_of_openssl_prints_the_authoritys_fingerprint(readme: str, lab: Lab) -> None:
    made = identity(Settings(tls="auto", data=lab.folder / ".lab"))
    assert made is not None
    assert made.ca is not None
    from cryptography import x509

    (command,) = beginning(readme, "openssl ")
    expected = fingerprint(x509.load_pem_x509_certificate(made.ca.read_bytes()))
    assert shell(lab, command).strip().endswith(f"={expected}")


DEVICES_README = ["devices/README.md", "devices/README.pt-BR.md"]


@pytest.mark.parametrize("document", DEVICES_README)
def test_the_prompt_in_the_devices_readme_answers_as_it_says(document: str) -> None:
    result = doctest.testfile(str(ROOT / document), module_relative=False, encoding="utf-8")
    assert (result.attempted > 0, result.failed) == (True, 0)


@pytest.mark.parametrize("document", DEVICES_README)
def test_the_commands_of_the_devices_readme_are_taken(document: str) -> None:
    found = re.findall(r"^ {4}python -m devices (?!fleet)(.*)$", text_of(document), re.MULTILINE)
    assert [words for words in found if options.parse(shlex.split(words), {}) is None] == ["list"]
    assert {words.split()[0] for words in found} == {*KINDS, "demo", "list"}


def test_both_devices_readmes_have_the_same_parts_and_commands() -> None:
    english, portuguese = map(text_of, DEVICES_README)
    assert english.count("\n## ") == portuguese.count("\n## ")
    lines = [re.findall(r"^ {4,}(?:python|\.venv|cp) .*$", text, re.MULTILINE) for text in (english, portuguese)]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 15


@pytest.mark.parametrize("document", [*DEVICES_README, "docs/fleet.md"])
def test_the_commands_of_a_fleet_are_taken(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = re.findall(r"^ {4}python -m devices fleet (.*)$", text_of(document), re.MULTILINE)
    assert found
    for words in found:
        assert fleet_options.parse(shlex.split(words), {}, FleetTexts("en")).roles
