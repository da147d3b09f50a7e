"""The fair score in marks: what an entry would get from an average jury on average criteria.

    mark = μ + entry + judge + criterion + sheet (entry by judge) + judge by criterion + accident

with every effect but μ drawn from a normal population of its own variance. Severity is what a judge takes off.
Effects are best linear unbiased predictions: drawn towards 0 the more, the fewer ratings tell them, so a judge of two
entries is not called the severest on their account. Where the whole jury rated every entry, the judges' effects
cancel and the fair scores stand in the order of the raw means.

Source: Henderson, C. R. (1975), see `equations`. Longford, N. T. (1994). Reliability of essay rating and score
adjustment. Journal of Educational and Behavioral Statistics, 19, 171-200.
"""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.additive.equations import Equations
from contest_app.scoring.severity.additive.reml import Point, Variances, parts_of, promises, restricted_maximum
from contest_app.scoring.severity.additive.terms import Term, Terms, terms_of
from contest_app.scoring.severity.connection import Components, components_of
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings, is_fully_crossed

INTERVAL = 1.959964
"""Of the standard normal distribution, for a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Component:
    """The variance of an effect, in squared rating units; ``facets`` is empty for accident."""

    facets: tuple[str, ...]
    variance: float


@dataclass(frozen=True, slots=True, eq=False)
class FacetEffects:
    """What is told of the elements of a facet, each an array of (n_elements,), NaN where it cannot be told.

    Attributes
    ----------
    facet : its name.
    elements : their names.
    effect : rating units added to a rating; below 0 a severe judge, a hard criterion, a weak entry.
    standard_error : of the effect, rating units.
    fair_average : rating expected with average elements of all other facets.
    average : raw mean.
    misfit : mean square of what the main effects leave, 1 where as large as everybody's; above it, erratic.
    count : its ratings.
    component : number from 0; elements of different ones are compared only as draws from one population.

    """

    facet: str
    elements: tuple[str, ...]
    effect: FloatArray
    standard_error: FloatArray
    fair_average: FloatArray
    average: FloatArray
    misfit: FloatArray
    count: IntArray
    component: IntArray

    @property
    def interval(self) -> tuple[FloatArray, FloatArray]:
        """95 % interval of the effect: lower and upper limits."""
        half = INTERVAL * self.standard_error
        return self.effect - half, self.effect + half


@dataclass(frozen=True, slots=True, eq=False)
class AdditiveFit:
    """A fitted model.

    Attributes
    ----------
    facets : what is told of the elements, facet by facet.
    mean : μ, in rating units.
    components : variances of the effects, accident last.
    variances : whether they were found.
    parts : components of the design: into how many parts the ratings fall.
    is_fully_crossed : True where the whole jury rated the same: there is nothing to adjust.

    """

    facets: tuple[FacetEffects, ...]
    mean: float
    components: tuple[Component, ...]
    variances: Variances
    parts: Components
    is_fully_crossed: bool

    def facet(self, name: str) -> FacetEffects:
        """Return what is told of a facet. Raises KeyError for an unknown one."""
        return {each.facet: each for each in self.facets}[name]


def fit_additive(ratings: Ratings, judge: str) -> AdditiveFit:
    """Fit the additive model; ``judge`` is the name of the judges' facet.

    Raises CannotEstimate for an unknown facet, and where each entry has one rating.

    >>> from contest_app.scoring.severity.ratings import ratings_of
    >>> marks = ratings_of({"judge": list("AABBCC"), "entry": list("121323")}, [9, 7, 5, 6, 7, 9])
    >>> fit = fit_additive(marks, "judge")
    >>> fit.is_fully_crossed
    False
    """
    terms = terms_of(ratings, ratings.facet(judge))
    mean = float(ratings.values.mean())
    centred = ratings.values - mean
    if float(np.abs(centred).max()) <= _NOTHING * max(abs(mean), 1.0):
        return _flat(ratings, judge, terms)
    equations, point, variances = _maximum(terms, centred)
    shift = point.effects[equations.sizes[0] + equations.sizes[1]]
    named = [
        Component(tuple(ratings.facets[facet] for facet in term.facets), float(value))
        for term, value in zip(equations.terms.all, variances.values, strict=False)
    ]
    return _fit(
        ratings,
        judge,
        _effects(ratings, equations, point, variances),
        mean + float(shift),
        (*named, Component((), float(variances.values[-1]))),
        variances,
    )


def _maximum(terms: Terms, centred: FloatArray) -> tuple[Equations, Point, Variances]:
    """Return the maximum, with the candidate effects where the likelihood ratio says that they pay."""
    plain = Equations(terms, len(centred))
    point, variances = restricted_maximum(plain, centred)
    if not terms.candidates:
        return plain, point, variances
    finer = Equations(terms.finer, len(centred))
    start, small = (_with(point.values, share, len(terms.candidates)) for share in (_SMALL, _SMALLEST))
    if not promises(finer, centred, small, len(terms.candidates)):
        return plain, point, variances
    finer_point, finer_variances = restricted_maximum(finer, centred, start)
    gain = 2 * (finer_point.log_likelihood - point.log_likelihood)
    if gain < _PAYS * len(terms.candidates):
        return plain, point, variances
    return finer, finer_point, finer_variances


_PAYS = 2.706
"""Likelihood ratio of a variance that is found by chance once in twenty times, for it cannot be below nought."""

_SMALL, _SMALLEST = 0.05, 1e-4
"""Shares of the residual variance at which the search for a further variance begins, and is tried."""


def _with(values: FloatArray, share: float, count: int) -> FloatArray:
    """Return the variances with ``count`` further ones, a share of the residual each, before the residual."""
    return np.concatenate([values[:-1], np.full(count, share * values[-1]), values[-1:]])


_NOTHING = 1e-12
"""What rounding leaves of a difference that is nought."""

Effects = list[tuple[FloatArray, FloatArray]]


def _effects(ratings: Ratings, equations: Equations, point: Point, variances: Variances) -> Effects:
    """Return effects and their errors, facet by facet; NaN for facets without a term, 0 where none varies.

    A judge's effects on the criteria, where they are told, add their mean to the judge's own.
    """
    errors = np.sqrt(point.values[-1] * point.solved.error_diagonal())
    found = [(np.full(size, np.nan), np.full(size, np.nan)) for size in ratings.sizes]
    varies = dict(zip((term.facets for term in equations.terms.all), variances.values > 0, strict=False))
    for term, part in zip(equations.terms.all, parts_of(equations), strict=True):
        facet = term.facets[0]
        pairs = [pair for pair in equations.terms.rest if facet in pair.facets and len(pair.facets) > 1]
        if len(term.facets) == 1 and not varies[term.facets] and not any(varies[pair.facets] for pair in pairs):
            found[facet] = (np.zeros(term.count), np.zeros(term.count))
        elif len(term.facets) == 1:
            found[facet] = _summed(equations, point, term, pairs) if pairs else (point.effects[part], errors[part])
    return found


def _summed(equations: Equations, point: Point, term: Term, pairs: list[Term]) -> tuple[FloatArray, FloatArray]:
    """Return a term's effects with the means of those that it has in pairs, and their errors."""
    start = equations.sizes[0] + equations.sizes[1]
    weights = np.zeros((equations.sizes[2], term.count))
    places = {id(own): part for own, part in zip(equations.terms.all, parts_of(equations), strict=True)}
    for own in (term, *pairs):
        levels = np.zeros((own.count, term.count))
        levels[own.of_rating, term.of_rating] = 1.0
        part = places[id(own)]
        weights[part.start - start : part.stop - start] = levels / levels.sum(axis=0)
    errors = np.sqrt(point.values[-1] * np.einsum("ij,ij->j", weights, point.solved.inverse @ weights))
    return weights.T @ point.effects[start:], errors


