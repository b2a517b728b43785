"""Take a picture of every state of every page: `.venv/bin/python -m docs.pictures FOLDER [--before OTHER]`.

It starts an open lab and a closed one, and saves each state in four sizes, light and dark, in both languages: a picture
a look, and for each look a sheet of all states. With `--before`, the folder of an earlier run, each sheet has both side
by side. `--states home,room` takes some alone.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests.support.browser import launch
from tests.support.page_states import STATES, Labs, State, enter, furnish, reach
from tests.support.services import Lab


@dataclass(frozen=True, slots=True)
class Look:
    """A screen in CSS pixels, its scheme and the language of its reader."""

    width: int
    height: int
    scheme: str
    language: str

    def name(self) -> str:
        """The folder of its pictures."""
        return f"{self.width}x{self.height}-{self.scheme}-{self.language}"

    def options(self) -> dict[str, object]:
        """What Playwright needs for such a screen; a narrow one is a phone's."""
        is_phone = self.width < 600
        screen = {"viewport": {"width": self.width, "height": self.height}, "color_scheme": self.scheme}
        return {**screen, "reduced_motion": "reduce", "has_touch": is_phone, "is_mobile": is_phone}


LOOKS = tuple(
    Look(width, height, scheme, language)
    for language in ("pt-BR", "en")
    for scheme in ("light", "dark")
    for width, height in ((360, 640), (390, 844), (1366, 768), (1920, 1080))
)


def take(browser: Browser, labs: Labs, states: list[State], look: Look, folder: Path) -> None:
    """Take the pictures of one look. A state that cannot be reached has none, and is named."""
    folder.mkdir(parents=True, exist_ok=True)
    contexts = _contexts(browser, labs, look)
    for state in states:
        context = contexts[state.role]
        try:
            page = reach(context, labs, state, look.language)
            page.wait_for_timeout(700)  # what moves has come to rest
            page.screenshot(path=folder / f"{state.name}.png")
        except Error as error:
            print(f"{look.name()}: {state.name} was not reached: {error.message.splitlines()[0]}")
        context.set_offline(offline=False)
        for page in context.pages[1:]:
            page.close()
    for context in contexts.values():
        context.close()


def _contexts(browser: Browser, labs: Labs, look: Look) -> dict[str, BrowserContext]:
    made = {role: browser.new_context(**look.options()) for role in ("", "nobody", "teacher", "pupil")}  # type: ignore[arg-type]
    for role, context in made.items():
        context.set_default_timeout(10_000)
        if role in ("teacher", "pupil"):
            enter(context, labs.closed, role)
        if not context.pages:
            context.new_page()
    return made


def sheet(browser: Browser, folder: Path, states: list[State], before: Path | None, width: int) -> None:
    """One picture of all pictures of a look, `width` CSS pixels each, beside those of `before`."""
    columns = [before, folder] if before else [folder]
    cells = "".join(
        f"<figure><figcaption>{state.name}</figcaption>"
        + "".join(_image(column / f"{state.name}.png", width) for column in columns)
        + "</figure>"
        for state in states
    )
    style = "body{margin:8px;background:#777;font:12px sans-serif;display:flex;flex-wrap:wrap;gap:10px}"
    style += "figure{margin:0}img,i{margin-right:3px;vertical-align:top}i{display:inline-block}"
    page_file = folder / "sheet.html"
    page_file.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{cells}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(page_file.as_uri())
    page.screenshot(path=folder / "sheet.png", full_page=True)
    page.close()


def _image(path: Path, width: int) -> str:
    return (
        f'<img src="{path.as_uri()}" width="{width}" alt="">' if path.exists() else f'<i style="width:{width}px">—</i>'
    )


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="docs.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--before", type=Path, help="the folder of an earlier run")
    parser.add_argument("--states", default="", help="names, with commas between; all without it")
    parser.add_argument("--looks", default="", help="looks such as 390x844-dark-en, with commas; all without it")
    asked = parser.parse_args()
    states = [state for state in STATES if not asked.states or state.name in asked.states.split(",")]
    looks = [look for look in LOOKS if not asked.looks or look.name() in asked.looks.split(",")]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        open_lab, closed_lab = Lab(Path(place) / "open"), Lab(Path(place) / "closed", settings={"LAB_ACCESS": "on"})
        browser = launch(playwright)
        try:
            for lab in (open_lab, closed_lab):
                lab.folder.mkdir()
                lab.start_all()
            labs = furnish(open_lab, closed_lab)
            for number, look in enumerate(looks, 1):
                folder = (asked.folder / look.name()).resolve()
                take(browser, labs, states, look, folder)
                before = (asked.before / look.name()).resolve() if asked.before else None
                sheet(browser, folder, states, before, 240 if look.width < 600 else 480)
                print(f"{number} of {len(looks)}: {folder / 'sheet.png'}")
        finally:
            for lab in (open_lab, closed_lab):
                lab.stop()


if __name__ == "__main__":
    main()
