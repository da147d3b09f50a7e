"""One unknown a unit, everything else fixed: extreme elements, and terms of bias.

The unknown b of a unit of ratings solves  Σ E(η + b) = target,  whose left side rises with b from 0 to the unit's
highest score, so that there is one solution for every target between.
"""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.rasch.categories import Moments, moments_of
from contest_app.scoring.severity.ratings import FloatArray, IntArray

ADJUSTMENT = 0.3
"""Score points by which an extreme score is moved inwards, as in FACETS."""

_ROUNDS = 100
_SETTLED = 1e-9  # logits
_LONGEST = 1.5  # logits a step


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Ratings in units.

    Attributes
    ----------
    of_rating : (n_ratings,), the number of each rating's unit.
    count : number of units.
    logits : (n_ratings,), what is known of η.
    groups : (n_ratings,), the scale of each rating.
    thresholds : (n_groups, n_categories - 1).

    """

    of_rating: IntArray
    count: int
    logits: FloatArray
    groups: IntArray
    thresholds: FloatArray

    def summed(self, weights: FloatArray) -> FloatArray:
        """Return sums by unit, (n_units,)."""
        return np.bincount(self.of_rating, weights=weights, minlength=self.count).astype(np.float64)

    def moments(self, shifts: FloatArray) -> Moments:
        """Return the moments of the ratings, each unit shifted by its own logits."""
        return moments_of(self.logits + shifts[self.of_rating], self.groups, self.thresholds)


def inwards(scores: FloatArray, highest: FloatArray) -> FloatArray:
    """Return scores moved off 0 and off the highest possible one by `ADJUSTMENT`.

    >>> inwards(np.array([0.0, 3.0, 8.0]), np.array([8.0, 8.0, 8.0])).tolist()
    [0.3, 3.0, 7.7]
    """
    return np.clip(scores, ADJUSTMENT, highest - ADJUSTMENT)


def shifts_to(units: Units, targets: FloatArray) -> FloatArray:
    """Return the logits, (n_units,), by which each unit must be shifted for its expected score to be the target."""
    shifts = np.zeros(units.count)
    for _ in range(_ROUNDS):
        moments = units.moments(shifts)
        slopes = np.maximum(units.summed(moments.variance), np.finfo(np.float64).tiny)
        step = np.clip((targets - units.summed(moments.expected)) / slopes, -_LONGEST, _LONGEST)
        shifts += step
        if float(np.abs(step).max(initial=0.0)) < _SETTLED:
            break
    return shifts
