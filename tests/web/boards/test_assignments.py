"""web.boards.assignments: values go in, and nothing else changes."""

import pytest

from web.boards.assignments import fill_header, fill_python

PYTHON = """NAME = "classroom"
PORT = 1883  # with TLS 8883
OTHER_NAME = "stays"
"""


def values_of(source: str) -> dict[str, object]:
    made: dict[str, object] = {}
    exec(source, made)
    del made["__builtins__"]
    return made


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    filled = fill_python(PYTHON, {"NAME": "lab", "PORT": 8883})
    assert filled == PYTHON.replace("classroom", "lab").replace("= 1883", "= 8883")


@pytest.mark.parametrize(
    "text", ["", 'a"b', "a\\b", "\\", "Olá é 😀", r"\1 \g<1>", "'", "??/", "{name}", "\u2028", "# no comment", "%s"]
)
def test_any_text_comes_out_of_the_program_as_it_went_in(text: str) -> None:
    filled = fill_python(PYTHON, {"NAME": text})
    assert values_of(filled) == {"NAME": text, "PORT": 1883, "OTHER_NAME": "stays"}


@pytest.mark.parametrize("name", ["MISSING", "AME", "OTHER"])
def test_a_name_that_the_template_has_not_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        fill_python(PYTHON, {name: "x"})


def test_a_name_that_is_there_twice_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill_python(PYTHON + PYTHON, {"NAME": "x"})


def test_a_definition_of_a_header_is_replaced() -> None:
    header = '#define LAB_HOST "192.168.0.10"  // the laptop\n#define LAB_PORT 1883\n'
    filled = fill_header(header, {"LAB_HOST": 'a"b', "LAB_PORT": 8883})
    assert filled == '#define LAB_HOST "a\\"b"  // the laptop\n#define LAB_PORT 8883\n'
