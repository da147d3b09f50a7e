"""Mantel's test of whether two groups of equal standing score alike on an item.

Within each stratum k of people of equal standing, the focal group's sum of scores F is compared with what it
would be if the stratum's n scores were dealt to its n_F focal and n_R reference people by lot:

    E = n_F · mean        Var = n_F · n_R / n · S²        S² the stratum's variance of scores, by n − 1
    χ² = (Σ F − Σ E)² / Σ Var        with one degree of freedom

It needs no distribution of scores: 0/1, 0/1/2 and continuous ones alike.

Source: Mantel, N. (1963). Chi-square tests with one degree of freedom: Extensions of the Mantel-Haenszel procedure.
Journal of the American Statistical Association, 58, 690-700.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """For each stratum that holds both groups, how they score; all arrays of shape (n_strata,).

    Attributes
    ----------
    focal, reference : people of each group.
    focal_mean, reference_mean : their mean scores.
    variance : of the scores of both groups together, by n − 1.

    """

    focal: FloatArray
    reference: FloatArray
    focal_mean: FloatArray
    reference_mean: FloatArray
    variance: FloatArray


@dataclass(frozen=True, slots=True)
class MantelTest:
    """The statistic, at least 0, and the chance of one as large if the groups score alike."""

    chi_square: float
    p_value: float


def strata_of(scores: npt.ArrayLike, focal: npt.ArrayLike, strata: npt.ArrayLike) -> Strata:
    """Return the strata of people with their scores, whether they are of the focal group, and their stratum.

    The three are of shape (n_people,); strata with one group alone are left out, as nobody there has an equal.
    """
    values, members = np.asarray(scores, dtype=np.float64), np.asarray(focal, dtype=bool)
    _, cells = np.unique(np.asarray(strata), return_inverse=True)
    count = int(cells.max(initial=-1)) + 1

    def per_stratum(weights: FloatArray) -> FloatArray:
        return np.bincount(cells, weights, count).astype(np.float64)

    ours, theirs = per_stratum(members * 1.0), per_stratum(~members * 1.0)
    both = (ours > 0) & (theirs > 0)
    people = np.maximum(ours + theirs, 1)
    centred = values - (per_stratum(values) / people)[cells]
    return Strata(
        focal=ours[both],
        reference=theirs[both],
        focal_mean=per_stratum(values * members)[both] / ours[both],
        reference_mean=per_stratum(values * ~members)[both] / theirs[both],
        variance=per_stratum(centred**2)[both] / (people[both] - 1),
    )


def mantel_test(strata: Strata) -> MantelTest | None:
    """Return Mantel's test; None where no stratum holds both groups and different scores.

    >>> from numpy import repeat
    >>> migraine = [16, 11, 5, 20, 12, 16, 7, 19]  # better or not, on two treatments, women and men
    >>> found = mantel_test(strata_of(repeat([1, 0] * 4, migraine), repeat([1, 1, 0, 0] * 2, migraine),
    ...                               repeat([0] * 4 + [1] * 4, migraine)))
    >>> round(found.chi_square, 4)
    8.3052
    """
    people = strata.focal + strata.reference
    variance = float((strata.focal * strata.reference / people * strata.variance).sum())
    if variance == 0:
        return None
    excess = float((strata.focal * strata.reference / people * (strata.focal_mean - strata.reference_mean)).sum())
    chi_square = excess**2 / variance
    return MantelTest(chi_square, float(chdtrc(1, chi_square)))
