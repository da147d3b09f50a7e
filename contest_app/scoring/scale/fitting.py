"""Fitting a scale to a table with gaps: marginal maximum likelihood by EM.

Given the items, a person's trait is normal with

    precision  P = 1/v + Σ λ²/ψ        mean  t = (m/v + Σ λ(y − μ)/ψ) / P        (sums over the items that were given)

(the E step); given those, each item is a regression of its scores on the trait, and each population has the
mean m and the variance v of its people's traits (the M step). After each round the trait is moved to mean 0 and
variance 1 over all people and the items follow: parameter-expanded EM, which takes dozens of rounds instead of
thousands (Liu, Rubin and Wu 1998).

**Gaps** are left out of the sums. That is right where the design left items out, and where what is missing follows
from what was given; not where pupils skip what they cannot do.

**Few people.** Each item is joined by `TYPICAL_PEOPLE` imagined people who answered a typical item of this
scale (the mean λ and ψ of all, in units of the item's own spread). Fifty people estimate an item badly, and
errors of λ make every person look better measured than they are; docs/scoring/norms_figures.md shows what this mends.

**Populations** (grade bands, say) may differ in mean and spread, so that an item given to one of them alone is not
taken for a hard one. All must be joined by common items: `fit_scale` refuses islands.

Source: Liu, C., Rubin, D. B., & Wu, Y. N. (1998). Parameter expansion to accelerate EM: The PX-EM algorithm.
Biometrika, 85, 755-770. Rubin, D. B., & Thayer, D. T. (1982). EM algorithms for ML factor analysis.
Psychometrika, 47, 69-76.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.scale.model import Item, Population, Scale
from contest_app.scoring.scale.obstacles import check_fits
from contest_app.scoring.scale.table import FloatArray, ScoreTable

TYPICAL_PEOPLE = 20.0
"""Imagined people a typical item brings to each item."""

_ROUNDS = 5_000
_SETTLED = 1e-6  # largest step, in units of each item's spread, at which EM stops
_START = 0.7, 0.5  # discrimination and residual variance, in units of the item's spread


def fit_scale(
    table: ScoreTable, populations: Sequence[int] | None = None, *, typical_people: float = TYPICAL_PEOPLE
) -> Scale:
    """Fit the items and the populations to a table of scores.

    Parameters
    ----------
    table
        Scores on a continuous measure, higher is more: a mean of originality, or a count as `composite` transforms
        it. Each person's items beyond the first are what tells trait from accident.
    populations
        Number of each person's population, from 0 without holes; all are one population where not given.
    typical_people
        Weight of the typical item in each item, in people; 0 is plain maximum likelihood.

    Raises
    ------
    CannotFit
        With the `Obstacle` that stands in the way.

    """
    member = np.zeros(len(table.people), dtype=np.intp) if populations is None else np.asarray(populations, np.intp)
    data = _read(table, member, typical_people)
    state = _start(data)
    for _ in range(_ROUNDS):
        following = _maximise(data, _expect(data, state), state)
        step = _step(data, state, following)
        state = following
        if step < _SETTLED:
            break
    return _scale(table, data, state)


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    """Scores with zeros for gaps, where they are, how many an item has, and each item's variance.

    Shapes: scores, given (n_people, n_items); people, variances (n_items,); member (n_people,).
    """

    scores: FloatArray
    given: FloatArray
    people: FloatArray
    variances: FloatArray
    member: npt.NDArray[np.intp]
    typical_people: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Parameters during the fit: μ, λ, ψ by item; m, v by population."""

    location: FloatArray
    discrimination: FloatArray
    residual: FloatArray
    mean: FloatArray
    variance: FloatArray


def _read(table: ScoreTable, member: npt.NDArray[np.intp], typical_people: float) -> _Data:
    check_fits(table, member)
    seen = np.isfinite(table.scores)
    people = seen.sum(axis=0).astype(np.float64)
    scores = np.where(seen, table.scores, 0.0)
    variances = (np.where(seen, scores - scores.sum(axis=0) / people, 0.0) ** 2).sum(axis=0) / people
    return _Data(scores, seen.astype(np.float64), people, variances, member, typical_people)


