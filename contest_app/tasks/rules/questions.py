"""What may be asked of a person about a judgement of the program, and what a person may answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

LONGEST_WORDS: Final = 300
LONGEST_ANSWER: Final = 500
#: How often one judgement may be questioned: by the pupil, and once more.
MOST_QUESTIONS: Final = 2


class About(StrEnum):
    """Which judgement is questioned."""

    UNCOUNTED = "uncounted"
    SAME = "same"
    RARE = "rare"
    PLACE = "place"
    ANSWER = "answer"


class Outcome(StrEnum):
    """What a person answered; ``told``: in words alone."""

    COUNTS = "counts"
    STAYS = "stays"
    TOLD = "told"


class NothingToAsk(Refusal):
    """No program has judged this, or a person cares for it in another way."""

    status = 409
    message = N_("There is nothing to ask about here.")


class AskedEnough(Refusal):
    """The judgement was questioned before, and answered."""

    status = 409
    message = N_("A person has looked at this already.")


class AlreadyAnswered(Conflict):
    """Somebody has answered before."""

    message = N_("This question is answered already.")


class WordsNeeded(Refusal):
    """An answer in words has none."""

    message = N_("Write a few words to the pupil.")


class SameWords(Refusal):
    """The idea says word for word what an earlier one says."""

    message = N_("The words are the same as in an earlier idea of this pupil, so they count once. Tell the pupil so.")


#: What may be answered to each question.
OUTCOMES: Final[Mapping[About, tuple[Outcome, ...]]] = {
    About.UNCOUNTED: (Outcome.COUNTS, Outcome.STAYS),
    About.SAME: (Outcome.COUNTS, Outcome.STAYS),
    About.RARE: (Outcome.COUNTS, Outcome.STAYS),
    About.PLACE: (Outcome.COUNTS, Outcome.STAYS),
    About.ANSWER: (Outcome.TOLD,),
}


def check_outcome(about: About, outcome: Outcome, words: str) -> None:
    """Raise WordsNeeded, or NothingToAsk where such an answer makes no sense."""
    if outcome not in OUTCOMES[about]:
        raise NothingToAsk
    if outcome is Outcome.TOLD and not words:
        raise WordsNeeded
