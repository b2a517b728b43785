"""The documents are true: what they name exists, and what exists is named."""

import re
import subprocess
from pathlib import Path

import pytest

from bridge.deduplication import IDS_KEPT
from broker import limits
from chat import topic
from chat.credentials import MAX_DEVICES
from chat.errors import LabError
from chat.rejections import MOST_A_SECOND
from chat.settings import Settings, describe
from tests.support.services import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "devices").rglob("*.md")])
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
# Put together here, so that this file does not name them either.
REGISTRIES = ["registry." + "npmjs", "py" + "pi.org", "python" + "hosted", "deb." + "debian.org"]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_to_a_test_shows_the_name_of_its_file(document: Path) -> None:
    links = re.findall(r"\[(\w+\.py)\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
    assert [(shown, target) for shown, target in links if shown != target.rsplit("/", 1)[-1]] == []


def headings(document: Path) -> set[str]:
    """The anchors of a document's headings, as they are on the web."""
    found = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_heading_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]*\.md)#([^)]+)\)", document.read_text(encoding="utf-8"))
    assert [anchor for path, anchor in links if anchor not in headings(document.parent / path)] == []


@pytest.mark.parametrize("readme", ["README.md", "README.pt-BR.md"])
def test_a_readme_begins_with_the_two_commands_and_a_picture(readme: str) -> None:
    beginning = (ROOT / readme).read_text(encoding="utf-8").splitlines()[:12]
    assert [any(mark in line for line in beginning) for mark in ("python lab.py  ", "python lab.py test", "![")] == [
        True
    ] * 3


def test_both_readmes_have_the_same_parts() -> None:
    english, portuguese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.pt-BR.md"))
    assert english.count("\n## ") == portuguese.count("\n## ")
    assert re.findall(r"`(python lab\.py[^`]*)`", english) == re.findall(r"`(python lab\.py[^`]*)`", portuguese)


def test_every_setting_that_a_document_names_exists() -> None:
    known = {key for key, _, _ in describe()}
    named = {key for path in DOCUMENTS for key in re.findall(r"\bLAB_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert named - known == set()


def test_the_protocol_names_every_topic() -> None:
    topics = [
        "chat/<session>/<role>",
        "log/<session>",
        "to/<session>/<role>",
        "status/<session>/<role>",
        "lab/request/<what>",
        "lab/response/<what>",
    ]
    assert [name for name in [*topics, topic.REJECTED, topic.BRIDGE_STATUS] if f"`{name}`" not in PROTOCOL] == []


def reasons_in_the_code() -> set[str]:
    """Every reason that an error of the lab is raised with."""
    pattern = re.compile(r'(?:Error|Refused)\(\s*"([a-z-]+)"')
    return {
        reason
        for room in ("chat", "bridge", "web")
        for path in (ROOT / room).rglob("*.py")
        for reason in pattern.findall(path.read_text())
    }


def test_the_protocol_names_every_reason_that_a_sender_can_meet() -> None:
    inner = {
        "bad-description",
        "bad-record",
        "bad-setting",
        "log-unreadable",
        "log-unwritable",
        "log-folder-locked",
        "no-access-file",
        "bad-access-file",
        *("too-long", "file-full", "unwritable"),  # of the lessons, whose page shows the detail alone
    }
    found = reasons_in_the_code()
    assert {"bad-topic", "too-large", "session-exists", "timeout"} <= found
    assert {reason for reason in found - inner if f"`{reason}`" not in PROTOCOL} == set()


def test_the_numbers_of_the_protocol_are_those_of_the_code() -> None:
    assert f"last {IDS_KEPT} records" in PROTOCOL
    assert f"At most {MOST_A_SECOND} a\nsecond" in PROTOCOL
    assert f"({Settings().max_payload // 1024} KiB)" in PROTOCOL
    assert f"{limits.MAX_CONNECTIONS:,} connections, and {limits.RESERVED_CONNECTIONS} more" in PROTOCOL
    assert f"at most {MAX_DEVICES:,} accounts of devices" in PROTOCOL


def test_the_patterns_of_the_protocol_are_those_of_the_code() -> None:
    assert f"`{topic._SESSION.pattern}`" in PROTOCOL
    assert f"`{topic._ROLE.pattern}`" in PROTOCOL


def test_an_error_of_the_lab_says_reason_and_detail() -> None:
    error = LabError("no-session", "there is none")
    assert (error.reason, error.detail, str(error)) == ("no-session", "there is none", "no-session: there is none")


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str) -> None:
    naming = [path for path in tracked() if host.encode() in path.read_bytes()]
    assert naming == []


def test_nothing_built_bundled_or_vendored_is_kept() -> None:
    marks = re.compile(r"\.min\.(js|css)$|(^|/)(dist|built|node_modules|vendor)/|\.(wasm|whl|mo|pyc)$")
    assert [path for path in tracked() if marks.search(path.relative_to(ROOT).as_posix())] == []


def test_no_path_of_this_machine_is_kept() -> None:
    paths = [f"{ROOT}/".encode(), f"{Path.home()}/".encode()]
    assert [path for path in tracked() if any(mark in path.read_bytes() for mark in paths)] == []
