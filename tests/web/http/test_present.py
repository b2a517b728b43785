"""web.http.present: one list of who is there."""

from web.http.present import together


def test_who_is_connected_and_who_holds_a_role_are_told_together() -> None:
    assert together({"lamp": ["b"]}, {"maria": ["a"]}) == {"lamp": ["b"], "maria": ["a"]}


def test_a_role_in_both_is_told_once_as_it_is_spelled_at_the_broker() -> None:
    assert together({"Maria": ["b", "a"]}, {"maria": ["a", "c"]}) == {"Maria": ["a", "b", "c"]}
