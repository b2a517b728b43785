"""docker-compose.yml and Dockerfile as documents: what every container must have, and that all they name exists."""

import re
from pathlib import Path
from typing import Any

import pytest

from broker.selection import choose
from chat.settings import Settings
from devices.kinds import DEMO
from tests.docker.compose import instructions, interpolate, load
from tests.support.services import ROOT

COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = load(COMPOSE, {})["services"]
RUNNING = ("broker", "bridge", "web", "devices")
INSTRUCTIONS = instructions(ROOT / "Dockerfile")


@pytest.mark.parametrize(
    ("text", "environ", "result"),
    [
        ("${A:-x}", {}, "x"),
        ("${A:-x}", {"A": ""}, "x"),
        ("${A-x}", {"A": ""}, ""),
        ("${A:-x}:$B", {"A": "1", "B": "2"}, "1:2"),
        ("$$A ${A}", {"A": "1"}, "$A 1"),
    ],
)
def test_variables_are_replaced_as_compose_does(text: str, environ: dict[str, str], result: str) -> None:
    assert interpolate(text, environ) == result


def test_a_form_that_is_not_read_here_is_an_error() -> None:
    with pytest.raises(ValueError, match="forms"):
        interpolate("${A:?it is needed}", {})


def test_the_lab_is_broker_bridge_web_and_devices_and_the_accounts_before_them() -> None:
    assert set(SERVICES) == {"accounts", *RUNNING}


def test_the_accounts_are_made_once() -> None:
    assert SERVICES["accounts"]["restart"] == "no"
    assert SERVICES["broker"]["depends_on"] == {"accounts": {"condition": "service_completed_successfully"}}


@pytest.mark.parametrize("name", RUNNING)
class TestEveryRunningService:
    """What holds for each container that stays."""

    def test_starts_again_by_itself(self, name: str) -> None:
        assert SERVICES[name]["restart"] == "unless-stopped"

    def test_has_a_health_check_with_bounds(self, name: str) -> None:
        check = SERVICES[name]["healthcheck"]
        assert check["test"][0] == "CMD"
        assert {"interval", "timeout", "retries", "start_period"} <= check.keys()

    def test_reaps_what_its_health_check_leaves(self, name: str) -> None:
        assert SERVICES[name]["init"] is True


@pytest.mark.parametrize("name", SERVICES)
class TestEveryService:
    """What holds for each container."""

    def test_is_not_root_and_can_not_become_it(self, name: str) -> None:
        service = SERVICES[name]
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["cap_drop"] == ["ALL"]

    def test_writes_to_its_volumes_and_tmp_alone(self, name: str) -> None:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["tmpfs"] == ["/tmp"]

    def test_publishes_on_loopback_unless_told_otherwise(self, name: str) -> None:
        assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))

    def test_waits_for_services_that_are_well(self, name: str) -> None:
        waits = SERVICES[name].get("depends_on", {})
        assert set(waits) <= set(SERVICES)
        assert all(wait == {"condition": "service_healthy"} for service, wait in waits.items() if service in RUNNING)
        assert waits or name == "accounts"

    def test_mounts_volumes_that_are_declared(self, name: str) -> None:
        assert {volume.split(":")[0] for volume in SERVICES[name]["volumes"]} <= set(load(COMPOSE, {})["volumes"])


@pytest.mark.parametrize("name", SERVICES)
def test_env_file_is_read_when_there_is_one(name: str) -> None:
    assert SERVICES[name]["env_file"] == [{"path": ".env", "required": False}]


@pytest.mark.parametrize("name", SERVICES)
def test_the_environment_is_valid_settings(name: str) -> None:
    settings = Settings.from_mapping(SERVICES[name]["environment"])
    assert (settings.broker_address, settings.host, settings.logs) == ("broker", "0.0.0.0", Path("/logs"))
    assert settings.has_accounts


