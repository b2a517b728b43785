"""Everyone: axe finds nothing in any state of any page, light and dark, wide and narrow, in both languages."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.test_accessibility import LANGUAGES, Reader, axe, look, violations
from tests.support.page_states import STATES, Labs, State, enter, furnish, reach
from tests.support.services import Lab

LOOKS = ((("light", 1280), ("dark", 360)), (("light", 360), ("dark", 1280)))
"""Each state has both themes and both widths, but not each theme in each width: few faults are in one alone."""


OUTSIDE = """() => [...document.querySelectorAll(".room-head > *")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.className)"""
"""The parts of a session's head that the window cuts off: the page hides what is too wide, so nothing else tells."""


@pytest.fixture(scope="module")
def labs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Labs]:
    """An open lab and a closed one."""
    made = [
        Lab(tmp_path_factory.mktemp("open")),
        Lab(tmp_path_factory.mktemp("closed"), settings={"LAB_ACCESS": "on"}),
    ]
    try:
        for lab in made:
            lab.start_all()
        yield furnish(*made)
    finally:
        for lab in made:
            lab.stop()


@pytest.fixture(scope="module")
def contexts(chromium: Browser, labs: Labs) -> Iterator[dict[str, Reader]]:
    """A person for each role, in the closed lab already."""
    made = {role: Reader(chromium) for role in ("", "nobody", "teacher", "pupil")}
    for role in ("teacher", "pupil"):
        enter(made[role].context, labs.closed, role)
    yield made
    for reader in made.values():
        reader.context.close()


def in_turn() -> list[tuple[State, str, tuple[tuple[str, int], ...]]]:
    """Each state with the language and the looks in which it is judged."""
    return [(state, *judged) for state, judged in zip(STATES, cycle(zip(LANGUAGES, LOOKS, strict=True)), strict=False)]


@pytest.mark.parametrize(("state", "language", "looks"), in_turn(), ids=[state.name for state in STATES])
def test_axe_finds_nothing(
    state: State, language: str, looks: tuple[tuple[str, int], ...], labs: Labs, contexts: dict[str, Reader]
) -> None:
    reader = contexts[state.role]
    found = {}
    try:
        page = reach(reader.context, labs, state, language)
        assert page.locator("html").get_attribute("lang") == language
        page.evaluate(axe())  # evaluated by the debugger, to which the page's policy does not apply
        for theme, width in looks:
            look(page, theme, width)
            if wrong := violations(page):
                found[theme, width] = wrong
            assert page.evaluate(OUTSIDE) == [], (theme, width)
        reader.context.set_offline(offline=False)
        page.close()
    finally:
        reader.rest()
    assert found == {}
    assert reader.faults() == []
