"""A person, as the lab knows one: by a random id, a right, and the code that gave it."""

import secrets
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self


class Right(IntEnum):
    """What somebody may do; a greater right includes the smaller."""

    ANYBODY = 0
    PUPIL = 1
    TEACHER = 2

    @property
    def word(self) -> str:
        """As the protocol says it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is in. `mark` tells by which code, without telling the code."""

    id: str
    right: Right
    mark: str = ""

    @classmethod
    def read(cls, document: object) -> Self | None:
        """What `document` wrote; None when it is anything else."""
        match document:
            case [str(identity), str(word), str(mark)] if word.upper() in Right.__members__:
                return cls(identity, Right[word.upper()], mark)
        return None

    def document(self) -> list[Any]:
        """As a cookie and a token carry it."""
        return [self.id, self.right.word, self.mark]


EVERYBODY = Person("", Right.TEACHER)
"""Whoever is at an open lab."""


def new_id() -> str:
    """An id for somebody who comes in for the first time."""
    return secrets.token_urlsafe(12)
