"""The built page: what one page needs (the board's MicroPython, the tool that flashes) is loaded on that page alone."""

import json
from collections.abc import Mapping
from typing import Any

from tests.support.services import ROOT

BUILT = ROOT / "web" / "static" / "built"
BOARD, FLASH = "src/board.tsx", "src/flash.tsx"
MARKS = ("cm-editor", "wokwi-servo", "board-worker-")
"""Words of CodeMirror, of Wokwi's elements, and the name of the worker with MicroPython."""
FLASH_MARKS = ("Uploading stub...", "raw REPL; CTRL-B")
"""A word of esptool-js, and the one by which MicroPython's raw REPL is known."""


def loaded(manifest: Mapping[str, Any], entry: str) -> set[str]:
    """The files that an entry brings, with all that they import, now or later."""
    names, found = [entry], set()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names += [*manifest[name].get("imports", ()), *manifest[name].get("dynamicImports", ())]
    return {manifest[name]["file"] for name in found}


def marks_in(files: set[str], marks: tuple[str, ...] = MARKS) -> set[str]:
    texts = [(BUILT / file).read_text(encoding="utf-8") for file in files]
    return {mark for mark in marks if any(mark in text for text in texts)}


def test_no_page_but_the_board_loads_what_the_board_needs() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    entries = [name for name, chunk in manifest.items() if chunk.get("isEntry")]
    others = set().union(*(loaded(manifest, name) for name in entries if name != BOARD))
    assert len(entries) > 5
    assert marks_in(loaded(manifest, BOARD)) == set(MARKS)
    assert marks_in(others) == set()


def test_no_page_but_that_of_real_boards_loads_what_flashes_them() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    entries = [name for name, chunk in manifest.items() if chunk.get("isEntry")]
    others = set().union(*(loaded(manifest, name) for name in entries if name != FLASH))
    assert marks_in(loaded(manifest, FLASH), FLASH_MARKS) == set(FLASH_MARKS)
    assert marks_in(others, FLASH_MARKS) == set()
