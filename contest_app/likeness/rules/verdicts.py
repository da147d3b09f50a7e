"""What an organizer says of a pair of entries."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from contest_app.errors import Refusal
from contest_app.languages import N_

LONGEST_WORDS: Final = 1000


class Kind(StrEnum):
    """In what two entries are alike."""

    TEXT = "text"
    PICTURE = "picture"


class Verdict(StrEnum):
    """What a likeness turned out to be."""

    NOTHING = "nothing"
    OWN = "own"
    COPIED = "copied"


class WordsMissing(Refusal):
    """To call a work copied is grave, so it needs words."""

    message = N_("Write why you hold the work to be copied. What you write is kept for good.")


def check_words(verdict: Verdict, words: str) -> None:
    """Raise ``WordsMissing`` where a work is called copied without a word why."""
    if verdict is Verdict.COPIED and not words.strip():
        raise WordsMissing
