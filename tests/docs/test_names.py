"""The documents name modules, folders and settings that exist, and use no retired word."""

import re
from pathlib import Path

import pytest

from tests.docs.test_documents import DOCUMENTS, tracked
from tests.support.services import ROOT

FOLDERS = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
RETIRED = re.compile(r"\b(insist\w*|canary|sieve\w*|placing|laggard\w*)\b", re.IGNORECASE)
"""Words that the field's terms replaced: disk retry, loopback probe, publish reader, sequencer, slow consumer."""


def named_paths(document: Path) -> set[str]:
    """Paths in backquotes that begin with a folder of the repository and end with a suffix or a slash."""
    words = re.findall(r"`([a-z_]+/[\w./-]*)`", document.read_text(encoding="utf-8"))
    tops = FOLDERS - {"logs"}  # what the lab writes there is not in the repository
    paths = {word for word in words if word.partition("/")[0] in tops and "..." not in word}
    return {word for word in paths if word.endswith("/") or "." in word}


def exists(word: str) -> bool:
    return (ROOT / word).exists() or word.startswith("web/static/built")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    assert [word for word in sorted(named_paths(document)) if not exists(word)] == []


def test_the_architecture_names_modules() -> None:
    assert len(named_paths(ROOT / "docs" / "architecture.md")) > 30


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_that_a_document_names_without_its_folder_exists(document: Path) -> None:
    known = {path.name for path in tracked()}
    named = re.findall(r"`(\w+\.(?:py|mjs|tsx?))`", document.read_text(encoding="utf-8"))
    examples = {"dice.py"}  # devices/README.md tells people to write it
    assert sorted(set(named) - known - examples) == []


def test_no_document_and_no_source_uses_a_retired_word() -> None:
    suffixes = {".md", ".py", ".ts", ".tsx", ".mjs", ".html", ".css", ".yml", ".toml"}
    texts = [path for path in tracked() if path.suffix in suffixes and path != Path(__file__)]
    assert [path for path in texts if RETIRED.search(path.read_text(encoding="utf-8"))] == []
