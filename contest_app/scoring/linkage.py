"""Average linkage over cosines, exact and without a matrix of distances.

**Means are enough.** For unit rows the mean cosine between the members of two groups is the dot product of the
groups' means, so the linkage needs the (n, d) means and no n² distances:

    mean over a in A, b in B of a·b  =  mean(A) · mean(B)

**Mutual nearest groups.** Two groups that are each other's nearest are joined by average linkage sooner or later,
whatever happens elsewhere (the linkage is reducible: a joined group is never nearer to a third than the nearer of
its parts was). So all mutual pairs of a round are joined at once; a tree takes some fifty rounds.

**Lists with a bound.** Each group keeps a list of its nearest groups and a bound that the similarity of no unlisted
one exceeds. Joining two groups unites their lists, and an unlisted group is at most as similar as the weighted mean
of both bounds. Only where the best of a list falls below its bound are all other groups looked through again.

Similarities are rounded to six decimals, and of equal ones the group with the first row counts: with rows in
canonical order the result does not depend on the order of the input.

Sources: Müllner, D. (2011). Modern hierarchical, agglomerative clustering algorithms. arXiv:1109.2378.
Sumengen, B., Rajagopalan, A., et al. (2021). Scaling hierarchical agglomerative clustering to billion-sized
datasets. arXiv:2105.11653 (rounds of mutual pairs).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.neighbours import NOBODY, Rows, nearest

LISTED = 16
"""Nearest groups that a group keeps; of 8, 16 and 32 the quickest at 20,000 rows."""

_DECIMALS = 6
_SLACK = np.float32(2e-6)  # between a product of matrices and a rounded dot product
_PAIRS = 8_192  # pairs measured at once


@dataclass(frozen=True, slots=True)
class Joins:
    """Joins of groups, each group named by its first row.

    Attributes
    ----------
    first, second : (j,) the groups that were joined; ``first`` is the smaller and names both from then on.
    similarities : (j,) mean cosine between the two; never above that of a join within one of them.

    """

    first: Rows
    second: Rows
    similarities: Float32Array

    def within(self, distance: float) -> "Joins":
        """Return the joins up to a cosine distance."""
        near = self.similarities >= similarity_at(distance)
        return Joins(self.first[near], self.second[near], self.similarities[near])

    def roots(self, count: int) -> Rows:
        """Return the (count,) first rows of the groups that the rows are in."""
        roots = np.arange(count)
        roots[self.second] = self.first
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
        return roots


def average_linkage(vectors: Float32Array, distance: float) -> Joins:
    """Join rows, and then groups, by average linkage up to a mean cosine distance.

    Parameters
    ----------
    vectors
        (n, d) unit rows, in canonical order.
    distance
        Mean cosine distance in [0, 2] up to which groups are joined.

    >>> rows = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    >>> average_linkage(rows, 0.3).roots(3).tolist()
    [0, 0, 2]

    """
    equal, first, sizes = _joins_of_equal_rows(vectors)
    groups = _Groups(vectors[first], sizes, similarity_at(distance))
    rounds = [equal]
    while joins := groups.join_mutual_pairs():
        rounds.append(Joins(first[joins.first], first[joins.second], joins.similarities))
    return _one_after_another(rounds)


def rounded(similarities: Float32Array) -> Float32Array:
    """Return similarities as they are compared: sums in another order differ in the seventh decimal."""
    return np.round(similarities, _DECIMALS)


def similarity_at(distance: float) -> np.float32:
    """Return the similarity at a cosine distance, as it is compared."""
    return np.float32(round(1.0 - distance, _DECIMALS))


def _joins_of_equal_rows(vectors: Float32Array) -> tuple[Joins, Rows, Rows]:
    """Return joins of rows with the first one equal to them; the first ones in order, and how many equal each.

    Equal rows are joined before all others anyway, and a list that is full of them tells nothing of others.
    """
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    keys = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1])))[:, 0]
    _, first, inverse, sizes = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    again = np.flatnonzero(first[inverse] != np.arange(len(rows)))
    joins = Joins(first[inverse][again], again, np.ones(len(again), np.float32))
    order = np.argsort(first)
    return joins, first[order], sizes[order]


def _one_after_another(rounds: Sequence[Joins]) -> Joins:
    return Joins(
        np.concatenate([joins.first for joins in rounds]),
        np.concatenate([joins.second for joins in rounds]),
        np.concatenate([joins.similarities for joins in rounds]),
    )


class _Groups:
    """Groups on their way up the tree; all arrays have a place for every row there was at the start."""

    def __init__(self, vectors: Float32Array, sizes: Rows, least: np.float32) -> None:
        count = len(vectors)
        self._means = vectors.astype(np.float32, copy=True)
        self._sizes = sizes.astype(np.float32)
        self._least = least  # similarity of a join
        self._open = np.arange(count)  # groups that something may still be near enough to
        self._latest = np.full(count, np.inf, np.float32)  # similarity of a group's latest join
        self._listed = np.full((count, LISTED), NOBODY)
        self._similar = np.full((count, LISTED), -np.inf, np.float32)
        self._bounds = np.full(count, -np.inf, np.float32)
        self._write_lists(self._open)

    def join_mutual_pairs(self) -> Joins | None:
        """Join all pairs of groups that are each other's nearest; None where there are none."""
        self._close_finished()
        self._renew_short_lists()
        pairs = self._mutual_pairs()
        if not len(pairs.first):
            return None
        self._join(pairs)
        return pairs

    def _nearest(self) -> tuple[Float32Array, Rows]:
        """Return the open groups' nearest listed groups, of equals the one with the first row."""
        nobody = len(self._means)
        similar, listed = self._similar[self._open], self._listed[self._open]
        best = similar.max(axis=1, initial=-np.inf)
        partner = np.where(similar == best[:, None], listed, nobody).min(axis=1, initial=nobody)
        return best, partner

    def _close_finished(self) -> None:
        """Leave out groups that nothing is near enough to: nothing ever will be."""
        best, _ = self._nearest()
        self._open = self._open[np.maximum(best, self._bounds[self._open]) >= self._least]

    def _renew_short_lists(self) -> None:
        """Search again for groups whose best listed one may not be their nearest."""
        best, _ = self._nearest()
        short = np.flatnonzero(best < rounded(self._bounds[self._open]))
        if len(short):
            self._write_lists(short)

    def _write_lists(self, places: Rows) -> None:
        """Find the nearest of all open groups for those in some places; the last one found is the bound."""
        pool, groups = self._means[self._open], self._open[places]
        found = nearest(pool, pool[places], LISTED, own=places)
        width = found.rows.shape[1]
        self._listed[groups, :width] = np.where(found.rows == NOBODY, NOBODY, self._open[found.rows])
        self._listed[groups, width:] = NOBODY
        self._similar[groups] = self._measure(groups, self._listed[groups])
        self._bounds[groups] = found.similarities[:, -1] + _SLACK if width == LISTED else -np.inf

    def _mutual_pairs(self) -> Joins:
        best, partner = self._nearest()
        near = best >= self._least
        groups, best, partner = self._open[near], best[near], partner[near]
        partners, bests = np.full(len(self._means), NOBODY), np.full(len(self._means), -np.inf, np.float32)
        partners[groups], bests[groups] = partner, best
        mutual = (partners[partner] == groups) & (groups < partner)
        if not mutual.any():  # equal similarities can go round in a ring: the first of the nearest pairs breaks it
            mutual = np.arange(len(groups)) == _first_of_nearest(best, bests[partner])
        pairs = np.sort(np.column_stack([groups, partner])[mutual], axis=1)
        # Rounding could set a join a millionth above one within it.
        similar = np.minimum.reduce([best[mutual], self._latest[pairs[:, 0]], self._latest[pairs[:, 1]]])
        return Joins(pairs[:, 0], pairs[:, 1], similar)

    def _join(self, pairs: Joins) -> None:
        first, second = pairs.first, pairs.second
        share: Float32Array = self._sizes[first] / (self._sizes[first] + self._sizes[second])
        self._means[first] *= share[:, None]
        self._means[first] += (1 - share)[:, None] * self._means[second]
        self._sizes[first] += self._sizes[second]
        self._latest[first] = pairs.similarities
        self._open = np.setdiff1d(self._open, second, assume_unique=True)
        united = np.hstack([self._listed[first], self._listed[second]])
        bounds: Float32Array = share * self._bounds[first] + (1 - share) * self._bounds[second]
        self._redirect_lists(pairs)
        self._write_united(pairs, united, bounds)

    def _redirect_lists(self, pairs: Joins) -> None:
        """Point the lists of the other groups at the joined ones, each once, and measure these anew."""
        names, joined = self._names_after(pairs)
        others = np.setdiff1d(self._open, pairs.first, assume_unique=True)
        others = others[joined[names[self._listed[others]]].any(axis=1)]
        listed, order = _each_once(names[self._listed[others]])
        similar = np.take_along_axis(self._similar[others], order, axis=1)
        similar[listed == NOBODY] = -np.inf
        changed = joined[listed]
        similar[changed] = self._measure(others, np.where(changed, listed, NOBODY))[changed]
        self._listed[others], self._similar[others] = listed, similar

    def _write_united(self, pairs: Joins, united: Rows, bounds: Float32Array) -> None:
        """Give the joined groups the best of their parts' lists; the best left out becomes the bound."""
        names, _ = self._names_after(pairs)
        listed, _ = _each_once(np.where(names[united] == pairs.first[:, None], NOBODY, names[united]))
        similar = self._measure(pairs.first, listed)
        order = np.argsort(-similar, axis=1, kind="stable")
        listed, similar = np.take_along_axis(listed, order, axis=1), np.take_along_axis(similar, order, axis=1)
        self._listed[pairs.first], self._similar[pairs.first] = listed[:, :LISTED], similar[:, :LISTED]
        self._bounds[pairs.first] = np.maximum(bounds, similar[:, LISTED])

    def _names_after(self, pairs: Joins) -> tuple[Rows, npt.NDArray[np.bool_]]:
        """Return the groups' names after joins, and which are joined; the last of each is nobody's."""
        names = np.append(np.arange(len(self._means)), NOBODY)
        joined = np.zeros(len(self._means) + 1, dtype=np.bool_)
        names[pairs.second], joined[pairs.first] = pairs.first, True
        return names, joined

    def _measure(self, groups: Rows, listed: Rows) -> Float32Array:
        """Return the rounded similarities of groups (m,) with those in their lists (m, k).

        Pair by pair, so that both sides of a pair see the same number whatever else is measured.
        """
        similar = np.full(listed.shape, -np.inf, np.float32)
        row, column = np.nonzero(listed != NOBODY)
        one, other = groups[row], listed[row, column]
        for start in range(0, len(row), _PAIRS):
            part = slice(start, start + _PAIRS)
            products = np.einsum("ij,ij->i", self._means[one[part]], self._means[other[part]])
            similar[row[part], column[part]] = rounded(products)
        return similar


def _first_of_nearest(best: Float32Array, of_partner: Float32Array) -> int:
    """Return the place of the first of the largest similarities that the partner agrees on; -1 for none."""
    agreed = np.where(best == of_partner, best, -np.inf)
    return int(agreed.argmax()) if np.isfinite(agreed).any() else -1


def _each_once(listed: Rows) -> tuple[Rows, Rows]:
    """Return lists sorted, with nobody in the place of repetitions, and the order that sorts them."""
    order = np.argsort(listed, axis=1, kind="stable")
    ordered = np.take_along_axis(listed, order, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = NOBODY
    return ordered, order
