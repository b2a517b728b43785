"""faults.decision: what becomes of a packet."""

from faults.decision import PASSES, Decision, decide
from faults.rules import Direction, Rule
from mqtt.frames import PUBACK, PUBLISH


def decided(*texts: str, kind: int = PUBLISH, direction: Direction = Direction.UP, thrown: float = 0.0) -> Decision:
    """What becomes of a packet under these rules, when the dice say `thrown`."""
    return decide([Rule.parse(text) for text in texts], kind, direction, lambda: thrown)[0]


def test_without_a_rule_for_it_a_packet_passes() -> None:
    assert decided("lose-puback", "cut-connect") == PASSES


def test_each_action_does_what_its_name_says() -> None:
    assert decided("lose-publish").copies == 0
    assert decided("double-publish").copies == 2
    assert decided("delay-publish:2s").delay == 2
    assert decided("cut-publish").cuts
    assert decided("hang-publish").hangs


def test_a_probability_is_that_of_the_dice() -> None:
    assert decided("lose-publish:30%", thrown=0.29).copies == 0
    assert decided("lose-publish:30%", thrown=0.3).copies == 1


def test_a_packet_that_is_lost_is_neither_delayed_nor_used_up_by_later_rules() -> None:
    rules = [Rule.parse(text) for text in ("lose-puback", "delay-puback:2s:next 1")]
    decision, left = decide(rules, PUBACK, Direction.DOWN, lambda: 0.0)
    assert decision == Decision(copies=0, rules=("lose-puback",))
    assert left == tuple(rules)


def test_rules_add_up() -> None:
    decision = decided("delay-publish:1s", "delay-publish:2s", "double-publish", "cut-publish")
    assert (decision.delay, decision.copies, decision.cuts) == (3, 2, True)


def test_slow_adds_up_and_leaves_the_packet_whole() -> None:
    decision = decided("slow-publish:1s", "slow-publish:500ms")
    assert (decision.slow, decision.copies, decision.delay) == (1.5, 1, 0)


def test_a_rule_for_the_next_one_is_gone_after_it() -> None:
    rules = [Rule.parse("lose-publish:next 1")]
    _, left = decide(rules, PUBLISH, Direction.UP, lambda: 0.0)
    assert left == ()
