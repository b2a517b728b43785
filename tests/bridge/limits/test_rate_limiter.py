"""bridge.limits.rate_limiter: the fast are refused while others wait, and only then."""

import itertools

from bridge.limits.lag_probe import WORTH
from bridge.limits.rate_limiter import BURST_SECONDS, PATIENCE, PATIENCE_ALONE, RateLimiter

RATE = 10
BURST = RATE * BURST_SECONDS


class Flow:
    """Messages as the broker hands them over, with the lag probes between them; `lag` is how late they come."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.rate_limiter = RateLimiter(rate=RATE, patience=patience)
        self.now = 100.0
        self.away: list[bytes] = []

    def probe(self) -> None:
        payload = self.rate_limiter.probe_due(WORTH, self.now)
        assert payload is not None
        self.away.append(payload)

    def come_back(self) -> None:
        self.rate_limiter.probe_received(self.away.pop(0))

    def step(self) -> None:
        """Half a second, and a lag probe."""
        self.now += 0.5
        self.probe()

    def fall_behind(self, seconds: float) -> None:
        """From now on messages are late by so much."""
        self.probe()
        self.come_back()
        for _ in range(int(seconds / 0.5) + 1):
            self.step()

    def say(self, sender: str, count: int) -> int:
        """How many of so many messages are refused."""
        return sum(self.rate_limiter.refusal(sender, self.now) is not None for _ in range(count))


def flooded() -> Flow:
    """A flow that is late, with others about."""
    flow = Flow()
    flow.fall_behind(PATIENCE + 1)
    flow.say("chat/a/quiet", 1)
    return flow


def test_as_long_as_the_bridge_keeps_up_nobody_is_refused() -> None:
    flow = Flow()
    flow.say("chat/a/quiet", 1)
    for _ in range(20):
        flow.step()
        flow.come_back()
        assert flow.say("chat/a/fast", 10_000) == 0


def test_while_others_wait_a_sender_keeps_its_share_and_no_more() -> None:
    assert flooded().say("chat/a/fast", BURST + 100) == 100


def test_with_more_patience_nobody_is_refused_yet() -> None:
    flow = Flow(patience=PATIENCE + 5)
    flow.fall_behind(PATIENCE + 1)
    flow.say("chat/a/quiet", 1)
    assert flow.say("chat/a/fast", BURST + 100) == 0


def test_a_flood_costs_the_others_nothing() -> None:
    flow = flooded()
    flow.say("chat/a/fast", 10_000)
    assert flow.say("chat/a/quiet", RATE) == 0


def test_the_share_grows_with_the_time_in_which_messages_were_published() -> None:
    flow = flooded()
    flow.say("chat/a/fast", BURST)
    flow.step()
    assert flow.say("chat/a/fast", 1) == 1, "nothing published later has come yet"
    flow.come_back()
    assert RATE - flow.say("chat/a/fast", RATE) == RATE / 2


def test_a_slow_sender_whose_messages_all_come_at_once_is_not_refused() -> None:
    """The disk was full for a minute: lag probes went out, and come back between the messages of their time."""
    flow = Flow()
    flow.fall_behind(60)
    flow.say("chat/a/quiet", 1)
    refused = 0
    for _ in itertools.repeat(None, len(flow.away)):
        refused += flow.say("chat/a/steady", RATE // 2)
        flow.come_back()
    assert refused == 0


def test_who_is_alone_is_refused_only_when_the_queue_is_in_danger() -> None:
    flow = Flow()
    flow.fall_behind(PATIENCE + 1)
    assert flow.say("chat/a/bulk", 1000) == 0
    for _ in range(int(2 * PATIENCE_ALONE)):
        flow.step()
    assert flow.say("chat/a/bulk", 1000) == 1000


def test_what_may_have_been_logged_already_is_not_refused() -> None:
    flow = flooded()
    flow.say("chat/a/fast", BURST)
    assert flow.rate_limiter.refusal("chat/a/fast", flow.now, is_repeat=True) is None


def test_a_refusal_names_the_share() -> None:
    flow = flooded()
    flow.say("chat/a/fast", BURST)
    refused = flow.rate_limiter.refusal("chat/a/fast", flow.now)
    assert refused is not None
    assert (refused.reason, str(RATE) in refused.detail) == ("flood", True)
