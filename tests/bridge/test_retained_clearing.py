"""bridge.retained_clearing: the bridge's own clearings are known once, in bounded memory."""

from bridge.retained_clearing import MOST_EXPECTED, ExpectedClearings


def test_an_empty_payload_is_the_bridges_own_once() -> None:
    clearings = ExpectedClearings()
    clearings.expect("chat/a/b")
    assert [clearings.is_own("chat/a/b", payload) for payload in (b"x", b"", b"")] == [False, True, False]


def test_another_topic_is_not_its_own() -> None:
    clearings = ExpectedClearings()
    clearings.expect("chat/a/b")
    assert not clearings.is_own("chat/a/c", b"")


def test_clearings_that_never_come_back_are_bounded() -> None:
    clearings = ExpectedClearings()
    for n in range(MOST_EXPECTED + 10):
        clearings.expect(str(n))
    assert (len(clearings), clearings.is_own("0", b""), clearings.is_own("10", b"")) == (MOST_EXPECTED, False, True)
