"""The nearest rows among many, by cosine, exactly: blocks of similarities, of which only the best are kept.

A row's best ``count`` lie within the ``count`` stretches of the pool that have the highest maxima. Looking at
maxima first makes the choice cost next to nothing beside the product of the matrices.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array

NOBODY = -1
"""Stands for a row where there is none."""

Rows = npt.NDArray[np.int64]

_BLOCK_CELLS = 2**24  # similarities held at once: 64 MB
_STRETCH = 64  # rows whose maximum is looked at first


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest rows of each query, the nearest first, equals by their row.

    Attributes
    ----------
    rows : (n, k) rows of the pool; `NOBODY` where it has too few.
    similarities : (n, k) dot products; minus infinity where there is nobody.

    """

    rows: Rows
    similarities: Float32Array


def nearest(pool: Float32Array, queries: Float32Array, count: int, own: Rows | None = None) -> Neighbours:
    """Return the ``count`` rows of ``pool`` with the largest dot products with each query.

    Parameters
    ----------
    pool
        (m, d) rows.
    queries
        (n, d) rows.
    count
        How many to find; as many columns come back, or m where that is less.
    own
        (n,) row of the pool that each query is itself and that is left out, `NOBODY` for none.

    >>> pool = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    >>> nearest(pool, pool[:1], 1, own=np.array([0])).rows.tolist()
    [[1]]

    """
    own = np.full(len(queries), NOBODY) if own is None else own
    count = min(count, len(pool))
    found = Neighbours(np.empty((len(queries), count), np.int64), np.empty((len(queries), count), np.float32))
    step = max(1, _BLOCK_CELLS // max(len(pool), 1))
    for start in range(0, len(queries), step):
        block = slice(start, start + step)
        similar = _similarities(pool, queries[block], own[block])
        found.rows[block], found.similarities[block] = _best(similar, count)
    found.rows[np.isneginf(found.similarities)] = NOBODY
    return found


def _similarities(pool: Float32Array, queries: Float32Array, own: Rows) -> Float32Array:
    """Return dot products, a column a query, filled up to whole stretches by minus infinity."""
    similar = np.empty((-(-len(pool) // _STRETCH) * _STRETCH, len(queries)), dtype=np.float32)
    np.matmul(pool, queries.T, out=similar[: len(pool)])
    similar[len(pool) :] = -np.inf
    columns = np.flatnonzero(own != NOBODY)
    similar[own[columns], columns] = -np.inf
    return similar


def _best(similar: Float32Array, count: int) -> tuple[Rows, Float32Array]:
    """Return the rows and values of the largest ``count`` of each column, the largest first."""
    rows = _promising(similar, count)
    values = similar[rows, np.arange(similar.shape[1])[:, None]]
    if count < values.shape[1]:
        chosen = np.argpartition(-values, count - 1, axis=1)[:, :count]
        rows, values = np.take_along_axis(rows, chosen, 1), np.take_along_axis(values, chosen, 1)
    order = np.lexsort((rows, -values), axis=1)
    return np.take_along_axis(rows, order, 1)[:, :count], np.take_along_axis(values, order, 1)[:, :count]


def _promising(similar: Float32Array, count: int) -> Rows:
    """Return for each column the rows of the ``count`` stretches with the highest maxima."""
    stretches = similar.reshape(-1, _STRETCH, similar.shape[1])
    if count >= len(stretches):
        return np.tile(np.arange(len(similar)), (similar.shape[1], 1))
    maxima = stretches.max(axis=1).T
    chosen = np.argpartition(-maxima, count - 1, axis=1)[:, :count]
    rows: Rows = (chosen[:, :, None] * _STRETCH + np.arange(_STRETCH)).reshape(len(chosen), -1)
    return rows
