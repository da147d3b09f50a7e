"""Two levels of groups over distinct ideas: the same idea, and the looser same category.

Both are cuts through one tree of exact average linkage over cosine distances, so every idea lies within one
category. The tree is exact at any size: it takes the memory of the vectors, and time that grows with the square of
the distinct ideas (measured in docs/scoring: 20,000 in six seconds, 60,000 in under a minute, on one core).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.linkage import Joins, average_linkage

Labels = npt.NDArray[np.int64]

_DECIMALS = 5  # of nearness: an encoder's batches differ in the seventh


@dataclass(frozen=True, slots=True)
class Groups:
    """Labels of the rows at both levels, numbered from 0 by first appearance."""

    ideas: Labels
    categories: Labels


def group(vectors: Float32Array, idea: float, category: float) -> Groups:
    """Cut the average-linkage tree of ``vectors`` at two cosine distances.

    Parameters
    ----------
    vectors
        (n, d) unit rows of distinct ideas, in canonical order.
    idea
        Cosine distance in [0, 2] up to which two groups are the same idea.
    category
        Cosine distance up to which they are the same category; not under ``idea``.

    >>> rows = np.array([[1, 0], [0.9, 0.436], [0, 1]], dtype=np.float32)
    >>> group(rows, 0.2, 0.9).ideas.tolist()
    [0, 0, 1]

    """
    joins = average_linkage(vectors, category)
    return Groups(_labels(joins.within(idea), len(vectors)), _labels(joins, len(vectors)))


def _labels(joins: Joins, count: int) -> Labels:
    """Return the rows' groups, numbered by their first rows."""
    return np.unique(joins.roots(count), return_inverse=True)[1].astype(np.int64)


def medoid(vectors: Float32Array, weights: npt.NDArray[np.float64]) -> int:
    """Return the row with the smallest weighted mean distance to the others, the first of equals.

    ``weights`` (n,) are how many people gave each row.
    """
    nearness = np.round(vectors @ (weights @ vectors), _DECIMALS)
    return int(np.argmax(nearness))
