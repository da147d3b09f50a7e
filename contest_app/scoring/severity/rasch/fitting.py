"""Fitting a many-facet Rasch model: every rating is what its elements add up to, and accident.

    log(P_k / P_{k−1}) = Σ_f s_f·θ_f − τ_k

with θ_f the measure of the rating's element in facet f, in logits, and s_f = −1 for the facets that lower a rating.
All θ and τ are estimated together by joint maximum likelihood (`newton`); extreme elements are measured afterwards,
with their score moved inwards by .3 points and everything else fixed.

Source: Linacre, J. M. (1989). Many-facet Rasch measurement. MESA Press. Wright, B. D., & Masters, G. N. (1982).
Rating scale analysis. MESA Press.
"""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.connection import Components, components_of
from contest_app.scoring.severity.rasch.coding import Coded, coded
from contest_app.scoring.severity.rasch.design import Design, Origin, design_of, origin_of
from contest_app.scoring.severity.rasch.extremes import sums_of, with_attached, with_extremes
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.rasch.newton import Problem, State, climb, gradient
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings

_ROUNDS = 30
"""A dozen steps find a maximum; where there is none the likelihood rises for ever, a little with every step."""

_SETTLED = 1e-7
"""Largest residual in score points, and largest step in logits, at which the fit has converged."""


@dataclass(frozen=True, slots=True)
class Convergence:
    """Whether the maximum was reached.

    Attributes ---------- reached : False where residuals or steps were still large after the last iteration: the
    measures are then no maximum. iterations : Newton steps. largest_residual : observed less expected score of an
    element or a threshold, in score points. largest_change : of a measure in the last step, in logits.

    """

    reached: bool
    iterations: int
    largest_residual: float
    largest_change: float


@dataclass(frozen=True, slots=True, eq=False)
class RaschFit:
    """A fitted model.

    Attributes
    ----------
    ratings, model : what was fitted.
    coded : the ratings as categories, and which elements are extreme.
    measures : for each facet, (n_elements,), logits in the direction of the facet's name, NaN where there is none.
    thresholds : (n_groups, n_categories - 1), logits, infinite where a scale has fewer; each row sums to 0.
    convergence : whether to trust them.
    components : the parts into which the active ratings fall; extreme elements belong where their ratings are.
    comparable : for each facet, (n_elements,), equal numbers for elements that can be compared, -1 where extreme.

    """

    ratings: Ratings
    model: RaschModel
    coded: Coded
    measures: tuple[FloatArray, ...]
    thresholds: FloatArray
    convergence: Convergence
    components: Components
    comparable: tuple[IntArray, ...]

    @property
    def signs(self) -> FloatArray:
        """1 for the facets that raise a rating, -1 for those that lower it."""
        return self.model.signs(self.ratings)

    def logits(self) -> FloatArray:
        """Return what the elements of each rating add up to, (n_ratings,); NaN where one has no measure."""
        return sums_of(self.ratings, self.signs, self.measures)


def fit_rasch(ratings: Ratings, model: RaschModel | None = None) -> RaschFit:
    """Fit a many-facet Rasch model by joint maximum likelihood.

    Parameters
    ----------
    ratings
        Any whole or other numbers that are ordered categories; higher is better.
    model
        Which facets lower a rating, which floats, scales and anchors; all facets raise it where not given.

    Returns
    -------
    RaschFit
        At the maximum where its `convergence` says so.

    Raises
    ------
    CannotEstimate
        For an unknown facet or element, too many categories, or ratings that tell no differences.

    """
    model = model or RaschModel()
    codes = coded(ratings, model)
    order = np.flatnonzero(codes.active)[np.argsort(codes.groups[codes.active], kind="stable")]
    fixed = np.concatenate(model.anchored(ratings))
    places, sizes = ratings.places[order], ratings.sizes
    design = design_of(places, sizes, model.signs(ratings), codes.groups[order], ~np.isnan(fixed))
    origin = origin_of(design, design.free | ~np.isnan(fixed), model.floating_facet(ratings))
    problem = Problem(design, codes.categories[order], origin.basis)
    state, convergence = _maximise(problem, _start(problem, codes, fixed))
    state = _at_origin(design, origin, state)
    known = np.where(design.free | ~np.isnan(fixed), state.measures, np.nan)
    measures = tuple(known[design.part(facet)] for facet in range(len(sizes)))
    return RaschFit(
        ratings=ratings,
        model=model,
        coded=codes,
        measures=with_extremes(ratings, codes, model.signs(ratings), measures, state.thresholds),
        thresholds=state.thresholds,
        convergence=convergence,
        components=with_attached(ratings, codes, components_of(places, sizes)),
        comparable=origin.comparable,
    )


def _start(problem: Problem, codes: Coded, fixed: FloatArray) -> State:
    """Return measures of 0 and thresholds from the counts of neighbouring categories."""
    steps = codes.scales.steps
    thresholds = np.full((len(steps), codes.scales.values.shape[1] - 1), np.inf)
    for group, count in enumerate(steps):
        own = problem.categories[problem.design.groups == group]
        counts = np.bincount(own, minlength=count + 1).astype(np.float64)
        thresholds[group, :count] = np.log(counts[:count] / counts[1 : count + 1]) if count else 0.0
    return State(np.nan_to_num(fixed), thresholds)


def _maximise(problem: Problem, state: State) -> tuple[State, Convergence]:
    change, residual, rounds = np.inf, np.inf, 0
    while rounds < _ROUNDS and max(change, residual) > _SETTLED:
        state, change = climb(problem, state)
        residual = gradient(problem, state, problem.moments(state)).largest
        rounds += 1
        if change == 0.0:
            break
    return state, Convergence(max(change, residual) <= _SETTLED, rounds, residual, change)


def _at_origin(design: Design, origin: Origin, state: State) -> State:
    """Return the state with thresholds that sum to 0 and centred facets."""
    steps = np.isfinite(state.thresholds)
    levels = np.where(steps, state.thresholds, 0.0).sum(axis=1) / np.maximum(steps.sum(axis=1), 1)
    moved = origin.move(np.concatenate([state.measures, levels]))
    count = len(design.free)
    thresholds = state.thresholds + (moved[count:] - levels)[:, None]
    return State(moved[:count], thresholds)
