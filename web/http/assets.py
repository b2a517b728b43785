"""The files of the built page, from Vite's manifest, which is read once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = Path("built/manifest.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one entry, as paths below /static/."""

    script: str
    styles: tuple[str, ...]


class Assets:
    """The entries of the built page; none when it was not built."""

    def __init__(self, static: Path) -> None:
        self._manifest = static / MANIFEST
        self._chunks: dict[str, Any] = {}

    def load(self) -> None:
        """Read the manifest."""
        if self._manifest.is_file():
            self._chunks = json.loads(self._manifest.read_text(encoding="utf-8"))

    @property
    def is_built(self) -> bool:
        """Whether there is a built page."""
        return bool(self._chunks)

    def entry(self, source: str) -> Entry | None:
        """The files of an entry such as `src/role.tsx`; None when it was not built."""
        if source not in self._chunks:
            return None
        styles = tuple(f"built/{style}" for chunk in self._with_imports(source) for style in chunk.get("css", ()))
        return Entry(f"built/{self._chunks[source]['file']}", tuple(dict.fromkeys(styles)))

    def _with_imports(self, source: str) -> list[dict[str, Any]]:
        """A chunk and all that it imports, what is imported first."""
        names: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in names:
                names[name] = None
                for imported in self._chunks[name].get("imports", ()):
                    visit(imported)

        visit(source)
        return [self._chunks[name] for name in reversed(names)]
