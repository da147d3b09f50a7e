"""Variances of the effects by restricted maximum likelihood, with average information.

    l = −½ [(n − 1) log σ² + Σ q_i log(σ_i²/σ²) + log |M| + y'(y − ŷ)/σ²]

with M the matrix of the mixed model equations and q_i the levels of an effect. Its first derivatives need the traces
of M⁻¹; the average of observed and expected second derivatives needs only solutions for the working variables Z_i
u_i/σ_i². A step that leaves the positive variances, or loses likelihood, is shortened; a variance that falls to
nought stays there.

Source: Gilmour, A. R., Thompson, R., & Cullis, B. R. (1995). Average information REML: An efficient algorithm for
variance parameter estimation in linear mixed models. Biometrics, 51, 1440-1450. Patterson, H. D., & Thompson, R.
(1971). Recovery of inter-block information when block sizes are unequal. Biometrika, 58, 545-554.
"""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.additive.equations import Equations, Solved
from contest_app.scoring.severity.ratings import FloatArray

_ROUNDS = 100
_SETTLED = 1e-4  # of a variance, by which it changes
_NOUGHT = 1e-8  # of the total variance, at which a variance is nought
_NOTHING = 1e-14  # of the total variance: effects of a variance that is nought are then so small that ties stay ties
_HALVINGS = 12
_RISES = -1e-8
_SHRINK = 0.02  # a variance falls to this share of itself at most, in one step


@dataclass(frozen=True, slots=True, eq=False)
class Variances:
    """The variances found.

    Attributes
    ----------
    values : (n_terms + 1,), of the effects in the order of `Terms.all`, the residual last; squared rating units. What
        fell to nought is 0.
    converged : False where they still changed after the last iteration.
    iterations : steps made.
    largest_change : of a variance in the last step, as a share of it.

    """

    values: FloatArray
    converged: bool
    iterations: int
    largest_change: float


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Everything at given variances: predictions, residuals, and the likelihood without its constant."""

    values: FloatArray
    solved: Solved
    effects: FloatArray
    residuals: FloatArray
    log_likelihood: float


def point_at(equations: Equations, ratings: FloatArray, values: FloatArray) -> Point:
    """Return the predictions and the likelihood at the variances."""
    residual = values[-1]
    solved = equations.solved(residual / values[:-1])
    effects = solved.effects((equations.columns.T @ ratings)[:, None])[:, 0]
    residuals = ratings - equations.columns @ effects
    levels = np.array([term.count for term in equations.terms.all])
    deviance = (
        (len(ratings) - 1) * np.log(residual)
        + float(levels @ np.log(values[:-1] / residual))
        + solved.log_determinant
        + float(ratings @ residuals) / residual
    )
    return Point(values, solved, effects, residuals, -deviance / 2)


def restricted_maximum(
    equations: Equations, ratings: FloatArray, start: FloatArray | None = None
) -> tuple[Point, Variances]:
    """Return the point of largest restricted likelihood.

    ``ratings``, (n_ratings,), must vary and have mean 0; ``start``, (n_terms + 1,), are variances to begin with.
    """
    total = float(ratings.var())
    point = point_at(equations, ratings, _start(equations, ratings, total) if start is None else start)
    change, rounds = np.inf, 0
    while rounds < _ROUNDS and change > _SETTLED:
        following = _next(equations, ratings, point, total)
        larger = np.maximum(point.values, following.values)
        change = float((np.abs(following.values - point.values) / (larger + _NOUGHT * total)).max())
        point, rounds = following, rounds + 1
    values = np.where(point.values <= 2 * _NOUGHT * total, 0.0, point.values)
    found = Variances(values, change <= _SETTLED, rounds, change)
    if values.all() or not values[-1]:
        return point, found
    return point_at(equations, ratings, np.maximum(values, _NOTHING * total)), found


def promises(equations: Equations, ratings: FloatArray, values: FloatArray, count: int) -> bool:
    """Tell whether the likelihood rises with any of the last ``count`` variances before the residual's."""
    slope, _ = _derivatives(equations, point_at(equations, ratings, values))
    return bool((slope[-1 - count : -1] > 0).any())


def _start(equations: Equations, ratings: FloatArray, total: float) -> FloatArray:
    """Return the variance of each term's means as a first guess, and for the residual half of all."""
    terms = equations.terms.all
    means = [term.sums(ratings) / np.bincount(term.of_rating, minlength=term.count) for term in terms]
    guesses = [max(float(own.var()) / len(terms), total / 100) for own in means]
    return np.array([*guesses, total / 2])


def _next(equations: Equations, ratings: FloatArray, point: Point, total: float) -> Point:
    slope, information = _derivatives(equations, point)
    floor = _NOUGHT * total
    free = (point.values > floor) | (slope > 0)
    step = np.zeros_like(slope)
    step[free] = np.linalg.lstsq(information[np.ix_(free, free)], slope[free], rcond=1e-10)[0]
    for halving in range(_HALVINGS):
        proposed = np.maximum(point.values + step / 2**halving, np.maximum(_SHRINK * point.values, floor))
        following = point_at(equations, ratings, proposed)
        if following.log_likelihood - point.log_likelihood >= _RISES:
            return following
    return point


def _derivatives(equations: Equations, point: Point) -> tuple[FloatArray, FloatArray]:
    """Return first derivatives, (n_terms + 1,), and average information, (n_terms + 1, n_terms + 1)."""
    values, residual = point.values, point.values[-1]
    errors = residual * point.solved.error_diagonal()
    slope = np.zeros_like(values)
    working = np.zeros((len(point.residuals), len(values)))
    left = len(point.residuals) - 1.0
    for number, (term, part) in enumerate(zip(equations.terms.all, parts_of(equations), strict=True)):
        effects, own = point.effects[part], values[number]
        told = term.count - float(errors[part].sum()) / own  # levels' worth of information
        slope[number] = -(told / own - float(effects @ effects) / own**2) / 2
        working[:, number] = effects[term.of_rating] / own
        left -= told
    slope[-1] = -(left / residual - float(point.residuals @ point.residuals) / residual**2) / 2
    working[:, -1] = point.residuals / residual
    fitted = equations.columns @ point.solved.effects(equations.columns.T @ working)
    return slope, working.T @ (working - fitted) / (2 * residual)


def parts_of(equations: Equations) -> list[slice]:
    """Return the columns of each term, in the order of `Terms.all`."""
    sheets, owns, _ = equations.sizes
    found = [slice(0, sheets)] if equations.terms.sheet else []
    found.append(slice(sheets, sheets + owns))
    start = sheets + owns + 1  # μ stands before the rest
    for term in equations.terms.rest:
        found.append(slice(start, start + term.count))
        start += term.count
    return found
