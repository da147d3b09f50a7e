"""How far an idea lies from the ideas of other people: the mean cosine distance to the nearest of them.

**Its error** is the jackknife's over people: without the person of the i-th nearest idea the sixth nearest takes its
place, so with distances d₁ ≤ … ≤ d₆

    distance = (d₁ + … + d₅) / 5        error² = Σ (d₆ − dᵢ)² / 25

On published pools cut at random the errors are those that distances really have between pools (1.0 to 1.06 of them,
in pools of 8 to 80 people). Where there are five or fewer other ideas the error is that of their mean, s / √m.

Source: Miller, R. G. (1974). The jackknife: a review. Biometrika, 61.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.neighbours import NOBODY, Rows, nearest

NEIGHBOURS = 5
"""Nearest ideas of other people that count."""

_LOOKED_AT = 16  # nearest wordings that are looked at first; more only where too many are the person's own
_DECIMALS = 5  # of distances: an encoder's batches differ in the seventh


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave which wording: (n,) rows of the vectors, and (n,) numbers of people."""

    rows: Rows
    people: Rows


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances of ideas, (n,) from 0 to 2, farther is more original, with their (n,) standard errors.

    NaN: a distance where nobody else gave an idea, an error where just one idea was given.
    """

    values: npt.NDArray[np.float64]
    errors: npt.NDArray[np.float64]


def neighbour_distances(vectors: Float32Array, ideas: Given, pool: Given) -> Distances:
    """Return each idea's mean cosine distance to the `NEIGHBOURS` nearest ideas of other people.

    Equal wordings of several people count as often as people gave them. Where others gave fewer ideas,
    the mean is over those.

    Parameters
    ----------
    vectors
        (w, d) unit rows of the distinct wordings.
    ideas
        The ideas to measure.
    pool
        The ideas that they are compared with, each wording once a person.

    >>> rows = np.array([[1, 0], [0.8, 0.6]], dtype=np.float32)
    >>> both = Given(np.array([0, 1]), np.array([0, 1]))
    >>> neighbour_distances(rows, both, both).values.tolist()
    [0.2, 0.2]

    """
    return Surroundings(vectors, pool).distances(vectors, ideas)


class Surroundings:
    """A pool made ready to measure ideas: its wordings once each, how many people gave them, and who.

    Parameters
    ----------
    vectors, pool
        As for `neighbour_distances`.

    """

    def __init__(self, vectors: Float32Array, pool: Given) -> None:
        self._rows, counts = np.unique(pool.rows, return_counts=True)
        self._pool = vectors[self._rows]
        self._counts = counts
        self._people = int(pool.people.max(initial=-1)) + 1
        self._givers = np.sort(self._key(np.searchsorted(self._rows, pool.rows), pool.people))

    def distances(self, vectors: Float32Array, ideas: Given) -> Distances:
        """Measure ideas whose wordings are rows of ``vectors``, which need not be the pool's."""
        keys = np.column_stack([ideas.rows, ideas.people])
        distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
        found = self._measure(vectors, Given(distinct[:, 0], distinct[:, 1]))
        inverse = inverse.reshape(-1)
        return Distances(found.values[inverse], found.errors[inverse])

    def _measure(self, vectors: Float32Array, ideas: Given) -> Distances:
        values, errors = np.full(len(ideas.rows), np.nan), np.full(len(ideas.rows), np.nan)
        texts, text_of = np.unique(ideas.rows, return_inverse=True)
        near = nearest(self._pool, vectors[texts], _LOOKED_AT)
        places, similar = near.rows[text_of], near.similarities[text_of]
        others = self._others(places, ideas.people)
        enough = others.sum(axis=1) > NEIGHBOURS
        values[enough], errors[enough] = _mean_of_nearest(similar[enough], others[enough])
        for chosen in _by_person(np.flatnonzero(~enough), ideas.people):
            rows, person = ideas.rows[chosen], ideas.people[chosen[0]]
            values[chosen], errors[chosen] = self._measure_among_all(vectors[rows], person)
        return Distances(values, errors)

    def _measure_among_all(self, vectors: Float32Array, person: np.int64) -> tuple[npt.NDArray[np.float64], ...]:
        """Measure a person's ideas that too many of the person's own stand near to."""
        places = np.arange(len(self._rows))[None]
        others = self._others(places, np.array([person]))[0]
        near = nearest(self._pool[others > 0], vectors, NEIGHBOURS + 1)
        counts = np.where(near.rows == NOBODY, 0, others[others > 0][near.rows])
        return _mean_of_nearest(near.similarities, counts)

    def _others(self, places: Rows, people: Rows) -> Rows:
        """Return how many people other than ``people`` (n,) gave the pool's wordings in ``places`` (n, k)."""
        keys = self._key(places, people[:, None])
        found = np.searchsorted(self._givers, keys)
        own = self._givers[np.minimum(found, len(self._givers) - 1)] == keys if len(self._givers) else keys < 0
        return self._counts[places] - (own & (people[:, None] < self._people))

    def _key(self, places: Rows, people: Rows) -> Rows:
        return places * self._people + people


def _by_person(chosen: Rows, people: Rows) -> Iterator[Rows]:
    """Yield the chosen ideas person by person."""
    ordered = chosen[np.argsort(people[chosen], kind="stable")]
    borders = np.flatnonzero(np.diff(people[ordered])) + 1
    return (part for part in np.split(ordered, borders) if len(part))


def _mean_of_nearest(similar: Float32Array, counts: Rows) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return means and errors from the nearest wordings' similarities (n, k) and their counts of people (n, k)."""
    distances = np.where(counts > 0, 1.0 - similar.astype(np.float64), 0.0)
    until = np.minimum(np.cumsum(counts, axis=1), NEIGHBOURS)
    taken = np.diff(until, axis=1, prepend=0)
    total = until[:, -1] if until.shape[1] else np.zeros(len(until))
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody else: not a number
        means = (taken * distances).sum(axis=1) / total
        next_one = _next_distance(distances, counts)
        jackknife = np.sqrt((taken * (next_one[:, None] - distances) ** 2).sum(axis=1)) / NEIGHBOURS
        spread = (taken * (distances - means[:, None]) ** 2).sum(axis=1)
        of_few = np.where(total > 1, np.sqrt(spread / (total - 1) / total), np.nan)
    errors = np.where(np.isnan(next_one), of_few, jackknife)
    return np.maximum(np.round(means, _DECIMALS), 0.0), errors


def _next_distance(distances: npt.NDArray[np.float64], counts: Rows) -> npt.NDArray[np.float64]:
    """Return the distance of the idea that comes next after the nearest; NaN where there is none."""
    reached = np.cumsum(counts, axis=1) > NEIGHBOURS
    if not reached.shape[1]:
        return np.full(len(reached), np.nan)
    found = np.take_along_axis(distances, reached.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(reached.any(axis=1), found, np.nan)
