"""bridge.limits.new_sessions: how many sessions may begin, from one role, in all, and at all."""

from bridge.limits.new_sessions import NewSessions, SessionLimits


def limits(**given: int) -> NewSessions:
    return NewSessions(SessionLimits(**{"per_role": 1000, "in_all": 1000, "most": 1000, **given}))


def admitted(new: NewSessions, roles: list[str], now: float = 0.0, existing: int = 0) -> int:
    return sum(new.refusal(role, now, lambda: existing) is None for role in roles)


def test_a_role_may_begin_so_many_a_minute() -> None:
    new = limits(per_role=6)
    assert admitted(new, ["lamp"] * 10) == 6
    assert admitted(new, ["lamp"] * 10, now=30.0) == 3


def test_one_role_takes_nothing_from_another() -> None:
    new = limits(per_role=6)
    admitted(new, ["lamp"] * 10)
    assert admitted(new, ["teacher"]) == 1


def test_many_roles_have_one_limit_together() -> None:
    assert admitted(limits(in_all=20), [f"role{n}" for n in range(100)]) == 20


def test_there_are_no_more_than_so_many_sessions() -> None:
    new = limits(most=50)
    assert (admitted(new, ["lamp"], existing=49), admitted(new, ["lamp"], existing=50)) == (1, 0)


def test_the_folder_is_counted_only_for_who_may_begin_one() -> None:
    counted: list[int] = []
    new = limits(per_role=2)
    for _ in range(100):
        new.refusal("lamp", 0.0, lambda: counted.append(1) or 0)  # type: ignore[func-returns-value]
    assert len(counted) == 2


def test_a_refusal_says_what_the_limit_is() -> None:
    new = limits(per_role=1)
    admitted(new, ["lamp"])
    refused = new.refusal("lamp", 0.0, lambda: 0)
    assert refused is not None
    assert (refused.reason, "1 sessions a minute" in refused.detail) == ("too-many-sessions", True)
