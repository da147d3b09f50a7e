"""The maximum of the joint likelihood by Newton's method.

The log-likelihood of all measures θ and thresholds τ is concave. Each observed score equals its expectation at the
maximum: of every element, Σ (x − E) = 0, and of every threshold k, the number of ratings at or above category k.

A Newton step solves H·Δ = g. No rating has two elements of the largest facet, so that its block D of H is diagonal
and

    S = C − Bᵀ D⁻¹ B,     S·Δ_rest = g_rest − Bᵀ D⁻¹ g_largest,     Δ_largest = D⁻¹ (g_largest − B·Δ_rest)

where S has the size of the other facets and thresholds alone. Shifts that move no rating (`design.null_basis`) are
kept out by adding their outer product to S. The step is halved until the likelihood rises.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, diags_array

from contest_app.scoring.severity.rasch.categories import Moments, chances_of, moments_of
from contest_app.scoring.severity.rasch.design import Design
from contest_app.scoring.severity.ratings import FloatArray, IntArray

_LONGEST = 2.0  # logits a step
_HALVINGS = 30
_RISES = -1e-9  # a likelihood that falls by less has not fallen


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Measures of all elements, (n_elements,), and thresholds, (n_groups, n_categories - 1), infinite where none."""

    measures: FloatArray
    thresholds: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Categories, (n_ratings,), of a design, and the shifts that move no rating."""

    design: Design
    categories: IntArray
    null: FloatArray

    def moments(self, state: State) -> Moments:
        """Return what the model expects."""
        return moments_of(self.design.incidence @ state.measures, self.design.groups, state.thresholds)

    def log_likelihood(self, state: State) -> float:
        """Return the log-likelihood, at most 0."""
        chances = chances_of(self.design.incidence @ state.measures, self.design.groups, state.thresholds)
        own = chances[np.arange(len(chances)), self.categories]
        return float(np.log(np.maximum(own, np.finfo(np.float64).tiny)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    """Residuals of scores: by element, (n_elements,), 0 where not free; by threshold, as thresholds, 0 where none."""

    measures: FloatArray
    thresholds: FloatArray

    @property
    def largest(self) -> float:
        """The largest residual, in score points."""
        return max(float(np.abs(part).max(initial=0.0)) for part in (self.measures, self.thresholds))


def gradient(problem: Problem, state: State, moments: Moments) -> Gradient:
    """Return how far observed scores are from expected ones."""
    design = problem.design
    residuals = problem.categories - moments.expected
    passed = problem.categories[:, None] > np.arange(state.thresholds.shape[1])
    missed = np.zeros_like(state.thresholds)
    np.add.at(missed, design.groups, moments.at_least - passed)
    return Gradient(np.where(design.free, design.incidence.T @ residuals, 0.0), missed)


def climb(problem: Problem, state: State) -> tuple[State, float]:
    """Return the state after one step, and the largest change of a measure, in logits."""
    moments = problem.moments(state)
    step = _step(problem, state, moments)
    longest = max(float(np.abs(step.measures).max(initial=0.0)), float(np.abs(step.thresholds).max(initial=0.0)))
    scale = min(1.0, _LONGEST / longest) if longest else 0.0
    before = problem.log_likelihood(state)
    for _ in range(_HALVINGS):
        following = State(state.measures + scale * step.measures, state.thresholds + scale * step.thresholds)
        if problem.log_likelihood(following) - before >= _RISES:
            return following, scale * longest
        scale /= 2
    return state, 0.0


def _step(problem: Problem, state: State, moments: Moments) -> State:
    """Return Newton's step."""
    design = problem.design
    steps = np.isfinite(state.thresholds)
    slope = gradient(problem, state, moments)
    information, mixed, rest = _information(design, moments, steps)
    inverse = np.where(design.free[design.eliminated], 1.0 / np.maximum(information, np.finfo(np.float64).tiny), 0.0)
    solved = inverse[:, None] * mixed
    known = inverse * slope.measures[design.eliminated]
    wanted = np.concatenate([slope.measures[design.kept], slope.thresholds[steps]])
    found = _solve(rest - mixed.T @ solved, _lifted(problem, steps), wanted - mixed.T @ known)
    measures, thresholds = np.zeros_like(state.measures), np.zeros_like(state.thresholds)
    measures[design.kept] = found[: len(design.kept)]
    measures[design.eliminated] = known - solved @ found
    thresholds[steps] = found[len(design.kept) :]
    return State(measures, thresholds)


def _solve(matrix: FloatArray, null: FloatArray, wanted: FloatArray) -> FloatArray:
    """Return the solution without a part along the null space."""
    size = float(np.trace(matrix)) / max(len(matrix), 1)
    ridge = np.finfo(np.float64).eps * size * np.eye(len(matrix))
    factor = cho_factor(matrix + size * (null @ null.T) + ridge)
    return np.asarray(cho_solve(factor, wanted))


def _lifted(problem: Problem, steps: FloatArray) -> FloatArray:
    """Return the null basis in the unknowns of S: a scale's shift moves each of its thresholds."""
    design = problem.design
    levels = problem.null[len(design.free) :]
    return np.vstack([problem.null[design.kept], levels[np.nonzero(steps)[0]]])


def _information(design: Design, moments: Moments, steps: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return D as a vector, B, and C: the negative second derivatives."""
    weighted = diags_array(moments.variance) @ design.incidence
    own, others = design.incidence[:, design.eliminated], design.incidence[:, design.kept]
    information = np.asarray(own.power(2).T @ moments.variance).ravel()
    with_steps = _with_thresholds(design, moments, steps)
    mixed = np.hstack([(own.T @ weighted[:, design.kept]).toarray(), with_steps[design.eliminated]])
    corner = with_steps[design.kept]
    measures = (others.T @ weighted[:, design.kept]).toarray()
    rest = np.block([[measures, corner], [corner.T, _of_thresholds(design, moments, steps)]])
    return information, mixed * design.free[design.eliminated][:, None], rest


def _slices(design: Design) -> list[slice]:
    bounds = np.searchsorted(design.groups, np.arange(design.group_count + 1))
    return [slice(int(low), int(high)) for low, high in pairwise(bounds)]


def _with_thresholds(design: Design, moments: Moments, steps: FloatArray) -> FloatArray:
    """Return the derivatives by an element and a threshold, (n_elements, n_steps)."""
    covariances = moments.covariances
    blocks = [
        -(_transposed(design.incidence[rows]) @ covariances[rows][:, steps[group]])
        for group, rows in enumerate(_slices(design))
    ]
    return np.hstack(blocks)


def _transposed(matrix: csr_array) -> csr_array:
    return matrix.T.tocsr()


def _of_thresholds(design: Design, moments: Moments, steps: FloatArray) -> FloatArray:
    """Return the derivatives by two thresholds, (n_steps, n_steps): none between two scales."""
    at_least = moments.at_least
    starts = np.concatenate([[0], np.cumsum(steps.sum(axis=1))]).astype(np.intp)
    found = np.zeros((int(starts[-1]), int(starts[-1])))
    for group, rows in enumerate(_slices(design)):
        own = at_least[rows][:, steps[group]]
        both = np.maximum.outer(np.arange(own.shape[1]), np.arange(own.shape[1]))
        part = slice(int(starts[group]), int(starts[group + 1]))
        found[part, part] = own.sum(axis=0)[both] - own.T @ own
    return found
