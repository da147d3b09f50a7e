"""Ratings as categories counted from 0, and the elements that have none but extreme ratings.

An element all of whose ratings are the lowest or the highest category has no finite measure: it is set aside, its
ratings with it, which may make others extreme, until none is left. `fitting` measures what was set aside afterwards.

A category that nobody used is left out and the ones above it move down, as FACETS does unless told otherwise.

Source: Linacre, J. M. (1989). Many-facet Rasch measurement. MESA Press.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.rasch.model import RaschModel
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings

BoolArray = npt.NDArray[np.bool_]

MOST_CATEGORIES = 255


class Extreme(IntEnum):
    """Which ratings alone an element has."""

    LOW = -1
    NO = 0  # others too
    HIGH = 1
    EITHER = 2  # its scale has one category: no measure at all


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """The categories of each group of ratings that share thresholds.

    Attributes
    ----------
    values : (n_groups, n_categories), the rating that each category stands for, ascending, NaN where there is none.
    steps : (n_groups,), thresholds of each group: categories less one.

    """

    values: FloatArray
    steps: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Ratings as categories.

    Attributes
    ----------
    categories : (n_ratings,), from 0; of a rating that is not active, the nearest category of its scale.
    groups : (n_ratings,), the number of each rating's scale.
    rounds : (n_ratings,), the round in which a rating was set aside, from 0, or `ACTIVE`.
    scales : of the active ratings.
    extreme : for each facet, (n_elements,), an `Extreme`.
    element_rounds : for each facet, (n_elements,), the round in which an element was set aside, or `ACTIVE`.

    """

    categories: IntArray
    groups: IntArray
    rounds: IntArray
    scales: Scales
    extreme: tuple[IntArray, ...]
    element_rounds: tuple[IntArray, ...]

    @property
    def active(self) -> BoolArray:
        """Ratings from which the model is estimated, (n_ratings,)."""
        return np.asarray(self.rounds == ACTIVE)

    @property
    def round_count(self) -> int:
        """Rounds of setting aside."""
        return 1 + max(int(own[own < ACTIVE].max(initial=-1)) for own in self.element_rounds)


ACTIVE = np.iinfo(np.intp).max


def coded(ratings: Ratings, model: RaschModel) -> Coded:
    """Return the ratings as categories, extreme elements set aside.

    Raises CannotEstimate where nothing is left, or for more than `MOST_CATEGORIES`.
    """
    groups = _groups(ratings, model)
    free = tuple(np.isnan(fixed) for fixed in model.anchored(ratings))
    extreme = tuple(np.full(size, Extreme.NO, dtype=np.intp) for size in ratings.sizes)
    element_rounds = tuple(np.full(size, ACTIVE, dtype=np.intp) for size in ratings.sizes)
    rounds = np.full(len(ratings.values), ACTIVE, dtype=np.intp)
    for number in range(sum(ratings.sizes) + 1):
        active = rounds == ACTIVE
        if not active.any():
            raise CannotEstimate(Obstacle.NO_INFORMATION, "nothing can be told: the ratings are equal, or too few")
        scales = _scales(ratings.values, groups, active)
        categories = _categories(ratings.values, groups, scales)
        found = _extremes(ratings, categories, scales.steps[groups], active)
        for facet, own in enumerate(found):
            new = free[facet] & (own != Extreme.NO)
            extreme[facet][new], element_rounds[facet][new] = own[new], number
            rounds[active & new[ratings.places[:, facet]]] = number
        if (rounds == ACTIVE).sum() == active.sum():
            return Coded(categories, groups, rounds, scales, extreme, element_rounds)
    raise AssertionError("each round sets an element aside")


def _groups(ratings: Ratings, model: RaschModel) -> IntArray:
    if model.partial_credit is None:
        return np.zeros(len(ratings.values), dtype=np.intp)
    return ratings.places[:, ratings.facet(model.partial_credit)]


def _scales(values: FloatArray, groups: IntArray, active: BoolArray) -> Scales:
    """Return the categories in use; a group without active ratings has none."""
    used = [np.unique(values[active & (groups == group)]) for group in range(int(groups.max()) + 1)]
    most = max(map(len, used))
    if most > MOST_CATEGORIES:
        raise CannotEstimate(
            Obstacle.MANY_CATEGORIES,
            f"{most} different ratings are too many for thresholds between them (at most {MOST_CATEGORIES}); "
            "the additive model takes them",
        )
    padded = np.full((len(used), max(most, 1)), np.nan)
    for row, own in zip(padded, used, strict=True):
        row[: len(own)] = own
    return Scales(padded, np.array([max(len(own) - 1, 0) for own in used], dtype=np.intp))


def _categories(values: FloatArray, groups: IntArray, scales: Scales) -> IntArray:
    categories = np.zeros(len(values), dtype=np.intp)
    for group, steps in enumerate(scales.steps):
        own = groups == group
        categories[own] = np.minimum(np.searchsorted(scales.values[group, : steps + 1], values[own]), steps)
    return categories


def _extremes(ratings: Ratings, categories: IntArray, steps: IntArray, active: BoolArray) -> list[IntArray]:
    """Return which elements have none but extreme active ratings, facet by facet; those without any have not."""
    found = []
    for facet, size in enumerate(ratings.sizes):
        own = ratings.places[active, facet]
        counts = np.bincount(own, minlength=size)
        lowest = np.bincount(own, weights=(categories == 0)[active], minlength=size) == counts
        highest = np.bincount(own, weights=(categories == steps)[active], minlength=size) == counts
        ways = np.select([lowest & highest, lowest, highest], [Extreme.EITHER, Extreme.LOW, Extreme.HIGH], Extreme.NO)
        found.append(np.where(counts > 0, ways, Extreme.NO).astype(np.intp))
    return found
