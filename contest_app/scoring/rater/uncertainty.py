"""How wrong an estimate is likely to be: a standard error for each answer, honest in its intervals.

The variance of what is left over is log-linear in a few facts about the estimate,

    log s² = β₀ + β₁ m + β₂ m² + β₃ |d| + β₄ log(1 + w)

with the estimate m (from the scale's middle), the disagreement d of the experts and the words w of
the answer; β is learnt by Gaussian maximum likelihood on answers that the experts have not seen. A
last factor makes 80 % of their intervals of 80 % hold the raters' mean (split conformal prediction:
Lei et al. 2018, *Journal of the American Statistical Association, 113*).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MIDDLE = 3.0
"""Of the scale from 1 to 5."""

COVERAGE = 0.80
QUANTILE = 1.2815515594457
"""Standard normal quantile of an interval of 80 %."""

_SMALLEST = 0.05  # rating units; no estimate is surer


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """The learnt standard error.

    Attributes
    ----------
    coefficients : β₀ to β₄.
    factor : by which the standard errors of the likelihood are stretched.

    """

    coefficients: tuple[float, ...]
    factor: float

    def standard_errors(self, estimates: Floats, disagreement: Floats, words: Floats) -> Floats:
        """Return the (n,) standard errors in rating units."""
        log_variance = facts(estimates, disagreement, words) @ np.array(self.coefficients)
        errors: Floats = np.maximum(self.factor * np.exp(0.5 * log_variance), _SMALLEST)
        return errors


def coverage(estimates: Floats, errors: Floats, ratings: Floats) -> float:
    """Return the share of intervals of 80 % that hold the rating."""
    return float((np.abs(ratings - estimates) <= QUANTILE * errors).mean())


def facts(estimates: Floats, disagreement: Floats, words: Floats) -> Floats:
    """Return the (n, 5) facts that the variance is linear in, on the logarithm."""
    from_middle = estimates - MIDDLE
    columns: Sequence[Floats] = (
        np.ones(len(estimates)),
        from_middle,
        from_middle**2,
        np.abs(disagreement),
        np.log1p(words),
    )
    return np.stack(columns, axis=1)