def _flat(ratings: Ratings, judge: str, terms: Terms) -> AdditiveFit:
    """Return the fit of ratings that are all equal: no effect, no variance, no error."""
    nothing: Effects = [(np.zeros(size), np.zeros(size)) for size in ratings.sizes]
    names = [tuple(ratings.facets[facet] for facet in term.facets) for term in terms.all]
    found = Variances(np.zeros(len(names) + 1), converged=True, iterations=0, largest_change=0.0)
    components = tuple(Component(each, 0.0) for each in (*names, ()))
    return _fit(ratings, judge, nothing, float(ratings.values.mean()), components, found)


def _fit(
    ratings: Ratings,
    judge: str,
    effects: Effects,
    mean: float,
    components: tuple[Component, ...],
    variances: Variances,
) -> AdditiveFit:
    parts = components_of(ratings.places, ratings.sizes)
    left = ratings.values - mean
    for facet, (own, _) in enumerate(effects):
        left = left - np.nan_to_num(own)[ratings.places[:, facet]]
    facets = tuple(_facet(ratings, facet, own, mean, np.square(left), parts) for facet, own in enumerate(effects))
    return AdditiveFit(facets, mean, components, variances, parts, is_fully_crossed(ratings, judge))


def _facet(
    ratings: Ratings,
    facet: int,
    found: tuple[FloatArray, FloatArray],
    mean: float,
    squares: FloatArray,
    parts: Components,
) -> FacetEffects:
    term = Term((facet,), ratings.places[:, facet], ratings.sizes[facet])
    effect, error = found
    counts = term.sums(np.ones(len(squares)))
    usual = float(squares.mean())
    return FacetEffects(
        facet=ratings.facets[facet],
        elements=ratings.elements[facet],
        effect=effect,
        standard_error=error,
        fair_average=mean + effect,
        average=term.sums(ratings.values) / counts,
        misfit=term.sums(squares) / counts / usual if usual > _NOTHING else np.full(len(counts), np.nan),
        count=counts.astype(np.intp),
        component=parts.of_element[facet],
    )
