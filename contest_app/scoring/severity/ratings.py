"""Ratings by facets: who rated what, on which criterion, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

_PAIR = 2


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """A rating a row; what was not rated has no row.

    Attributes
    ----------
    facets : names, as judge, examinee, trait.
    elements : the names of each facet's elements, sorted.
    places : (n_ratings, n_facets), the number of each rating's element in each facet, from 0.
    values : (n_ratings,), finite; higher is better.

    """

    facets: tuple[str, ...]
    elements: tuple[tuple[str, ...], ...]
    places: IntArray
    values: FloatArray

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of elements of each facet."""
        return tuple(len(names) for names in self.elements)

    def facet(self, name: str) -> int:
        """Return the number of a facet. Raises CannotEstimate for an unknown one."""
        if name not in self.facets:
            raise CannotEstimate(Obstacle.UNKNOWN, f"there is no facet '{name}' but {', '.join(self.facets)}")
        return self.facets.index(name)

    def cells(self, *facets: int) -> tuple[IntArray, IntArray]:
        """Return the combinations of elements that occur, (n_cells, n_facets), and each rating's, (n_ratings,)."""
        combinations, of_rating = np.unique(self.places[:, facets], axis=0, return_inverse=True)
        return combinations, of_rating.astype(np.intp).ravel()


def ratings_of(facets: Mapping[str, Sequence[str]], values: Sequence[float] | FloatArray) -> Ratings:
    """Return ratings from columns: each facet's element by rating, and the ratings.

    Ratings of the same elements are repetitions, each of which counts. Raises CannotEstimate for fewer than two
    facets and for no ratings, ValueError for columns of other lengths or a rating that is not finite.

    >>> table = ratings_of({"judge": ["Ann", "Bob"], "entry": ["K1", "K1"]}, [4, 2])
    >>> table.elements
    (('Ann', 'Bob'), ('K1',))
    """
    if len(facets) < _PAIR:
        raise CannotEstimate(Obstacle.FEW_FACETS, "two facets at least are needed, as judge and entry")
    numbers = np.asarray(values, dtype=np.float64)
    if not numbers.size:
        raise CannotEstimate(Obstacle.NO_RATINGS, "there are no ratings")
    if not np.isfinite(numbers).all() or any(len(column) != len(numbers) for column in facets.values()):
        raise ValueError("a finite number and an element of each facet are needed for each rating")
    found = [np.unique(np.asarray(column, dtype=np.str_), return_inverse=True) for column in facets.values()]
    return Ratings(
        facets=tuple(facets),
        elements=tuple(tuple(names.tolist()) for names, _ in found),
        places=np.column_stack([places for _, places in found]).astype(np.intp),
        values=numbers,
    )


def is_fully_crossed(ratings: Ratings, facet: str) -> bool:
    """Tell whether every element of the facet rated, or was rated on, the same: then its differences cancel.

    Where the whole jury rated every entry on every criterion, a severe judge took as much from each of them: adjusted
    places are the raw ones, and there is nothing to adjust.

    >>> whole = ratings_of({"judge": ["A", "A", "B", "B"], "entry": ["1", "2", "1", "2"]}, [3, 4, 1, 2])
    >>> is_fully_crossed(whole, "judge")
    True
    """
    own = ratings.facet(facet)
    others = [number for number in range(len(ratings.facets)) if number != own]
    combinations, of_rating = ratings.cells(*others)
    counts = np.zeros((ratings.sizes[own], len(combinations)), dtype=np.intp)
    np.add.at(counts, (ratings.places[:, own], of_rating), 1)
    return bool((counts == counts[0]).all())
