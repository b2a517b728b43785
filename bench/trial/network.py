"""Faults of the network between each pair, by a proxy in between."""

from collections.abc import Iterator

from bench.trial.fault import Act, Fault
from bench.trial.testbed import Testbed
from mqtt.packets import unsubscribe
from tests.support.proxy import GOOD, Conditions

WEATHERS = {
    "latency": ("every piece takes 150 ms longer", Conditions(latency=0.15)),
    "lost": ("the connections are lost, and new ones refused", Conditions(refuses=True)),
    "half-open": ("connections are accepted, no byte passes", Conditions(silent_up=True, silent_down=True)),
    "deaf-up": ("nothing passes towards the server", Conditions(silent_up=True)),
    "deaf-down": ("nothing passes from the server", Conditions(silent_down=True)),
    "bytes": ("one byte at a time", Conditions(piece=1)),
    "slow": ("4 KiB a second", Conditions(per_second=4096)),
    "pubacks-lost": ("every PUBACK is lost, both ways", Conditions(loses_pubacks_up=True, loses_pubacks_down=True)),
}

_UNSUBSCRIBE = unsubscribe(65535, ["chat/#"])
_LONG = 6.0
_PAIRS = ("publishers", "bridge", "web", "viewers")
"""Each with what it connects to. A device is a publisher to the network."""


def faults() -> Iterator[Fault]:
    """All of them."""
    for who in _PAIRS:
        for word, (what, conditions) in WEATHERS.items():
            if who == "viewers" and word == "pubacks-lost":
                continue
            ends_connections = word not in ("latency", "bytes", "slow")
            yield Fault(
                f"{who}-{word}",
                f"{who}: {what}",
                _set(who, conditions, is_break=word == "lost"),
                _set(who, GOOD, is_break=ends_connections),
                proxies=(who,),
                is_for_soak=True,
                hold=_LONG if word in ("half-open", "deaf-up", "deaf-down") else 2.0,
            )
    yield Fault(
        "bridge-unsubscribed",
        "the broker loses the bridge's subscription; the connection stays",
        _unsubscribe,
        proxies=("bridge",),
        hold=10.0,
        loses=("mosquitto",),
    )


def _set(who: str, conditions: Conditions, *, is_break: bool) -> Act:
    def act(testbed: Testbed) -> None:
        testbed.proxies[who].change(conditions)
        if is_break:
            testbed.proxies[who].break_all()

    return act


def _unsubscribe(testbed: Testbed) -> None:
    testbed.proxies["bridge"].inject_up(_UNSUBSCRIBE)
