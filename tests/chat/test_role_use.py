"""chat.role_use: who would lose a role that gets an account."""

from chat.role_use import RoleInUseError, RoleUse, role_uses


def test_a_role_that_nobody_uses_is_free() -> None:
    assert role_uses(["esp32-1"], ["lamp"], {"usuario": ["aula1"]}) == ()


def test_a_role_with_an_account_is_in_use_also_while_its_device_is_away() -> None:
    assert role_uses(["lamp"], ["lamp"], {}) == (RoleUse("lamp", has_account=True),)


def test_a_role_that_somebody_has_in_sessions_is_in_use() -> None:
    uses = role_uses(["maria", "esp32-1"], [], {"maria": ["aula2", "aula1"]})
    assert uses == (RoleUse("maria", has_account=False, sessions=("aula1", "aula2")),)


def test_roles_that_differ_in_case_alone_are_one() -> None:
    uses = role_uses(["Lamp"], ["lamp"], {"LAMP": ["aula1"], "lamp": ["aula2"]})
    assert uses == (RoleUse("Lamp", has_account=True, sessions=("aula1", "aula2")),)


def test_the_error_names_the_roles_and_has_a_reason() -> None:
    error = RoleInUseError(role_uses(["lamp", "tv"], ["lamp", "tv"], {}))
    assert (error.reason, error.detail) == ("role-in-use", "in use already: lamp, tv")
