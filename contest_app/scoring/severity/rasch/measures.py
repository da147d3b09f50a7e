"""What is told of each element: its measure with error and fit, and the rating it would get on equal terms.

With x a rating, E and W its expectation and variance, z = (x − E)/√W:

    standard error  1/√ΣW      outfit  Σz²/n      infit  Σ(x − E)²/ΣW

Both mean squares are about 1 where an element follows the model; above it is erratic, below it is more regular than
chance allows (a judge who copies, or gives one mark to all). Standardised by Wilson and Hilferty's cube root they are
about standard normal. The standard error takes the other measures for known, as FACETS does, and is the smaller for
it.

The **fair average** is the rating that the model expects of an element when every other facet stands at its mean.

Source: Wright, B. D., & Masters, G. N. (1982). Rating scale analysis. MESA Press, chapters 4 and 5. Linacre, J. M.
(1989). Many-facet Rasch measurement. MESA Press. Wilson, E. B., & Hilferty, M. M. (1931). The distribution of
chi-square. Proceedings of the National Academy of Sciences, 17, 684-688.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.severity.rasch.categories import Moments, chances_of, moments_of
from contest_app.scoring.severity.rasch.coding import Extreme
from contest_app.scoring.severity.rasch.fitting import RaschFit
from contest_app.scoring.severity.ratings import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class FacetMeasures:
    """What is told of the elements of a facet, each an array of (n_elements,), NaN where it cannot be told.

    Attributes
    ----------
    facet : its name.
    elements : their names.
    measure : logits, in the direction of the facet's name: severity of judges where the facet is negative.
    standard_error : logits.
    infit, outfit : mean squares, above 0, 1 where the element follows the model; NaN of extreme elements.
    infit_z, outfit_z : the same, about standard normal.
    correlation : of its ratings with what the elements of each add up to, -1 to 1.
    average, fair_average : rating it got, and would get on equal terms, in rating units.
    count : its ratings.
    extreme : an `Extreme`: the measure of LOW and HIGH is of a score moved inwards.
    component : number from 0; elements of different ones cannot be compared.
    comparable : number from 0; elements with different numbers cannot be compared, -1 of extreme ones.

    """

    facet: str
    elements: tuple[str, ...]
    measure: FloatArray
    standard_error: FloatArray
    infit: FloatArray
    outfit: FloatArray
    infit_z: FloatArray
    outfit_z: FloatArray
    correlation: FloatArray
    average: FloatArray
    fair_average: FloatArray
    count: IntArray
    extreme: IntArray
    component: IntArray
    comparable: IntArray


def measures_of(fit: RaschFit) -> tuple[FacetMeasures, ...]:
    """Return what is told of the elements, facet by facet."""
    logits = fit.logits()
    moments = moments_of(np.nan_to_num(logits), fit.coded.groups, fit.thresholds)
    return tuple(_facet(fit, facet, logits, moments) for facet in range(len(fit.measures)))


def _facet(fit: RaschFit, facet: int, logits: FloatArray, moments: Moments) -> FacetMeasures:
    places, codes = fit.ratings.places[:, facet], fit.coded
    size = fit.ratings.sizes[facet]
    used = np.isfinite(logits) & (codes.rounds >= codes.element_rounds[facet][places])
    fits = _fits(fit, moments, used, places, size)
    extreme = codes.extreme[facet]
    infit, outfit, infit_z, outfit_z = (np.where(extreme == Extreme.NO, each, np.nan) for each in fits)
    information = np.bincount(places[used], moments.variance[used], size)
    return FacetMeasures(
        facet=fit.ratings.facets[facet],
        elements=fit.ratings.elements[facet],
        measure=fit.measures[facet],
        standard_error=np.where(np.isfinite(fit.measures[facet]), 1 / np.sqrt(_positive(information)), np.nan),
        infit=infit,
        outfit=outfit,
        infit_z=infit_z,
        outfit_z=outfit_z,
        correlation=_correlations(codes.categories[used].astype(np.float64), logits[used], places[used], size),
        average=np.bincount(places, fit.ratings.values, size) / np.bincount(places, minlength=size),
        fair_average=fair_averages(fit, facet),
        count=np.bincount(places, minlength=size).astype(np.intp),
        extreme=extreme,
        component=fit.components.of_element[facet],
        comparable=fit.comparable[facet],
    )


def _positive(values: FloatArray | IntArray) -> FloatArray:
    return np.where(values > 0, values.astype(np.float64), np.nan)


def _fits(
    fit: RaschFit, moments: Moments, used: npt.NDArray[np.bool_], units: IntArray, count: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return infit, outfit, and both standardised, by unit."""
    used = used & (moments.variance > 0)
    return mean_squares(
        Moments(moments.chances[used], moments.expected[used], moments.variance[used], moments.fourth[used]),
        fit.coded.categories[used],
        units[used],
        count,
    )


