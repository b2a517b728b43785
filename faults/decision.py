"""What becomes of a packet under a set of rules. Pure: the dice are handed in, and nothing is kept but the rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from faults.rules import Action, Direction, Rule

Dice = Callable[[], float]
"""A number from 0 to 1, without 1."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to one packet. `copies`: how often it is handed on; `delay`: seconds before; `slow`: seconds that it
    takes; `cuts`, `hangs`: what happens to its connection afterwards; `rules`: the rules that acted, as text."""

    copies: int = 1
    delay: float = 0.0
    slow: float = 0.0
    cuts: bool = False
    hangs: bool = False
    rules: tuple[str, ...] = ()


PASSES = Decision()


def decide(rules: Sequence[Rule], kind: int, direction: Direction, dice: Dice) -> tuple[Decision, tuple[Rule, ...]]:
    """What becomes of a packet of this type, and the rules that stay.

    Rules act in their order, each on what the others left: a packet that is lost is neither doubled nor delayed, and
    a rule that does not act is not used up.
    """
    decision, left = PASSES, list[Rule]()
    for rule in rules:
        if decision.copies and not decision.hangs and rule.is_for(kind, direction) and dice() < rule.share:
            decision = _after(decision, rule)
            used = rule.used()
            left += [used] if used is not None else []
        else:
            left.append(rule)
    return decision, tuple(left)


def _after(decision: Decision, rule: Rule) -> Decision:
    changed = replace(decision, rules=(*decision.rules, rule.text()))
    match rule.action:
        case Action.LOSE:
            return replace(changed, copies=0)
        case Action.DOUBLE:
            return replace(changed, copies=2)
        case Action.DELAY:
            return replace(changed, delay=decision.delay + rule.seconds)
        case Action.SLOW:
            return replace(changed, slow=decision.slow + rule.seconds)
        case Action.CUT:
            return replace(changed, cuts=True)
        case Action.HANG:
            return replace(changed, copies=0, hangs=True)
