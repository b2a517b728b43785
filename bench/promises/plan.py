"""Which faults meet which QoS, and what MQTT 3.1.1 promises there. Pure."""

from dataclasses import dataclass

MESSAGES = 200

PROMISES = {
    0: "at most once (4.3.1)",
    1: "at least once (4.3.2)",
    2: "exactly once, from client to broker (4.3.3)",
}
"""By QoS, the promise and its section in MQTT 3.1.1."""

ID = "the lab's: once in the log"


@dataclass(frozen=True, slots=True)
class Way:
    """How messages are published."""

    qos: int
    with_id: bool = False

    @property
    def text(self) -> str:
        """In the table."""
        return f"{self.qos}, with `id`" if self.with_id else str(self.qos)

    @property
    def promise(self) -> str:
        """In the table."""
        return f"{PROMISES[self.qos]}; {ID}" if self.with_id else PROMISES[self.qos]


AT_MOST_ONCE, AT_LEAST_ONCE, WITH_ID, EXACTLY_ONCE = Way(0), Way(1), Way(1, with_id=True), Way(2)
EVERY = (AT_MOST_ONCE, AT_LEAST_ONCE, WITH_ID, EXACTLY_ONCE)

FAULTS: dict[str, tuple[Way, ...]] = {
    "": EVERY,
    "lose-publish:10%": EVERY,
    "lose-puback:10%": (AT_LEAST_ONCE, WITH_ID),
    "lose-pubcomp:10%": (EXACTLY_ONCE,),
    "double-publish:10%": EVERY,
    "delay-publish:5%:200ms": EVERY,
    "slow-publish:5%:200ms": EVERY,
    "cut-connect:next 1": EVERY,
    "cut-publish:2%": EVERY,
    "cut-pubrec:2%": (EXACTLY_ONCE,),
    "hang-publish:next 1": EVERY,
}
"""By rule, the ways of publishing that it can meet."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`count` messages of each client, published so, under a rule; an empty rule: without faults."""

    rule: str
    way: Way
    count: int = MESSAGES


@dataclass(frozen=True, slots=True)
class Count:
    """What the log has of a run. `arrived`: different messages; `doubled`: those that stand there twice or more."""

    sent: int
    arrived: int
    doubled: int

    @property
    def text(self) -> str:
        """In the table."""
        return f"{self.arrived} of {self.sent}" + (f", {self.doubled} doubled" if self.doubled else "")

    def broken(self, way: Way) -> str:
        """The promise that does not hold; empty when all do."""
        if self.doubled and (way.with_id or way.qos == 2):
            return "doubled"
        return "lost" if way.qos and self.arrived < self.sent else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault and one way, with what each client found; None: it can't publish so."""

    rule: str
    way: Way
    counts: dict[str, Count | None]


def markdown(rows: list[Row], clients: list[str]) -> str:
    """The table of docs/faults.md."""
    head = ["fault", "QoS", "MQTT 3.1.1 promises", *clients]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        found = [row.counts.get(client) for client in clients]
        cells = [f"`{row.rule}`" if row.rule else "none", row.way.text, row.way.promise]
        lines.append("| " + " | ".join([*cells, *(one.text if one else "" for one in found)]) + " |")
    return "\n".join(lines)
