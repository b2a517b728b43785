"""Waiting says at its end what it waited for."""

import pytest

from tests.support.waiting import wait_until


def test_what_is_told_is_asked_for_at_the_end() -> None:
    came: list[int] = []

    def never() -> bool:
        came.append(len(came))
        return False

    with pytest.raises(AssertionError) as failed:
        wait_until(never, seconds=0.05, every=0.01, what=lambda: f"came: {came}")
    assert f"came: {came}" in str(failed.value)
