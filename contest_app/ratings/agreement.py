"""How far raters agree, as figures for whoever looks after the queue; hidden while there are too few answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple
from uuid import UUID

import numpy as np

from contest_app.ratings.rules.agreeing import PAIR
from contest_app.scoring.agreement import intraclass_correlations, krippendorff_alpha

#: Fewer answers with two raters say nothing.
ENOUGH: Final = 20
#: Krippendorff (2004), Content Analysis, ch. 11: below the first no conclusion, below the second a tentative one.
TENTATIVE: Final = 0.667
RELIABLE: Final = 0.8


class Value(NamedTuple):
    """What one rater gave to one answer, as one number."""

    rater: UUID
    value: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree about one measure; each figure None where it cannot be told.

    Attributes
    ----------
    answers : with two raters; of further raters, asked because the two disagreed, nothing is counted here.
    alpha : Krippendorff's: 1 is full agreement, 0 chance.
    icc1, icc1_mean : reliability of one rater and of the mean of two where raters differ, ICC(1,1) and ICC(1,2).
    crossed : answers that the two raters with most answers in common both rated.
    icc2, icc2_mean : of those answers, with severity as error: ICC(2,1) and ICC(2,2).

    """

    answers: int
    alpha: float | None = None
    icc1: float | None = None
    icc1_mean: float | None = None
    crossed: int = 0
    icc2: float | None = None
    icc2_mean: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are answers enough to speak of agreement."""
        return self.answers >= ENOUGH

    @property
    def verdict(self) -> str:
        """What to say first: ``unknown``, ``low``, ``fair`` or ``high``."""
        if not self.is_enough or self.alpha is None:
            return "unknown"
        return "high" if self.alpha >= RELIABLE else "fair" if self.alpha >= TENTATIVE else "low"


def agreement(answers: Sequence[Sequence[Value]]) -> Agreement:
    """Return how far the first two raters of each answer agree; each answer's values in the order they were given."""
    pairs = [tuple(values[:PAIR]) for values in answers if len(values) >= PAIR]
    if len(pairs) < ENOUGH:
        return Agreement(len(pairs))
    table = [[each.value for each in pair] for pair in pairs]
    single = intraclass_correlations(table)
    crossed = _crossed(pairs)
    both = intraclass_correlations(crossed) if len(crossed) >= ENOUGH else None
    return Agreement(
        answers=len(pairs),
        alpha=krippendorff_alpha(table),
        icc1=single.icc1,
        icc1_mean=single.icc1_mean,
        crossed=len(crossed),
        icc2=both.icc2 if both else None,
        icc2_mean=both.icc2_mean if both else None,
    )


def _crossed(pairs: Sequence[Sequence[Value]]) -> np.ndarray:
    """Return the (n answers, 2 raters) table of the two raters who have most answers in common."""
    together = Counter(duo for pair in pairs for duo in combinations(sorted(each.rater for each in pair), PAIR))
    [(duo, _)] = together.most_common(1)
    rows = [dict(pair) for pair in pairs]
    return np.array([[row[rater] for rater in duo] for row in rows if set(row) == set(duo)], dtype=np.float64)
