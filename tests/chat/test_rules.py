"""chat.rules: which rules are sound, and when one acts: on the edge, never twice, never on what rules say."""

import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import LabError
from chat.message import MAX_ID
from chat.record import Record
from chat.rules import MAX_NAME, RULES_ROLE, Act, Rule, Watch, numbers_of, rules_of

EXAMPLES: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("rules.json").read_text())
HOT = Rule(name="hot", role="sensor-1", key="t", operator=">", value=30, say="on", to="lamp")


def reading(second: float, data: dict[str, Any], role: str = "sensor-1") -> Record:
    minute, rest = divmod(second, 60)
    return Record(seq=int(second * 10) + 1, at=f"2026-11-22T16:{int(minute):02d}:{rest:06.3f}Z", role=role, data=data)


def acts(watch: Watch, records: list[Record]) -> list[int]:
    """The seq of each record because of which something is said."""
    said = []
    for record in records:
        watch, found = watch.take(record)
        said += [act.seq for act in found]
    return said


@pytest.mark.parametrize("document", EXAMPLES["sound"])
def test_a_sound_rule_is_read_and_written_as_it_is(document: dict[str, Any]) -> None:
    assert Rule.of(document).document() == document


@pytest.mark.parametrize("document", [*EXAMPLES["wrong"], [], "x", {}])
def test_a_wrong_rule_is_refused(document: object) -> None:
    with pytest.raises(LabError):
        Rule.of(document)


@pytest.mark.parametrize(
    ("operator", "true"), [(">", [31]), (">=", [30, 31]), ("<", [29]), ("<=", [29, 30]), ("=", [30]), ("!=", [29, 31])]
)
def test_each_operator_compares(operator: str, true: list[int]) -> None:
    rule = Rule.of({**HOT.document(), "operator": operator})
    assert [number for number in (29, 30, 31) if rule.is_true(number)] == true


def test_a_rule_acts_once_and_again_only_after_its_condition_was_false() -> None:
    told = [reading(second, {"t": value}) for second, value in enumerate([29, 31, 32, 33, 30, 31])]
    assert acts(Watch((HOT,)), told) == [told[1].seq, told[5].seq]


def test_other_values_other_roles_and_descriptions_are_nothing_to_a_rule() -> None:
    others = [
        reading(1, {"t": 31}, role="sensor-2"),
        reading(2, {"inner": {"t": 31}}),
        reading(3, {"t": "31"}),
        reading(4, {"device": "s", "values": [], "t": 31}),
    ]
    assert acts(Watch((HOT,)), others) == []


def test_a_report_without_the_value_is_no_edge() -> None:
    told = [reading(1, {"t": 31}), reading(2, {"humidity": 3}), reading(3, {"t": 32})]
    assert acts(Watch((HOT,)), told) == [told[0].seq]


def test_a_role_counts_in_every_spelling() -> None:
    assert len(acts(Watch((HOT,)), [reading(1, {"t": 31}, role="Sensor-1")])) == 1


def test_no_rule_acts_on_what_rules_say_or_on_the_labs_events() -> None:
    rule = Rule.of({**HOT.document(), "role": "x"})
    assert acts(Watch((rule,)), [reading(1, {"t": 31}, role=RULES_ROLE)]) == []
    with pytest.raises(LabError):
        Rule.of({**HOT.document(), "role": "RULES"})


def test_a_truth_value_counts_as_one_or_nought() -> None:
    rule = Rule(name="open", role="door", key="open", operator="=", value=1, say="close")
    told = [reading(second, {"open": value}, role="door") for second, value in enumerate([True, True, False, True])]
    assert acts(Watch((rule,)), told) == [told[0].seq, told[3].seq]


def test_a_rule_that_acted_a_moment_ago_acts_with_the_next_report_that_still_fulfils_it() -> None:
    values = [(0.0, 31), (0.2, 29), (0.4, 31), (0.8, 32), (1.2, 33), (1.4, 34)]
    assert acts(Watch((HOT,)), [reading(second, {"t": value}) for second, value in values]) == [1, 13]


def test_a_clock_that_was_set_back_silences_no_rule() -> None:
    told = [reading(90, {"t": 31}), reading(91, {"t": 29}), reading(10, {"t": 31})]
    assert len(acts(Watch((HOT,)), told)) == 2


def test_rules_that_did_not_change_keep_what_they_know() -> None:
    watch, _ = Watch((HOT,)).take(reading(1, {"t": 31}))
    other = Rule.of({**HOT.document(), "name": "other"})
    assert acts(watch.with_rules((HOT, other)), [reading(5, {"t": 32})]) == [51]
    changed = Rule.of({**HOT.document(), "value": 20})
    assert acts(watch.with_rules((changed,)), [reading(5, {"t": 32})]) == [51]
    assert acts(watch.with_rules((HOT,)), [reading(5, {"t": 32})]) == []


def test_an_act_is_a_message_that_names_its_rule_and_has_an_id() -> None:
    [act] = Watch((HOT,)).take(reading(1, {"t": 31}))[1]
    assert act.message() == {"text": "on", "to": "lamp", "rule": "hot", "id": "rule-11-hot"}


def test_the_longest_id_is_an_id() -> None:
    act = Act(Rule.of({**HOT.document(), "name": "x" * MAX_NAME}), 2**53, "")
    assert len(act.id) <= MAX_ID


@given(st.lists(st.integers(0, 60), max_size=40))
def test_between_two_acts_the_condition_was_false(values: list[int]) -> None:
    told = [reading(2 * second, {"t": value}) for second, value in enumerate(values)]
    said = set(acts(Watch((HOT,)), told))
    was = False
    for record, value in zip(told, values, strict=True):
        assert (record.seq in said) == (value > 30 and not was)
        was = value > 30


@given(
    st.dictionaries(st.text(string.ascii_letters, min_size=1, max_size=3), st.booleans() | st.integers() | st.text())
)
def test_numbers_are_numbers_and_truth_values(data: dict[str, Any]) -> None:
    found = numbers_of(reading(1, {**data, "t": 1}))
    assert found == {key: float(value) for key, value in {**data, "t": 1}.items() if not isinstance(value, str)}


def test_the_rules_of_a_state_are_rules() -> None:
    assert rules_of([HOT.document()]) == (HOT,)