def mean_squares(
    moments: Moments, categories: IntArray, units: IntArray, count: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return infit, outfit, standardised infit, standardised outfit of units of ratings, each (n_units,).

    NaN for units without ratings; all variances must be above 0.
    """
    squares, variance, fourth = np.square(categories - moments.expected), moments.variance, moments.fourth
    ratings = _positive(np.bincount(units, minlength=count))
    information = _positive(np.bincount(units, variance, count))
    infit = np.bincount(units, squares, count) / information
    outfit = np.bincount(units, squares / variance, count) / ratings
    infit_error = np.sqrt(np.bincount(units, fourth - variance**2, count).clip(0)) / information
    outfit_error = np.sqrt((np.bincount(units, fourth / variance**2, count) / ratings**2 - 1 / ratings).clip(0))
    return infit, outfit, _standardised(infit, infit_error), _standardised(outfit, outfit_error)


def _standardised(mean_square: FloatArray, error: FloatArray) -> FloatArray:
    spread = _positive(error)
    return np.asarray((np.cbrt(mean_square) - 1) * (3 / spread) + spread / 3)


def _correlations(categories: FloatArray, logits: FloatArray, units: IntArray, count: int) -> FloatArray:
    """Return the correlation of two columns by unit; NaN where one of them does not vary."""
    ratings = np.maximum(np.bincount(units, minlength=count), 1)
    one = categories - (np.bincount(units, categories, count) / ratings)[units]
    two = logits - (np.bincount(units, logits, count) / ratings)[units]
    sizes = np.bincount(units, one**2, count) * np.bincount(units, two**2, count)
    found = np.bincount(units, one * two, count) / np.sqrt(_positive(np.where(sizes > _NOTHING, sizes, 0.0)))
    return np.clip(found, -1.0, 1.0)


_NOTHING = 1e-12
"""What rounding leaves of a variance that is nought."""


def fair_averages(fit: RaschFit, facet: int) -> FloatArray:
    """Return the rating expected of each element, (n_elements,), when the other facets stand at their means.

    Means are those of the element's component; with scales of their own, the mean over the scales.
    """
    logits = fit.signs[facet] * fit.measures[facet] + _others(fit, facet)
    known = np.isfinite(logits)
    scales = fit.coded.scales
    own = fit.model.partial_credit == fit.ratings.facets[facet]
    used = np.flatnonzero(scales.steps > 0)
    columns = [np.arange(len(logits))] if own else [np.full(len(logits), group) for group in used]
    expected = [
        (chances_of(np.nan_to_num(logits), groups, fit.thresholds) * np.nan_to_num(scales.values[groups])).sum(axis=1)
        for groups in columns
    ]
    return np.where(known, np.mean(expected, axis=0), np.nan)


def _others(fit: RaschFit, facet: int) -> FloatArray:
    """Return the sum of the other facets' means in the component of each element, (n_elements,)."""
    components = fit.components
    total = np.zeros(components.count)
    for other, own in enumerate(fit.measures):
        if other != facet:
            plain = np.isfinite(own) & (fit.coded.extreme[other] == Extreme.NO)
            total += fit.signs[other] * _means(own, components.of_element[other], components.count, plain)
    return np.asarray(total[components.of_element[facet]])


def _means(measures: FloatArray, components: IntArray, count: int, plain: npt.NDArray[np.bool_]) -> FloatArray:
    """Return the mean measure in each component, of the elements that are not extreme; of all where all are."""
    found = np.full(count, np.nan)
    for mask in (np.isfinite(measures), plain):
        counts = np.bincount(components[mask], minlength=count)
        sums = np.bincount(components[mask], measures[mask], count)
        found = np.where(counts > 0, sums / np.maximum(counts, 1), found)
    return np.asarray(np.nan_to_num(found))
