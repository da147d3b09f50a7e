"""The design of a fit: who meets whom, what that leaves open, and where each facet's origin is set.

What a rating tells is only the sum η of its elements. Shifts of whole facets against each other move no sum; where
the design has holes there are more such shifts: of the judges of one panel with its entries, or of the judges of one
criterion with it. All of them are the null space of the design. Two elements of a facet can be compared if no such
shift moves them apart.

The origin is chosen in that space: thresholds sum to 0, then each facet but the floating one has mean 0 among the
elements that can be compared, the last named facet first where the design does not allow all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import null_space
from scipy.sparse import csr_array, hstack

from contest_app.scoring.severity.ratings import FloatArray, IntArray

_NOTHING = 1e-9
"""Of the largest eigenvalue: what rounding leaves of one that is nought."""

_APART = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Ratings as sums of elements; elements of all facets stand in one row, facet by facet.

    Attributes
    ----------
    sizes : elements of each facet.
    incidence : (n_ratings, n_elements), sparse, the sign of the facet where the rating has the element, else 0.
    groups : (n_ratings,), the scale of each rating, not descending; ``group_count`` of them.
    free : (n_elements,), True where the measure is to be estimated: with ratings and no anchor.
    largest : the facet that is eliminated: no rating has two of its elements.

    """

    sizes: tuple[int, ...]
    incidence: csr_array
    groups: IntArray
    group_count: int
    free: npt.NDArray[np.bool_]
    largest: int

    @property
    def starts(self) -> IntArray:
        """Place of each facet's first element, and the number of all."""
        return np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.intp)

    def part(self, facet: int) -> slice:
        """Return the places of a facet's elements."""
        return slice(int(self.starts[facet]), int(self.starts[facet + 1]))

    @property
    def eliminated(self) -> slice:
        """Places of the largest facet's elements."""
        return self.part(self.largest)

    @property
    def kept(self) -> IntArray:
        """Places of the free elements of the other facets."""
        kept = self.free.copy()
        kept[self.eliminated] = False
        return np.flatnonzero(kept)


def design_of(
    places: IntArray, sizes: tuple[int, ...], signs: FloatArray, groups: IntArray, anchored: npt.NDArray[np.bool_]
) -> Design:
    """Return the design of ratings that are sorted by group; ``anchored`` is (n_elements,)."""
    starts = np.concatenate([[0], np.cumsum(sizes)])
    columns = (places + starts[:-1]).ravel()
    rows = np.repeat(np.arange(len(places)), len(sizes))
    signed = np.tile(signs, len(places))
    incidence = csr_array((signed, (rows, columns)), shape=(len(places), int(starts[-1])))
    seen = np.bincount(columns, minlength=int(starts[-1])) > 0
    return Design(sizes, incidence, groups, int(groups.max()) + 1, seen & ~anchored, int(np.argmax(sizes)))


def null_basis(design: Design) -> FloatArray:
    """Return the shifts that move no rating, (n_elements + n_groups, n_shifts).

    The last rows are shifts of all thresholds of a scale together. Rows of anchored elements are 0.
    """
    levels = csr_array((-np.ones(len(design.groups)), (np.arange(len(design.groups)), design.groups)))
    levels.resize((len(design.groups), design.group_count))
    others = hstack([design.incidence[:, design.kept], levels], format="csr")
    own = design.incidence[:, design.eliminated]
    free = design.free[design.eliminated]
    counts = np.asarray(own.power(2).sum(axis=0)).ravel()
    solved = ((own.T @ others).toarray() * free[:, None]) / np.maximum(counts, 1.0)[:, None]
    left = (others.T @ others).toarray() - (own.T @ others).toarray().T @ solved
    eigenvalues, vectors = np.linalg.eigh(left)
    null = vectors[:, eigenvalues < _NOTHING * max(float(eigenvalues[-1]), 1.0)]
    basis = np.zeros((len(design.free) + design.group_count, null.shape[1]))
    basis[design.kept] = null[: len(design.kept)]
    basis[design.eliminated] = -solved @ null
    basis[len(design.free) :] = null[len(design.kept) :]
    return basis


def comparable(rows: FloatArray) -> IntArray:
    """Return a number for each element, (n_elements,), from 0 in their order, equal where no shift moves them apart.

    ``rows`` are the elements' rows of a null basis.
    """
    if not rows.size:
        return np.zeros(len(rows), dtype=np.intp)
    numbers = np.zeros(len(rows), dtype=np.intp)
    for column in rows.T:  # split what is together by each shift in turn
        keys = np.column_stack([numbers, _steps(column)])
        numbers = np.unique(keys, axis=0, return_inverse=True)[1].astype(np.intp).ravel()
    _, firsts, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(firsts))[inverse].astype(np.intp)


def _steps(values: FloatArray) -> IntArray:
    """Return the number of each value among those that differ, in their order."""
    order = np.argsort(values, kind="stable")
    found = np.zeros(len(values), dtype=np.intp)
    found[order] = np.concatenate([[0], np.cumsum(np.diff(values[order]) > _APART)])
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """How to move measures to the chosen origin, and what can be compared.

    Attributes
    ----------
    comparable : for each facet, (n_elements,), equal numbers from 0 for elements that can be compared; -1 where free
        of ratings.

    """

    basis: FloatArray
    conditions: tuple[FloatArray, ...]
    comparable: tuple[IntArray, ...]

    def move(self, measures: FloatArray) -> FloatArray:
        """Return measures, (n_elements + n_groups,), of the same sums at the chosen origin."""
        moved, basis = measures.copy(), self.basis
        for rows in self.conditions:
            along = rows @ basis
            if along.size:
                moved += basis @ np.linalg.lstsq(along, -(rows @ moved), rcond=_NOTHING)[0]
                basis = basis @ null_space(along, rcond=_NOTHING)
        return moved


def origin_of(design: Design, seen: npt.NDArray[np.bool_], floating: int) -> Origin:
    """Return the origin; ``seen`` is (n_elements,), True where an element has ratings or an anchor."""
    count = len(design.free)
    basis = null_basis(design)
    levels = np.hstack([np.zeros((design.group_count, count)), np.eye(design.group_count)])
    levelled = basis @ null_space(levels @ basis, rcond=_NOTHING) if basis.size else basis
    together = []
    for facet in range(len(design.sizes)):
        part = design.part(facet)
        found = np.full(design.sizes[facet], -1, dtype=np.intp)
        found[seen[part]] = comparable(levelled[part][seen[part]])
        together.append(found)
    centred = [facet for facet in reversed(range(len(design.sizes))) if facet != floating]
    conditions = [levels, *(_means(design, facet, together[facet]) for facet in centred)]
    return Origin(basis, tuple(conditions), tuple(together))


def _means(design: Design, facet: int, numbers: IntArray) -> FloatArray:
    """Return a row for each set of comparable elements of the facet that has no anchor: their mean."""
    free = design.free[design.part(facet)]
    rows = []
    for number in range(int(numbers.max(initial=-1)) + 1):
        own = numbers == number
        if free[own].all():
            row = np.zeros(len(design.free) + design.group_count)
            row[design.part(facet)][own] = 1.0 / own.sum()
            rows.append(row)
    return np.array(rows).reshape(len(rows), len(design.free) + design.group_count)


def tally(names: Sequence[int]) -> int:
    """Return how many different numbers from 0 there are."""
    return len({number for number in names if number >= 0})
