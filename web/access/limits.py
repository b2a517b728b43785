"""How much one person may ask for: a token bucket for each person and each thing that is counted.

Pure but for the clock handed in. `chat.token_buckets` bounds what is remembered.
"""

import ipaddress
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chat.errors import LabError
from chat.token_buckets import TokenBuckets
from web.access.rights import Limit


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and `per_second` more as time goes on."""

    per_second: float
    burst: int


WRONG_CODE = "wrong-code"
"""Wrong codes from one address."""

NEW_PERSON = "new-person"
"""Persons that one address makes with a right code. Each has limits of its own, so they must not come without end."""

ANONYMOUS = "anonymous"
"""Requests of all clients of one address that are not authenticated."""

RATES: Mapping[str, Rate] = {
    Limit.ASK: Rate(40, 300),
    Limit.SEND: Rate(10, 60),
    Limit.CREATE: Rate(10 / 60, 10),
    # Each join may change who is present, which goes to every page of the session; a page joins at each reconnection.
    Limit.JOIN: Rate(1, 30),
    # Each writes the file of the accounts, or a zip archive; one request may be of a whole class.
    Limit.BOARDS: Rate(1, 30),
    # Forty pupils behind one address with ten typing errors each; SECURITY.md has what that leaves to guessing.
    WRONG_CODE: Rate(2, 400),
    NEW_PERSON: Rate(1, 200),
    ANONYMOUS: Rate(20, 300),
}


class TooFastError(LabError):
    """A limit was exceeded. `seconds`: when to try again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__("too-fast", f"too many requests; try again in {self.seconds} s")


class Limits:
    """The buckets of everybody. `clock` in seconds; it must not go back."""

    def __init__(self, clock: Callable[[], float], rates: Mapping[str, Rate] = RATES) -> None:
        self._clock = clock
        self._buckets = {what: TokenBuckets(rate=rate.per_second, burst=rate.burst) for what, rate in rates.items()}

    def spend(self, what: str, who: str) -> None:
        """Count one. Raises TooFastError, and then counts nothing: trying again does not make it longer."""
        if not self._buckets[what].take(who, self._clock()):
            self.check(what, who)

    def check(self, what: str, who: str) -> None:
        """Count nothing. Raises TooFastError when nothing is left."""
        seconds = self._buckets[what].wait(who, self._clock())
        if seconds > 0:
            raise TooFastError(seconds)


def address_key(address: str) -> str:
    """The key under which a client without a cookie is counted: its address, or its /64 network (IPv6, RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "nowhere"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
