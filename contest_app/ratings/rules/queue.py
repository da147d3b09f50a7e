"""Who is asked for what, for how long, and in which order."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

#: For so long nobody else is asked for the same place; who comes later is taken as a further rater.
LEASE: Final = timedelta(minutes=30)
#: So many raters who cannot read an answer take it out of the queue.
UNREADABLE: Final = 2
#: Share of the ideas that people rate for the rater's training, by language: Kazakh has no ratings yet.
SAMPLED: Final = {"kk": 0.5, "ru": 0.1, "en": 0.1}
#: Flags that nobody can judge from one idea alone, or that are for the adult who takes care.
NOT_FOR_RATERS: Final = ("duplicate", "distress")
_KEYS: Final = 2**128
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH: Final = 5


class Sort(StrEnum):
    """What a rater has before the eyes: one sort at a time, for the questions are the same."""

    TEXT = "text"
    DRAWING = "drawing"
    IDEA = "idea"


class Skip(StrEnum):
    """Why a rater leaves an answer to others."""

    UNREADABLE = "unreadable"
    KNOWN = "known"


class LanguagesMissing(Refusal):
    """A rater who reads no language cannot be given answers."""

    message = N_("Choose at least one language in which you read pupils' answers.")


class ReasonMissing(Refusal):
    """An answer is left to others without one of the reasons."""

    message = N_("Say why you leave this answer to others.")


class RatingSettled(Conflict):
    """A rating is to be changed after the raters' work on the answer has ended."""

    message = N_("This answer has been rated by all who were asked. What you gave counts and stays as it was.")


def sampled_below(language: str) -> UUID:
    """Return the key below which ideas are in the sample: keys are random, so it is a random share.

    >>> str(sampled_below("kk"))
    '80000000-0000-0000-0000-000000000000'
    """
    return UUID(int=int(_KEYS * SAMPLED[language]))


def order_key(rater_id: UUID, key: UUID) -> bytes:
    """Return where an answer stands in one rater's own order: random, and always the same."""
    return hashlib.sha256(rater_id.bytes + key.bytes).digest()


def code_of(key: UUID) -> str:
    """Return the code by which raters speak of an answer; it tells nothing about it.

    >>> code_of(UUID(int=0))
    '22222'
    """
    number, letters = key.int, ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters
