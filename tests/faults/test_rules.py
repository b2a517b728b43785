"""faults.rules: what a rule says, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults.rules import PACKETS, TIMED, Action, Direction, Rule, RuleError
from mqtt import frames


def test_a_rule_says_what_is_done_to_which_packet_how_often() -> None:
    assert Rule.parse("lose-puback:30%") == Rule(Action.LOSE, "puback", share=0.3)
    assert Rule.parse(" Delay-Publish : 200ms ") == Rule(Action.DELAY, "publish", seconds=0.2)
    assert Rule.parse("cut-pubrec:next 1") == Rule(Action.CUT, "pubrec", left=1)


@given(
    action=st.sampled_from([Action.LOSE, Action.CUT, Action.HANG, Action.DELAY, Action.SLOW]),
    packet=st.sampled_from(sorted(PACKETS)),
    percent=st.integers(1, 100),
    left=st.none() | st.integers(1, 10_000),
    tenths=st.integers(1, 600),
)
def test_a_rule_is_read_as_it_is_written(
    action: Action, packet: str, percent: int, left: int | None, tenths: int
) -> None:
    seconds = tenths / 10 if action in TIMED else 0.0
    rule = Rule(action, packet, percent / 100, left, seconds)
    assert Rule.parse(rule.text()) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lose",
        "lose-everything",
        "burn-puback",
        "lose-puback:0%",
        "lose-puback:101%",
        "lose-puback:30%:20%",
        "lose-puback:next 0",
        "lose-puback:next 10001",
        "lose-puback:sometimes",
        "lose-puback:2s",
        "delay-puback",
        "slow-publish",
        "delay-puback:61s",
        "double-connect",
        "lose-puback" * 100,
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        Rule.parse(text)


def test_a_publish_of_the_client_and_one_of_the_broker_are_told_apart() -> None:
    assert Rule.parse("lose-publish").is_for(frames.PUBLISH, Direction.UP)
    assert not Rule.parse("lose-publish").is_for(frames.PUBLISH, Direction.DOWN)
    assert Rule.parse("lose-delivery").is_for(frames.PUBLISH, Direction.DOWN)


def test_a_rule_for_the_next_two_ends_after_two() -> None:
    once = Rule.parse("lose-puback:next 2").used()
    assert once == Rule.parse("lose-puback:next 1")
    assert once.used() is None