@pytest.mark.parametrize("name", SERVICES)
def test_what_env_file_says_about_the_outside_does_not_move_the_inside(name: str) -> None:
    keys = {"LAB_HOST", "LAB_BROKER", "LAB_MQTT_HOST", "LAB_MQTT_PORT", "LAB_MQTT_WS_PORT", "LAB_WEB_PORT"}
    assert keys | {"LAB_LOGS", "LAB_DATA"} <= SERVICES[name]["environment"].keys()


def test_the_settings_move_the_published_ports() -> None:
    moved = load(
        COMPOSE, {"LAB_HOST": "10.0.0.2", "LAB_WEB_PORT": "80", "LAB_MQTT_PORT": "11", "LAB_MQTT_WS_PORT": "12"}
    )
    assert moved["services"]["web"]["ports"] == ["10.0.0.2:80:8000"]
    assert moved["services"]["broker"]["ports"] == ["10.0.0.2:11:1883", "10.0.0.2:12:9001"]


def test_the_bridge_alone_writes_the_logs() -> None:
    mounts = {name: [v for v in SERVICES[name].get("volumes", []) if v.startswith("logs:")] for name in SERVICES}
    assert mounts.pop("bridge") == ["logs:/logs"]
    assert mounts == {"accounts": [], "broker": [], "web": ["logs:/logs:ro"], "devices": []}


def test_the_devices_get_their_own_passwords_and_nothing_else() -> None:
    assert SERVICES["devices"]["volumes"] == ["demo:/demo:ro"]


def test_the_demo_has_the_accounts_of_its_devices_and_one_to_look_at_them() -> None:
    command = SERVICES["accounts"]["command"]
    made = command[command.index("add") + 1 : command.index("--session")]
    assert made == [*(kind.default_role for kind in DEMO), "health"]


def test_the_image_runs_as_the_user_of_the_services() -> None:
    assert ("USER", [SERVICES["web"]["user"]]) in INSTRUCTIONS


def test_the_folders_of_the_volumes_belong_to_that_user() -> None:
    run = next(words for name, words in INSTRUCTIONS if name == "RUN" and "useradd" in words)
    assert run[run.index("install") :] == ["install", "-d", "-o", "lab", "-g", "lab", "/logs", "/data", "/demo"]
    assert SERVICES["web"]["user"] == "10001:10001"
    assert run.count("10001") == 2


def copied() -> list[str]:
    """What the image copies from this folder."""
    return [
        source
        for name, words in INSTRUCTIONS
        if name == "COPY" and not words[0].startswith("--from")
        for source in words[:-1]
    ]


@pytest.mark.parametrize("source", copied())
def test_what_is_copied_exists_and_is_not_ignored(source: str) -> None:
    assert (ROOT / source).exists()
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert f"!{Path(source).parts[0]}" in rules
    assert source not in rules


def test_nothing_else_gets_into_the_build() -> None:
    rules = [rule for rule in (ROOT / ".dockerignore").read_text().splitlines() if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {Path(source).parts[0] for source in copied()}


@pytest.mark.parametrize("name", SERVICES)
def test_the_image_holds_the_module_that_each_service_runs(name: str) -> None:
    module = "launcher" if name == "accounts" else name
    assert SERVICES[name]["command"][:3] == ["python", "-m", module]
    assert {module, "chat", "lab.py"} <= set(copied())


def test_the_image_has_the_broker_that_the_services_ask_for() -> None:
    settings = Settings.from_mapping(SERVICES["broker"]["environment"])
    assert choose(settings, find=lambda: None).kind == "amqtt"
    assert re.search(r"^amqtt==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)


def test_the_image_adds_no_package_of_the_system() -> None:
    assert not [words for name, words in INSTRUCTIONS if name == "RUN" and "apt-get" in words]


def test_packages_are_installed_by_hash() -> None:
    (pip,) = [words for name, words in INSTRUCTIONS if name == "RUN" and words[0] == "pip"]
    assert "--require-hashes" in pip


def test_the_page_is_built_without_running_the_packages_scripts() -> None:
    assert ("RUN", ["npm", "ci", "--ignore-scripts", "--omit=dev"]) in INSTRUCTIONS
