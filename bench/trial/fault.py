"""What a fault is: how it begins, how it ends, how long it lasts, and which promise says that nothing is lost by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.trial.stage import Stage

Act = Callable[[Stage], None]
BOTH = ("mosquitto", "amqtt")


def nothing(_stage: Stage) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Fault:
    """One row of the table.

    `promises` are the numbers in docs/reliability.md that hold for it. `loses` names the brokers with which a message
    without an `id` may be lost all the same, as that page says. `prepare` is done before the services start.
    """

    name: str
    what: str
    begin: Act = nothing
    end: Act = nothing
    hold: float = 2.0
    prepare: Act = nothing
    doors: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    brokers: tuple[str, ...] = BOTH
    promises: str = "1 2 3 5"
    loses: tuple[str, ...] = ()
    is_for_soak: bool = False
