"""Scenarios, from text."""

from pathlib import Path

import pytest

from devices.fleet.device import MOST_WAITING
from devices.fleet.errors import FleetError
from devices.fleet.scenario import MOST_IN_A_BURST, Leave, Phase, Scenario
from tests.support.services import ROOT

EXAMPLES = sorted((ROOT / "devices" / "fleet" / "scenarios").glob("*.toml"))


def decode(text: str) -> Scenario:
    return Scenario.decode(text, rate=2.0, ramp=3.0)


def test_a_phase_has_the_rate_of_the_command_line_unless_it_has_its_own() -> None:
    phases = decode('[[phase]]\nfor = "9s"\n[[phase]]\nfor = "9s"\nrate = "30/min"').phases
    assert [phase.rate for phase in phases] == [2.0, 0.5]


def test_only_the_first_phase_has_the_ramp_of_the_command_line() -> None:
    phases = decode('[[phase]]\nfor = "9s"\n[[phase]]\nfor = "9s"').phases
    assert [phase.ramp for phase in phases] == [3.0, 0.0]


def test_every_key_is_read() -> None:
    text = """
        about = "all of it"
        [[phase]]
        name = "x"
        for = "1m"
        rate = "1/min"
        burst = 4
        together = true
        ramp = "10s"
        leave = "vanish"
        share = 0.25
        away = "5s"
    """
    phase = Phase(
        seconds=60,
        name="x",
        rate=1 / 60,
        burst=4,
        together=True,
        ramp=10,
        leave=Leave.VANISH,
        share=0.25,
        away=5,
    )
    assert decode(text) == Scenario((phase,), {"": "all of it"})


def test_the_phases_are_repeated() -> None:
    scenario = decode('repeat = 3\n[[phase]]\nfor = "10s"\n[[phase]]\nfor = "20s"')
    assert [phase.seconds for phase in scenario.phases] == [10, 20] * 3
    assert scenario.seconds == 90


def test_a_steady_run_connects_first_and_says_nothing_then() -> None:
    connecting, steady = Scenario.steady(ramp=20, seconds=300, rate=1.0).phases
    assert (connecting.rate, connecting.ramp, connecting.seconds) == (0.0, 20, 20)
    assert (steady.rate, steady.ramp, steady.seconds) == (1.0, 0.0, 300)


@pytest.mark.parametrize(
    ("text", "key", "where"),
    [
        ("phase = ", "bad-toml", ""),
        ("", "bad-phases", ""),
        ("phase = 3", "bad-phases", ""),
        ('repeat = 0\n[[phase]]\nfor = "1s"', "bad-phases", ""),
        ('repeat = "2"\n[[phase]]\nfor = "1s"', "bad-value", ""),
        ('about.en = 1\n[[phase]]\nfor = "1s"', "bad-value", "about."),
        ('fase = 1\n[[phase]]\nfor = "1s"', "unknown-key", ""),
        ('[[phase]]\nfor = "1s"\n[[phase]]\nname = "x"', "bad-for", "[[phase]] 2: "),
        ('[[phase]]\nfor = "1x"', "bad-duration", "[[phase]] 1: for: "),
        ("[[phase]]\nfor = 5", "bad-value", "[[phase]] 1: "),
        ('[[phase]]\nfor = "1s"\nrate = "fast"', "bad-rate", "[[phase]] 1: rate: "),
        ('[[phase]]\nfor = "1s"\nburst = 0', "bad-burst", "[[phase]] 1: "),
        ('[[phase]]\nfor = "1s"\nburst = true', "bad-value", "[[phase]] 1: "),
        ('[[phase]]\nfor = "1s"\ntogether = 1', "bad-value", "[[phase]] 1: "),
        ('[[phase]]\nfor = "1s"\nleave = "run"', "bad-leave", "[[phase]] 1: "),
        ('[[phase]]\nfor = "1s"\nleave = "vanish"\nshare = 1.5', "bad-share", "[[phase]] 1: "),
        ('[[phase]]\nfor = "5s"\naway = "1s"', "away-without-leave", "[[phase]] 1: "),
        ('[[phase]]\nfor = "5s"\nramp = "6s"', "too-long", "[[phase]] 1: "),
        ('[[phase]]\nfor = "5s"\nleave = "goodbye"\naway = "3s"\nramp = "3s"', "too-long", "[[phase]] 1: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, key: str, where: str) -> None:
    with pytest.raises(FleetError) as raised:
        decode(text)
    assert (raised.value.key, raised.value.values.get("where", "")) == (key, where)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_a_scenario_and_says_in_both_languages_what_happens(path: Path) -> None:
    scenario = Scenario.decode(path.read_text(encoding="utf-8"), rate=1.0, ramp=20.0)
    assert scenario.about.keys() == {"en", "pt-BR"}


def test_what_happens_is_said_in_the_language_of_the_lab_or_another() -> None:
    both = Scenario((Phase(seconds=1),), {"en": "all", "pt-BR": "todos"})
    assert (both.said("en"), both.said("pt-BR")) == ("all", "todos")
    assert Scenario(both.phases, {"": "all"}).said("pt-BR") == "all"
    assert Scenario(both.phases).said("en") == ""


def test_a_burst_is_no_larger_than_what_may_wait_of_a_device() -> None:
    assert MOST_IN_A_BURST <= MOST_WAITING


def test_there_is_an_example_of_each_kind() -> None:
    assert [path.stem for path in EXAMPLES] == ["bad-wills", "bursts", "ramp", "reconnect-storm", "steady"]
