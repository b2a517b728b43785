"""The READMEs of boards name what boards really say."""

import re

import pytest

from tests.support.services import ROOT

DEVICES = ROOT / "devices"


@pytest.mark.parametrize("language", ["README.md", "README.pt-BR.md"])
@pytest.mark.parametrize("folder", ["micropython", "esp32"])
def test_every_failure_in_the_readme_is_one_that_the_boards_tell(folder: str, language: str) -> None:
    document = (DEVICES / folder / language).read_text(encoding="utf-8")
    table = document.split("|---|---|\n")[-1].split("\n\n")[0]
    told = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()]
    sources = [
        path.read_text(encoding="utf-8")
        for path in (DEVICES / folder).rglob("*.*")
        if path.suffix in {".py", ".ino", ".h"}
    ]
    said = "\n".join(sources)
    assert len(told) == 11
    for row in told:
        for part in filter(None, re.split(r" ?\.\.\. ?", row)):
            assert part in said


@pytest.mark.parametrize("folder", ["micropython", "esp32"])
def test_both_languages_have_the_same_parts(folder: str) -> None:
    english, portuguese = (
        (DEVICES / folder / name).read_text(encoding="utf-8") for name in ("README.md", "README.pt-BR.md")
    )
    assert [english.count(mark) for mark in ("\n## ", "\n- ", "\n|")] == [
        portuguese.count(mark) for mark in ("\n## ", "\n- ", "\n|")
    ]
