"""How a table is written for its reader: the language of its words, its separators, the zone of its times. Pure.

A spreadsheet reads a table by the rules of its reader's country: in Brazil a comma begins the decimals, and so a
semicolon separates the cells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from chat.errors import LabError

DEFAULT_LANGUAGE = "en"
DEFAULT_ZONE = "UTC"
ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a table in one language. `{zone}` and `{count}` are filled in."""

    messages: str
    values: str
    seq: str
    time: str
    seconds: str
    name: str
    role: str
    to: str
    event: str
    text: str
    data: str
    key: str
    value: str
    unit: str
    more: str
    """Heads the last column of a wide table that has no room for all values."""
    removed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands between cells and before decimals, and how times and truth are written."""

    delimiter: str
    decimal: str
    moment: str
    """For `strftime`. Without fractions: Excel shows a time with them as minutes and seconds alone."""
    moment_format: str
    """The same in a workbook, in Excel's own letters, where fractions are shown well."""
    true: str
    false: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "pt-BR": Words(
            messages="Mensagens",
            values="Valores",
            seq="nº",
            time="horário ({zone})",
            seconds="segundos",
            name="nome",
            role="papel",
            to="para",
            event="evento",
            text="texto",
            data="dados",
            key="medida",
            value="valor",
            unit="unidade",
            more="mais {count} na tabela longa",
            removed="[removida pelo professor]",
        ),
        "en": Words(
            messages="Messages",
            values="Values",
            seq="no.",
            time="time ({zone})",
            seconds="seconds",
            name="name",
            role="role",
            to="to",
            event="event",
            text="text",
            data="data",
            key="key",
            value="value",
            unit="unit",
            more="{count} more in the long table",
            removed="[removed by the teacher]",
        ),
    }
)
"""By language."""

_MARKS: Mapping[str, Marks] = MappingProxyType(
    {
        "pt-BR": Marks(
            delimiter=";",
            decimal=",",
            moment="%d/%m/%Y %H:%M:%S",
            moment_format="dd/mm/yyyy hh:mm:ss.000",
            true="VERDADEIRO",
            false="FALSO",
        ),
        "en": Marks(
            delimiter=",",
            decimal=".",
            moment="%Y-%m-%d %H:%M:%S",
            moment_format="yyyy-mm-dd hh:mm:ss.000",
            true="TRUE",
            false="FALSE",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Manner:
    """A language of WORDS and a time zone of the IANA database. Raises LabError (`bad-request`)."""

    language: str = DEFAULT_LANGUAGE
    zone: str = DEFAULT_ZONE

    def __post_init__(self) -> None:
        """Check both."""
        if self.language not in WORDS:
            raise LabError("bad-request", f"`lang` is one of: {', '.join(WORDS)}")
        zone_of(self.zone)

    @property
    def words(self) -> Words:
        """The words of the language."""
        return WORDS[self.language]

    @property
    def marks(self) -> Marks:
        """The separators of the language."""
        return _MARKS[self.language]

    def local(self, at: str) -> datetime | None:
        """The time of a record in this zone, without a zone of its own; None when it is no time."""
        try:
            return datetime.fromisoformat(at).astimezone(zone_of(self.zone)).replace(tzinfo=None)
        except (ValueError, OverflowError):
            return None


def zone_of(name: str) -> tzinfo:
    """The time zone of this name. Raises LabError (`bad-request`)."""
    if name == DEFAULT_ZONE:
        return UTC
    if name not in _zones():
        raise LabError("bad-request", f"{name[:80]!r} is no time zone that the lab knows")
    return ZoneInfo(name)


def zone_or_utc(name: str) -> str:
    """The name of this time zone, or UTC for one that is newer than the lab. Raises LabError (`bad-request`)."""
    if not ZONE.fullmatch(name):
        raise LabError("bad-request", "`zone` is a time zone such as America/Sao_Paulo")
    return name if name in _zones() else DEFAULT_ZONE


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
