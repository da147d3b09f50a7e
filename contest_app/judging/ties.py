"""When an entry is too close to a judge who declared a school or a person: no database, no request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contest_app.errors import Refusal
from contest_app.languages import N_, search_key

#: A first name alone would keep a judge from half the entries.
LEAST_WORDS: Final = 2


class NameTooShort(Refusal):
    """One word names too many people."""

    message = N_("Write the family name and the first name.")


class TieUnclear(Refusal):
    """Neither a school nor a person is named, or both are."""

    message = N_("Choose a school or write a person's name: one of the two at a time.")


class TieSigned(Refusal):
    """What was declared before the signature is to be taken back after it."""

    message = N_("You have signed what you declared, so it stays. You can add more; the organizer can explain.")


@dataclass(frozen=True, slots=True)
class Circle:
    """The schools and the names of the people who stand behind an entry: authors and supervisor."""

    schools: frozenset[UUID]
    names: tuple[str, ...]


def is_close(school_id: UUID | None, person: str | None, circle: Circle) -> bool:
    """Say whether an entry belongs to the school, or to the person, whom a judge declared."""
    if school_id is not None:
        return school_id in circle.schools
    return any(is_named(person or "", name) for name in circle.names)


def is_named(declared: str, name: str) -> bool:
    """Say whether all the words declared stand in the name, in any order and case.

    >>> is_named("Ахметова Айгүл", "Айгүл Сәрсенқызы АХМЕТОВА")
    True
    >>> is_named("Айгүл", "Айгүл Ахметова")
    False
    """
    words = set(_words(declared))
    return len(words) >= LEAST_WORDS and words <= set(_words(name))


def checked_name(name: str) -> str:
    """Return a person's name single-spaced.

    Raises NameTooShort.
    """
    if len(_words(name)) < LEAST_WORDS:
        raise NameTooShort
    return " ".join(name.split())


def _words(name: str) -> list[str]:
    return search_key(name).replace(".", " ").replace(",", " ").split()
