"""The parts of a document that a benchmark writes: each stands between two marks, which are comments."""

from pathlib import Path


def write_part(document: Path, name: str, content: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- end of name -->`. Raises ValueError without the marks."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = document.read_text(encoding="utf-8")
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"{document} has no marks {begin} and {end}")
    document.write_text(f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}", encoding="utf-8")
