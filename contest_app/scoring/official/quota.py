"""Awarding by a quota: a share of those who took part wins, split over the degrees.

The republican rules: 45 % of a section's participants win; of the winners 50 % get the third degree, 30 % the second
and 20 % the first.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contest_app.scoring.official.ladder import Rung
from contest_app.scoring.ranking import split_places


class Rounding(StrEnum):
    """How a number of winners that is not whole is made whole; rules that say nothing mean down."""

    DOWN = "down"
    NEAREST = "nearest"  # halves up
    UP = "up"


@dataclass(frozen=True, slots=True)
class Quota:
    """A share of the participants wins; the split gives each degree its share of the winners.

    Parameters
    ----------
    share
        Of the participants, from 0 to 1.
    split
        Shares of the winners by award, best first; they sum to one.
    rounding
        Of the number of winners. The degrees are split by the largest remainder, equal ones in favour of the lower.
    least
        The share of the highest score that every winner must reach; None for any.

    Raises ValueError for a share outside 0 to 1, or a split that does not sum to one.

    """

    share: Fraction
    split: Mapping[str, Fraction]
    rounding: Rounding = Rounding.DOWN
    least: Fraction | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a quota is a share from 0 to 1, not {self.share}")
        split_places(0, self.split)
        if sum(self.split.values()) != 1:
            raise ValueError(f"the split must sum to one: {dict(self.split)}")

    def winners(self, participants: int) -> int:
        """Return how many win.

        >>> REPUBLICAN.winners(21)
        9
        """
        exact = self.share * participants
        if self.rounding is Rounding.UP:
            return math.ceil(exact)
        return math.floor(exact + Fraction(1, 2) if self.rounding is Rounding.NEAREST else exact)

    def ladder(self, participants: int) -> tuple[Rung, ...]:
        """Return the rungs for so many participants.

        >>> [(rung.award, rung.places) for rung in REPUBLICAN.ladder(21)]
        [('I', 2), ('II', 3), ('III', 4)]
        """
        upwards = dict(reversed(list(self.split.items())))
        places = split_places(self.winners(participants), upwards)
        return tuple(Rung(award, places[award], self.least) for award in self.split)


REPUBLICAN = Quota(Fraction(45, 100), {"I": Fraction(1, 5), "II": Fraction(3, 10), "III": Fraction(1, 2)})
"""45 % win; 20 % of the winners the first degree, 30 % the second, 50 % the third."""
