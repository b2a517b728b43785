"""The terminal: prefixes, colours, and a terminal that goes away."""

import io

import pytest

from launcher.terminal import Terminal, wants_colour


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_every_line_of_a_text_has_the_prefix() -> None:
    out = io.StringIO()
    Terminal(out).say("a\nb", "web")
    assert out.getvalue() == "web     | a\nweb     | b\n"


def test_a_coloured_prefix_ends_its_colour() -> None:
    out = io.StringIO()
    Terminal(out, colour=True).say("a", "web")
    assert out.getvalue() == "\x1b[32mweb     | \x1b[0ma\n"


def test_a_closed_terminal_is_no_error() -> None:
    out = io.StringIO()
    out.close()
    Terminal(out).say("a")


def test_letters_that_the_terminal_lacks_are_replaced() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, "ascii", newline="\n")
    Terminal(out).say("olá", "web")
    assert raw.getvalue() == b"web     | ol?\n"


@pytest.mark.parametrize(
    ("out", "environ", "colour"),
    [
        (Screen(), {"TERM": "xterm"}, True),
        (Screen(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Screen(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(out: io.StringIO, environ: dict[str, str], colour: bool) -> None:
    assert wants_colour(out, environ) is colour
