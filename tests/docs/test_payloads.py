"""docs/payloads.md: its table is that of the examples."""

from docs.payloads import EXAMPLES, PAGE, page


def test_the_table_is_that_of_the_examples() -> None:
    assert EXAMPLES.is_file()
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("\n| `") >= 30
    assert page(text) == text
