"""Is a new rater better than the one in use? Told on held-out ratings, with the chance in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.evaluation import Agreement, evaluate
from contest_app.scoring.rater.views import Floats

RESAMPLES = 1_000
LOW, HIGH = 2.5, 97.5
"""Percentiles of an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two raters on the same held-out answers.

    Attributes
    ----------
    new, old : how each follows the ratings.
    difference : of the within-prompt correlations, new less old; without rated prompts of twenty
        answers, of the correlations over all.
    low, high : its 95 % interval, by the paired bootstrap over answers.

    """

    new: Agreement
    old: Agreement
    difference: float
    low: float
    high: float

    @property
    def adopt(self) -> bool:
        """Whether the new rater is better beyond chance."""
        return self.low > 0.0


def compare(new: Floats, old: Floats, ratings: Floats, prompts: Sequence[str], *, seed: int = 0) -> Comparison:
    """Compare (n,) estimates of two raters with the ratings of the same n answers."""
    draws = np.random.default_rng(seed).integers(0, len(ratings), size=(RESAMPLES, len(ratings)))
    differences = [_difference(new[rows], old[rows], ratings[rows], [prompts[row] for row in rows]) for rows in draws]
    low, high = np.percentile(differences, [LOW, HIGH])
    return Comparison(
        new=evaluate(new.tolist(), ratings.tolist(), prompts),
        old=evaluate(old.tolist(), ratings.tolist(), prompts),
        difference=_difference(new, old, ratings, prompts),
        low=float(low),
        high=float(high),
    )


def _difference(new: Floats, old: Floats, ratings: Floats, prompts: Sequence[str]) -> float:
    return _followed(new, ratings, prompts) - _followed(old, ratings, prompts)


def _followed(estimates: Floats, ratings: Floats, prompts: Sequence[str]) -> float:
    agreement = evaluate(estimates.tolist(), ratings.tolist(), prompts)
    followed = agreement.r if agreement.r_within is None else agreement.r_within
    return 0.0 if followed is None else followed
