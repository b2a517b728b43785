"""A person as the lab knows one: a random id, a right, and a mark of the code that gave it."""

import secrets
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self


class Right(IntEnum):
    """What a person may do. A greater right includes the smaller ones."""

    ANYBODY = 0
    PUPIL = 1
    TEACHER = 2

    @property
    def word(self) -> str:
        """The name of the right in docs/protocol.md."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Person:
    """An authenticated person. `mark` is derived from the code, which it does not reveal."""

    id: str
    right: Right
    mark: str = ""

    @classmethod
    def read(cls, document: object) -> Self | None:
        """The person that `document` encoded; None for anything else."""
        match document:
            case [str(identity), str(word), str(mark)] if word.upper() in Right.__members__:
                return cls(identity, Right[word.upper()], mark)
        return None

    def document(self) -> list[Any]:
        """The form in which cookies and tokens carry a person."""
        return [self.id, self.right.word, self.mark]


EVERYBODY = Person("", Right.TEACHER)
"""The one person of an open lab."""


def new_id() -> str:
    """A random id for a new person."""
    return secrets.token_urlsafe(12)
