"""web.http.mailbox in a closed lab: a box belongs to the person who used it first."""

import secrets

from tests.web.access.conftest import Closed


def test_in_a_closed_lab_a_box_is_its_persons(closed: Closed) -> None:
    maria, joao = closed.pupil(), closed.pupil()
    address = f"{closed.url}/mailbox/{secrets.token_hex(16)}"
    maria.post(address, json={"mail": [1]}, timeout=10).raise_for_status()
    assert joao.get(address, timeout=10).status_code == 404
    assert maria.get(address, timeout=10).json() == {"mail": [1]}
