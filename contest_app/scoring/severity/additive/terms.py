"""Which effects a rating is the sum of.

Every facet has one. A judge's **sheet**, all ratings of one judge for one entry, has one too where it holds several
ratings: a judge who likes an entry likes it on every criterion. A judge on a **criterion** has one if it pays. An
effect with as many levels as ratings, or with the same levels as another, could not be told apart and
is left out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.ratings import FloatArray, IntArray, Ratings

_REPEATED = 1.5
"""Ratings a cell, on average, from which a cell's effect is told from accident."""

_MOST_CELLS = 1_000
"""Cells of judge and criterion, which are solved for all at once."""

_PAIR = 2


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A random effect.

    Attributes
    ----------
    facets : numbers of the facets that its levels are combinations of.
    of_rating : (n_ratings,), each rating's level.
    count : levels.

    """

    facets: tuple[int, ...]
    of_rating: IntArray
    count: int

    @property
    def incidence(self) -> csr_array:
        """Which rating has which level, (n_ratings, n_levels)."""
        rows = np.arange(len(self.of_rating))
        shape = (len(self.of_rating), self.count)
        return csr_array((np.ones(len(self.of_rating)), (rows, self.of_rating)), shape=shape)

    def sums(self, values: FloatArray) -> FloatArray:
        """Return sums by level, (n_levels,)."""
        return np.bincount(self.of_rating, weights=values, minlength=self.count).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The effects of a model, by the way they are solved for.

    Attributes
    ----------
    sheet : judge by entry; eliminated first. None without.
    largest : the facet with most elements, one of the sheet's where there is one; eliminated next.
    rest : all others, solved for together.
    candidates : judge by criterion, which joins the rest if it pays.

    """

    sheet: Term | None
    largest: Term
    rest: tuple[Term, ...]
    candidates: tuple[Term, ...] = ()

    @property
    def all(self) -> tuple[Term, ...]:
        """Every term: the sheet, the largest, the rest."""
        return (*((self.sheet,) if self.sheet else ()), self.largest, *self.rest)

    @property
    def finer(self) -> "Terms":
        """The effects with the candidates among them, last."""
        return Terms(self.sheet, self.largest, (*self.rest, *self.candidates))


def terms_of(ratings: Ratings, judge: int) -> Terms:
    """Return the effects; ``judge`` is the number of the judges' facet.

    Raises CannotEstimate where the entries (the largest of the other facets) have one rating each.
    """
    others = [facet for facet in range(len(ratings.facets)) if facet != judge]
    entry = max(others, key=lambda facet: ratings.sizes[facet])
    if ratings.sizes[entry] >= len(ratings.values):
        raise CannotEstimate(
            Obstacle.ONE_RATING_EACH,
            f"each {ratings.facets[entry]} has one rating: its quality is not told from accident",
        )
    mains = _estimable(ratings, [entry, judge, *(facet for facet in others if facet != entry)])
    known = {term.facets[0] for term in mains}
    pairs = [_cells(ratings, judge, facet) for facet in others if {judge, facet} <= known]
    repeated = [term for term in pairs if len(ratings.values) >= _REPEATED * term.count]
    sheet = next((term for term in repeated if entry in term.facets), None)
    eliminated = max(mains, key=lambda term: term.count if sheet is None or term.facets[0] in sheet.facets else 0)
    fine = [term for term in repeated if term is not sheet and term.count <= _MOST_CELLS]
    candidates = () if eliminated.facets == (judge,) else tuple(fine)
    return Terms(sheet, eliminated, tuple(term for term in mains if term is not eliminated), candidates)


def _estimable(ratings: Ratings, facets: list[int]) -> list[Term]:
    """Return the effects of the facets that can be told from accident and from those before them."""
    found: list[Term] = []
    for facet in facets:
        size = ratings.sizes[facet]
        same = any(_cells(ratings, facet, term.facets[0]).count == size == term.count for term in found)
        if 1 < size < len(ratings.values) and not same:
            found.append(Term((facet,), ratings.places[:, facet], size))
    return found or [Term((facets[0],), ratings.places[:, facets[0]], ratings.sizes[facets[0]])]


def _cells(ratings: Ratings, one: int, other: int) -> Term:
    numbers = ratings.places[:, one] * ratings.sizes[other] + ratings.places[:, other]
    cells, of_rating = np.unique(numbers, return_inverse=True)
    return Term((one, other), of_rating.astype(np.intp), len(cells))
