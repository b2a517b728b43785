"""web.http.assets: Vite's manifest, read."""

import json
from collections.abc import Mapping
from pathlib import Path

from web.http.assets import Assets, Entry


def assets(folder: Path, manifest: Mapping[str, object] | None) -> Assets:
    if manifest is not None:
        (folder / "built").mkdir()
        (folder / "built" / "manifest.json").write_text(json.dumps(manifest))
    made = Assets(folder)
    made.load()
    return made


def test_an_entry_has_its_script_and_the_styles_of_all_it_imports(tmp_path: Path) -> None:
    manifest = {
        "src/a.tsx": {"file": "assets/a.js", "css": ["assets/a.css"], "imports": ["_b.js"]},
        "_b.js": {"file": "assets/b.js", "css": ["assets/b.css"]},
    }
    entry = assets(tmp_path, manifest).entry("src/a.tsx")
    assert entry == Entry("built/assets/a.js", ("built/assets/b.css", "built/assets/a.css"))


def test_a_page_that_is_not_built_has_no_entries(tmp_path: Path) -> None:
    made = assets(tmp_path, None)
    assert (made.is_built, made.entry("src/a.tsx")) == (False, None)
