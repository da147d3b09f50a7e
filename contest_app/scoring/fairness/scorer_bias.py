"""Whether the automatic scorer is kinder to one group than people are.

For each answer that people rated too, d = automatic − human. A group's bias is

    (mean d of the group − mean d of all others) / SD of the human ratings

so 0.1 says that the scorer gives the group a tenth of a standard deviation more than people do, beyond what it gives
everybody. Groups may truly differ in what people rate: that is in both scores and falls out.

The 95 % interval lets a person's answers be alike (errors clustered by person). A group is flagged where the interval
leaves out 0 and the bias is beyond `TOLERABLE`, the bound of Williamson, Xi and Breyer for subgroups.

Source: Williamson, D. M., Xi, X., & Breyer, F. J. (2012). A framework for evaluation and use of automated scoring.
Educational Measurement: Issues and Practice, 31(1), 2-13.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.fairness import MIN_GROUP
from contest_app.scoring.scale.table import FloatArray
from contest_app.scoring.too_few import TooFew

TOLERABLE = 0.10
"""Standard deviations of human ratings up to which a difference between groups is let be."""

_QUANTILE = 1.959964  # of the standard normal distribution, for a 95 % interval


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer with both its scores, in one unit, and whose it is."""

    person: str
    group: str
    automatic: float
    human: float


@dataclass(frozen=True, slots=True)
class ScorerBias:
    """How the automatic scorer treats a group.

    Attributes
    ----------
    difference : in standard deviations of the human ratings, with its error; above 0 it is kinder to the group.
    low, high : 95 % interval.
    flagged : beyond what is tolerable, and not by chance.
    people, answers : of the group.

    """

    difference: Estimate
    low: float
    high: float
    flagged: bool
    people: int
    answers: int


def scorer_bias(answers: Sequence[RatedAnswer]) -> dict[str, ScorerBias | TooFew | None]:
    """Return the bias against or for each group, by its name, sorted.

    TooFew where the group, or all others together, have fewer than `MIN_GROUP` people; None where all human ratings
    are equal. Answers with a score that is no finite number are left out.
    """
    rated = [each for each in answers if math.isfinite(each.automatic) and math.isfinite(each.human)]
    spread = float(np.std([each.human for each in rated], ddof=1)) if len(rated) > 1 else 0.0
    return {group: _of_group(group, rated, spread) for group in sorted({each.group for each in rated})}


def _of_group(group: str, rated: Sequence[RatedAnswer], spread: float) -> ScorerBias | TooFew | None:
    ours = [each for each in rated if each.group == group]
    theirs = [each for each in rated if each.group != group]
    people = len({each.person for each in ours})
    smaller = min(people, len({each.person for each in theirs}))
    if smaller < MIN_GROUP:
        return TooFew(smaller, MIN_GROUP)
    if spread == 0:
        return None
    own, others = _mean_difference(ours), _mean_difference(theirs)
    value = (own.value - others.value) / spread
    error = math.hypot(own.standard_error, others.standard_error) / spread
    low, high = value - _QUANTILE * error, value + _QUANTILE * error
    flagged = abs(value) > TOLERABLE and not low <= 0 <= high
    return ScorerBias(Estimate(value, error), low, high, flagged, people, len(ours))


def _mean_difference(answers: Sequence[RatedAnswer]) -> Estimate:
    """Return the mean of automatic − human, with an error that lets a person's answers be alike."""
    differences: FloatArray = np.array([each.automatic - each.human for each in answers])
    mean = float(differences.mean())
    _, person = np.unique([each.person for each in answers], return_inverse=True)
    sums = np.bincount(person, differences - mean)
    variance = len(sums) / (len(sums) - 1) * float((sums**2).sum()) / len(answers) ** 2
    return Estimate(mean, math.sqrt(variance))
