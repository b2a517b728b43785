"""Everyone: axe finds nothing in any state of any page, light and dark, wide and narrow, in both languages."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.test_accessibility import Reader, axe, look, violations
from tests.support.page_states import STATES, Labs, State, enter, furnish, reach
from tests.support.services import Lab

LOOKS = (("light", 1280, "pt-BR"), ("dark", 360, "en"), ("light", 360, "pt-BR"), ("dark", 1280, "en"))
"""Each state has two of them, taken in turn: what one look shows wrong is seldom right in all others."""


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


def in_turn() -> list[tuple[State, list[tuple[str, int, str]]]]:
    """Each state with the looks in which it is judged."""
    looks = cycle(LOOKS)
    return [(state, [next(looks), next(looks)]) for state in STATES]


@pytest.mark.parametrize(("state", "looks"), in_turn(), ids=[state.name for state in STATES])
def test_axe_finds_nothing(
    state: State, looks: list[tuple[str, int, str]], labs: Labs, contexts: dict[str, Reader]
) -> None:
    reader = contexts[state.role]
    found = {}
    try:
        for theme, width, language in looks:
            page = reach(reader.context, labs, state, language)
            assert page.locator("html").get_attribute("lang") == language
            page.evaluate(axe())  # evaluated by the debugger, to which the page's policy does not apply
            look(page, theme, width)
            if wrong := violations(page):
                found[theme, width, language] = wrong
            reader.context.set_offline(offline=False)
            page.close()
    finally:
        reader.rest()
    assert found == {}
    assert reader.faults() == []
