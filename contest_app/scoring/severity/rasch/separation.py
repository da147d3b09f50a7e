"""How well the elements of a facet are told apart.

With SD the standard deviation of the measures and RMSE the root of their mean squared error,

    true SD² = SD² − RMSE²     G = true SD / RMSE     strata = (4G + 1)/3     reliability = true SD² / SD²

High figures are wanted of entries; of judges they say how unlike in severity they are. The fixed chi-square asks
whether all elements have one measure.

Source: Wright, B. D., & Masters, G. N. (1982). Rating scale analysis. MESA Press, chapter 5.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from contest_app.scoring.severity.rasch.measures import FacetMeasures

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a facet's elements are told apart.

    Attributes
    ----------
    spread : standard deviation of the measures, in logits (of the sample: divided by n - 1).
    error : root mean square of their standard errors, in logits.
    separation : G, from 0.
    strata : how many levels are told apart, from 1/3.
    reliability : share of the variance that is true, 0 to 1.
    chi_square, freedom, p_value : of one measure for all elements.

    """

    spread: float
    error: float
    separation: float
    strata: float
    reliability: float
    chi_square: float
    freedom: int
    p_value: float


def separation_of(facet: FacetMeasures) -> Separation | None:
    """Return the separation of a facet, extreme elements among it; None for fewer than two measures."""
    known = np.isfinite(facet.measure) & np.isfinite(facet.standard_error)
    measures, errors = facet.measure[known], facet.standard_error[known]
    if len(measures) < _PAIR:
        return None
    observed, error = float(measures.var(ddof=1)), float(np.mean(errors**2))
    true = max(observed - error, 0.0)
    ratio = float(np.sqrt(true / error))
    weights = errors**-2.0
    centre = float(weights @ measures / weights.sum())
    chi_square, freedom = float(weights @ np.square(measures - centre)), len(measures) - 1
    return Separation(
        spread=float(np.sqrt(observed)),
        error=float(np.sqrt(error)),
        separation=ratio,
        strata=(4 * ratio + 1) / 3,
        reliability=true / observed if observed else 0.0,
        chi_square=chi_square,
        freedom=freedom,
        p_value=float(chdtrc(freedom, chi_square)),
    )
