"""How much one person may ask for: token buckets, by person and by what is counted. Pure but for the clock handed in.

Bounded: beyond MOST, those used longest ago are forgotten, and begin again with a full bucket.
"""

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chat.errors import LabError
from web.access.rights import Limit

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and `per_second` more as time goes on."""

    per_second: float
    burst: int


RATES: Mapping[str, Rate] = {
    Limit.ASK: Rate(40, 300),
    Limit.SEND: Rate(10, 60),
    Limit.CREATE: Rate(10 / 60, 10),
    "try": Rate(10 / 60, 10),
    # All who are not in yet and come from one address: a class behind one router enters at once.
    "stranger": Rate(20, 300),
}


class TooFastError(LabError):
    """More than a person may ask for; `seconds` says when to try again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__("too-fast", f"too many requests; try again in {self.seconds} s")


class Limits:
    """What everybody has left."""

    def __init__(self, clock: Callable[[], float], rates: Mapping[str, Rate] = RATES, most: int = MOST) -> None:
        self._clock = clock
        self._rates = rates
        self._most = most
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def spend(self, what: str, who: str) -> None:
        """Count one. Raises TooFastError, and then counts nothing: trying again does not make it longer."""
        level = self.check(what, who)
        self._levels[what, who] = (level - 1, self._clock())
        self._levels.move_to_end((what, who))
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)

    def check(self, what: str, who: str) -> float:
        """How many are left. Raises TooFastError when it is not even one."""
        rate, now = self._rates[what], self._clock()
        level, then = self._levels.get((what, who), (rate.burst, now))
        level = min(rate.burst, level + (now - then) * rate.per_second)
        if level < 1:
            raise TooFastError((1 - level) / rate.per_second)
        return level


def address_key(address: str) -> str:
    """Who somebody without a cookie is: the address, of IPv6 the network, which is one subscriber's (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "nowhere"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
