"""The originality that trained people would give: where it may be shown, and what it is for a whole response.

It stands beside rarity and is never mixed with it: rarity counts people, a rating judges the idea.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Languages in which a rating is shown. Kazakh follows when enough Kazakh answers have been rated by people.
CALIBRATED: Final = frozenset({"ru", "en"})
#: What a rating rests on where people have rated other answers to the same prompt; anything else is provisional.
RATED_PROMPT: Final = "rated_prompt"
TOP: Final = 2


@dataclass(frozen=True, slots=True)
class Rating:
    """An estimate from 1 to 5 (more is more original), its standard error, and what it rests on."""

    value: float
    standard_error: float
    basis: str

    @property
    def is_provisional(self) -> bool:
        """Say whether nobody has yet rated answers to this prompt in this language."""
        return self.basis != RATED_PROMPT


def is_shown(language: str) -> bool:
    """Say whether ratings of answers in a language are shown to anybody.

    >>> is_shown("ru"), is_shown("kk")
    (True, False)
    """
    return language in CALIBRATED


def mean_rating(ratings: Sequence[Rating]) -> Rating | None:
    """Return the mean rating of one response's different ideas; None without ideas.

    The error is the mean of the errors, the greatest that it can be: a rater that is wrong about one idea of a
    response tends to be wrong about the others in the same way, so their errors do not cancel out.
    """
    if not ratings:
        return None
    count = len(ratings)
    return Rating(
        value=math.fsum(rating.value for rating in ratings) / count,
        standard_error=math.fsum(rating.standard_error for rating in ratings) / count,
        basis=ratings[0].basis,
    )


def top_rating(ratings: Sequence[Rating]) -> Rating | None:
    """Return the mean of a response's two highest ratings, as `mean_rating`; None without ideas."""
    ordered = sorted(ratings, key=lambda rating: (-rating.value, -rating.standard_error))
    return mean_rating(ordered[:TOP])
