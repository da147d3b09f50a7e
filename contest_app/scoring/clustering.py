"""Two levels of groups over distinct ideas: the same idea, and the looser same category.

Both are cuts through one tree of exact average linkage over cosine distances, so every idea lies
within one category. The rows are given in canonical (sorted) order and distances are rounded, so
that equal distances are settled alike whatever the order in which the ideas came in.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from contest_app.scoring.encoders import Float32Array

MAX_DISTINCT = 20_000
"""Distinct ideas that exact linkage takes: 1.6 GB of distances."""

_BLOCK = 1_024  # rows of distances computed at once
_DECIMALS = 5  # of distances: an encoder's batches differ in the seventh

Labels = npt.NDArray[np.int64]


class TooManyIdeas(ValueError):
    """More distinct ideas than exact linkage takes."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} distinct ideas in one pool; at most {MAX_DISTINCT} are clustered")
        self.count = count


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

    Raises TooManyIdeas above `MAX_DISTINCT` rows.

    >>> rows = np.array([[1, 0], [0.9, 0.436], [0, 1]], dtype=np.float32)
    >>> group(rows, 0.2, 0.9).ideas.tolist()
    [0, 0, 1]

    """
    count = len(vectors)
    if count > MAX_DISTINCT:
        raise TooManyIdeas(count)
    if count <= 1:
        return Groups(np.zeros(count, np.int64), np.zeros(count, np.int64))
    tree = linkage(_condensed_distances(vectors), method="average")
    return Groups(_cut(tree, idea), _cut(tree, category))


def _condensed_distances(vectors: Float32Array) -> npt.NDArray[np.float64]:
    """Return the upper triangle of cosine distances, row by row, as scipy wants it."""
    count = len(vectors)
    condensed = np.empty(count * (count - 1) // 2)
    filled = 0
    for start in range(0, count, _BLOCK):
        block = 1.0 - vectors[start : start + _BLOCK] @ vectors[start:].T
        for offset in range(len(block)):
            row = block[offset, offset + 1 :]
            condensed[filled : filled + len(row)] = row
            filled += len(row)
    return np.maximum(np.round(condensed, _DECIMALS, out=condensed), 0.0, out=condensed)


def _cut(tree: npt.NDArray[np.float64], height: float) -> Labels:
    labels = fcluster(tree, height, criterion="distance")
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int64)


def medoid(vectors: Float32Array, weights: npt.NDArray[np.float64]) -> int:
    """Return the row with the smallest weighted mean distance to the others, the first of equals.

    ``weights`` (n,) are how many people gave each row.
    """
    nearness = np.round(vectors @ (weights @ vectors), _DECIMALS)
    return int(np.argmax(nearness))
