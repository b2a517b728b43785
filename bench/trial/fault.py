"""What a fault is: how it begins and ends, how long it lasts, and which promises hold over it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.trial.testbed import Testbed

Act = Callable[[Testbed], None]
BOTH = ("mosquitto", "amqtt")


def nothing(_stage: Testbed) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Fault:
    """One row of the table.

    `loses` names the brokers with which a message without an `id` may be lost by it, as docs/reliability.md says.
    `prepare` is done before the services start.
    """

    name: str
    what: str
    begin: Act = nothing
    end: Act = nothing
    hold: float = 2.0
    prepare: Act = nothing
    proxies: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    brokers: tuple[str, ...] = BOTH
    loses: tuple[str, ...] = ()
    is_for_soak: bool = False

    def promises(self, broker: str) -> str:
        """The numbers in docs/reliability.md of the promises that hold over it."""
        of_the_broker = "" if broker in self.loses else "1" if broker == "amqtt" else "4"
        return " ".join(sorted(filter(None, ("2", "3", "5", of_the_broker))))
