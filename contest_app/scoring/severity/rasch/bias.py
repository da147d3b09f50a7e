"""Bias: where two elements together get other ratings than each of them does by itself.

For each pair that met, the logits b that make its expected score the observed one are found, everything else fixed:

    Σ E(η + b) = Σ x        se = 1/√ΣW        t = b/se

Positive b: higher ratings than expected. Over all pairs Σ t² is about chi-square with as many degrees of freedom as
pairs where there is no bias at all (the fixed chi-square).

Source: Linacre, J. M. (1989). Many-facet Rasch measurement. MESA Press, chapter 8. Guilford, J. P. (1954).
Psychometric methods (2nd ed.). McGraw-Hill, whose ratings are the worked example.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from contest_app.scoring.severity.rasch.fitting import RaschFit
from contest_app.scoring.severity.rasch.measures import mean_squares
from contest_app.scoring.severity.rasch.single import Units, inwards, shifts_to
from contest_app.scoring.severity.ratings import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Bias:
    """The terms of bias of two or more facets, each an array of (n_pairs,).

    Attributes
    ----------
    facets : their names.
    elements : for each pair, the names of its elements.
    observed, expected : sums of its ratings, and of what the model expects, in rating units.
    count : its ratings.
    bias, standard_error, t : logits, logits, and their ratio.
    infit, outfit : mean squares of what is left when the bias is taken away.
    chi_square, freedom, p_value : of no bias at all.

    """

    facets: tuple[str, ...]
    elements: tuple[tuple[str, ...], ...]
    observed: FloatArray
    expected: FloatArray
    count: IntArray
    bias: FloatArray
    standard_error: FloatArray
    t: FloatArray
    infit: FloatArray
    outfit: FloatArray

    @property
    def chi_square(self) -> float:
        """Fixed chi-square."""
        return float(np.square(self.t).sum())

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the fixed chi-square."""
        return len(self.t)

    @property
    def p_value(self) -> float:
        """Chance of a fixed chi-square as large where there is no bias."""
        return float(chdtrc(self.freedom, self.chi_square))


def bias_of(fit: RaschFit, facets: Sequence[str]) -> Bias:
    """Return the terms of bias of the named facets, for every combination that has active ratings.

    A combination with lowest or highest ratings alone has its score moved inwards by .3 points.
    Raises CannotEstimate for an unknown facet.
    """
    numbers = [fit.ratings.facet(name) for name in facets]
    active = fit.coded.active
    cells, of_rating = np.unique(fit.ratings.places[active][:, numbers], axis=0, return_inverse=True)
    groups, categories = fit.coded.groups[active], fit.coded.categories[active]
    units = Units(of_rating.astype(np.intp).ravel(), len(cells), fit.logits()[active], groups, fit.thresholds)
    highest = units.summed(fit.coded.scales.steps[groups].astype(np.float64))
    shifts = shifts_to(units, inwards(units.summed(categories.astype(np.float64)), highest))
    moments = units.moments(shifts)
    infit, outfit, _, _ = mean_squares(moments, categories, units.of_rating, units.count)
    errors = 1 / np.sqrt(units.summed(moments.variance))
    before = units.moments(np.zeros(units.count)).chances * np.nan_to_num(fit.coded.scales.values)[groups]
    return Bias(
        facets=tuple(facets),
        elements=tuple(
            tuple(fit.ratings.elements[facet][place] for facet, place in zip(numbers, cell, strict=True))
            for cell in cells
        ),
        observed=units.summed(fit.ratings.values[active]),
        expected=units.summed(before.sum(axis=1)),
        count=np.bincount(units.of_rating, minlength=units.count).astype(np.intp),
        bias=shifts,
        standard_error=errors,
        t=shifts / errors,
        infit=infit,
        outfit=outfit,
    )
