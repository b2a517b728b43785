"""web.tables.manner: words, separators and times in the manner of a reader."""

from dataclasses import fields
from datetime import datetime

import pytest

from chat.errors import LabError
from chat.settings import LANGUAGES
from web.tables.manner import WORDS, Manner, Words, zone_or_utc


def test_every_language_of_the_lab_has_its_words() -> None:
    assert set(WORDS) == set(LANGUAGES) - {"auto"}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_no_word_is_empty_and_no_two_columns_have_one_head(language: str) -> None:
    words = [getattr(WORDS[language], field.name) for field in fields(Words)]
    assert all(words)
    assert len(set(words)) == len(words)


def test_a_time_is_told_by_the_clocks_of_the_zone() -> None:
    told = [Manner(zone=zone).local("2026-11-22T16:48:00.123Z") for zone in ("UTC", "America/Sao_Paulo")]
    assert told == [datetime(2026, 11, 22, hour, 48, 0, 123_000) for hour in (16, 13)]  # noqa: DTZ001 - a cell has none


@pytest.mark.parametrize("at", ["", "yesterday", "0001-01-01T00:00:00Z"])
def test_what_is_no_time_there_is_no_time(at: str) -> None:
    assert Manner(zone="America/Sao_Paulo").local(at) is None


@pytest.mark.parametrize("zone", ["", "Nowhere", "../etc/passwd", "/etc/passwd", "America", "a" * 99, "America/../UTC"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(LabError) as refused:
        Manner(zone=zone)
    assert refused.value.reason == "bad-request"


@pytest.mark.parametrize(
    ("zone", "taken"), [("America/Sao_Paulo", "America/Sao_Paulo"), ("UTC", "UTC"), ("Mars/Base_1", "UTC")]
)
def test_a_zone_that_is_newer_than_the_lab_is_told_in_utc(zone: str, taken: str) -> None:
    assert zone_or_utc(zone) == taken


@pytest.mark.parametrize("zone", ["", "../etc/passwd", "/etc/passwd", "a" * 99, "America/../UTC", "UTC\n"])
def test_what_can_be_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(LabError):
        zone_or_utc(zone)


def test_a_language_that_the_lab_does_not_speak_is_refused() -> None:
    with pytest.raises(LabError):
        Manner("fr")
