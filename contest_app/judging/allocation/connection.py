"""Which judges and entries hang together: components of a graph of pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contest_app.judging.allocation.network import Bools, Ints


@dataclass(frozen=True, slots=True)
class Pieces:
    """The components of some pairs: the piece of each row and column, -1 where it has no pair."""

    of_row: Ints
    of_column: Ints

    @property
    def names(self) -> Ints:
        """The pieces, those of fewer rows first."""
        names, counts = np.unique(self.of_row[self.of_row >= 0], return_counts=True)
        return names[np.argsort(counts, kind="stable")]

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self.names)


def pieces(chosen: Bools) -> Pieces:
    """Return the components of the graph in which a row and a column are joined where chosen.

    Every node takes the least name of its neighbours until nothing changes.
    """
    rows, columns = np.nonzero(chosen)
    of_row, of_column = np.arange(chosen.shape[0]), np.full(chosen.shape[1], chosen.shape[0])
    while True:
        before = of_row.copy()
        np.minimum.at(of_column, columns, of_row[rows])
        np.minimum.at(of_row, rows, of_column[columns])
        of_row = np.minimum(of_row, of_row[of_row])
        if (of_row == before).all():
            of_row[~chosen.any(axis=1)] = -1
            of_column[~chosen.any(axis=0)] = -1
            return Pieces(of_row, of_column)