def _start(data: _Data) -> _State:
    discrimination, residual = _START
    count = int(data.member.max()) + 1
    return _State(
        location=data.scores.sum(axis=0) / data.people,
        discrimination=discrimination * np.sqrt(data.variances),
        residual=residual * data.variances,
        mean=np.zeros(count),
        variance=np.ones(count),
    )


def _expect(data: _Data, state: _State) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of each person's trait, given the scores."""
    weights = state.discrimination / state.residual
    variance = 1 / (1 / state.variance[data.member] + data.given @ (state.discrimination * weights))
    residuals = (data.scores - state.location) * data.given
    prior = (state.mean / state.variance)[data.member]
    return variance * (prior + residuals @ weights), variance


def _maximise(data: _Data, traits: tuple[FloatArray, FloatArray], state: _State) -> _State:
    mean, variance = traits
    items = _regress(data, mean, variance, _typical(data, state))
    groups = [data.member == group for group in range(len(state.mean))]
    means = np.array([mean[own].mean() for own in groups])
    variances = np.array(
        [(mean[own] ** 2 + variance[own]).mean() - centre**2 for own, centre in zip(groups, means, strict=True)]
    )
    return _standardise(data, items, means, variances)


def _typical(data: _Data, state: _State) -> tuple[FloatArray, FloatArray]:
    """Return λ and ψ of a typical item, in the units of each item."""
    spread = np.sqrt(data.variances)
    discrimination = np.average(state.discrimination / spread, weights=data.people)
    residual = np.average(state.residual / data.variances, weights=data.people)
    return discrimination * spread, residual * data.variances


def _regress(
    data: _Data, mean: FloatArray, variance: FloatArray, typical: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return μ, λ, ψ of the regression of each item on the trait, the typical item's people among them."""
    typical_discrimination, typical_residual = typical
    extra, sums = data.typical_people, mean @ data.given
    squares = (mean**2 + variance) @ data.given - sums**2 / data.people
    products = mean @ data.scores - sums * data.scores.sum(axis=0) / data.people
    discrimination = (products + extra * typical_discrimination) / (squares + extra)
    location = (data.scores.sum(axis=0) - discrimination * sums) / data.people
    residuals = (data.scores - location - np.outer(mean, discrimination)) * data.given
    left = (residuals**2).sum(axis=0) + discrimination**2 * (variance @ data.given)
    imagined = extra * (typical_residual + (discrimination - typical_discrimination) ** 2)
    return location, discrimination, (left + imagined) / (data.people + extra)


def _standardise(
    data: _Data, items: tuple[FloatArray, FloatArray, FloatArray], means: FloatArray, variances: FloatArray
) -> _State:
    """Move the trait to mean 0 and variance 1 over all people, and let the items follow."""
    location, discrimination, residual = items
    share = np.bincount(data.member) / len(data.member)
    centre = share @ means
    spread = np.sqrt(share @ (variances + means**2) - centre**2)
    return _State(
        location=location + discrimination * centre,
        discrimination=discrimination * spread,
        residual=residual,
        mean=(means - centre) / spread,
        variance=variances / spread**2,
    )


def _step(data: _Data, before: _State, after: _State) -> float:
    """Return the largest change of a parameter, items in units of their spread."""
    changes = (
        (after.discrimination - before.discrimination) / np.sqrt(data.variances),
        (after.residual - before.residual) / data.variances,
        after.mean - before.mean,
        after.variance - before.variance,
    )
    return max(float(np.abs(change).max()) for change in changes)


def _scale(table: ScoreTable, data: _Data, state: _State) -> Scale:
    sign = 1.0 if state.discrimination.sum() >= 0 else -1.0  # more of the trait is more of the scores
    columns = (state.location, sign * state.discrimination, state.residual)
    items = tuple(
        Item(name, float(location), float(discrimination), float(residual), int(people))
        for name, location, discrimination, residual, people in zip(table.items, *columns, data.people, strict=True)
    )
    sizes = np.bincount(data.member)
    populations = tuple(
        Population(float(sign * mean), float(np.sqrt(variance)), int(size))
        for mean, variance, size in zip(state.mean, state.variance, sizes, strict=True)
    )
    return Scale(items, populations)
