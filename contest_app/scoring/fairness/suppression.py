"""Hiding small cells of a published table so that its totals do not give them away.

A count below `MIN_CELL` points at children. Hiding it alone is no use where the totals are shown: what is left over
is the hidden count. So for each small cell three others are hidden with it, the other corners of a rectangle:
whatever the small cell holds, the corners can make up for it (the hypercube method). Of all rectangles the one is
taken that hides the fewest people. Totals are cells like the others: a small total is hidden too, and a table of one
row has corners among its totals.

Empty cells are shown, as they point at nobody, and are no corner where another can be had: nobody can be taken from
an empty corner, so it protects in one direction alone.

Source: Repsilber, D. (1994). Preservation of confidentiality in aggregated data. Second International Seminar on
Statistical Confidentiality, Luxembourg. Cox, L. H. (1980). Suppression methodology and statistical disclosure
control. Journal of the American Statistical Association, 75, 377-385.
"""

from itertools import product

import numpy as np
import numpy.typing as npt

MIN_CELL = 10
"""People of a cell below which its count is hidden."""

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def hidden_cells(counts: npt.ArrayLike, smallest: int = MIN_CELL) -> BoolArray:
    """Return which cells of an (n rows, m columns) table of counts to hide, and which of its totals.

    The answer is of shape (n + 1, m + 1): its last row and column are the totals. Raises ValueError for what is no
    table, or has negative counts.
    """
    cells = np.asarray(counts, dtype=np.int64)
    if cells.ndim != 2 or (cells < 0).any():  # noqa: PLR2004 -- rows and columns
        raise ValueError("a table of counts has rows and columns, and nothing below 0")
    table = _with_totals(cells)
    small = (table > 0) & (table < smallest)
    hidden = small.copy()
    for row, column in np.argwhere(small).tolist():
        opposites = product(_others(len(table), row), _others(table.shape[1], column))
        corners = (((row, far), (other, column), (other, far)) for other, far in opposites)
        for corner in min(corners, key=lambda three: _cost(table, hidden, three)):
            hidden[corner] = True
    return hidden


Corners = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def _with_totals(cells: IntArray) -> IntArray:
    rows = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def _others(count: int, one: int) -> list[int]:
    return [other for other in range(count) if other != one]


def _cost(table: IntArray, hidden: BoolArray, corners: Corners) -> tuple[int, int, int]:
    """Return what a rectangle costs, the least first: empty corners, people newly hidden, cells newly hidden."""
    new = [corner for corner in corners if not hidden[corner]]
    empty = sum(int(table[corner] == 0) for corner in corners)
    return empty, sum(int(table[corner]) for corner in new), len(new)
