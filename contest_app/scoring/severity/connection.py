"""Which elements a chain of ratings joins.

Two entries that no chain of judges joins cannot be compared: a difference between their ratings is as well one of
their judges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from contest_app.scoring.severity.ratings import IntArray

NOWHERE = -1
"""Component of an element without ratings."""


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Into how many unconnected parts the ratings fall.

    Attributes
    ----------
    count : 1 where everything can be compared.
    of_element : for each facet, (n_elements,), the part of each element from 0, or `NOWHERE`.

    """

    count: int
    of_element: tuple[IntArray, ...]


def components_of(places: IntArray, sizes: Sequence[int]) -> Components:
    """Return the parts into which ratings fall; ``places`` is (n_ratings, n_facets).

    >>> components_of(np.array([[0, 0], [0, 1], [1, 2]]), (2, 3)).count
    2
    """
    starts = np.concatenate([[0], np.cumsum(sizes)])
    nodes = places + starts[:-1]
    first = np.repeat(nodes[:, :1], nodes.shape[1], axis=1).ravel()
    edges = coo_array((np.ones(first.size), (first, nodes.ravel())), shape=(starts[-1], starts[-1]))
    labels = connected_components(edges, directed=False)[1]
    used = np.unique(labels[nodes.ravel()])
    numbers = np.full(int(labels.max(initial=0)) + 1, NOWHERE, dtype=np.intp)
    numbers[used] = np.arange(len(used))
    found = numbers[labels]
    return Components(len(used), tuple(found[low:high] for low, high in pairwise(starts)))
