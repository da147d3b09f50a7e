"""Small cells that margins must not give away."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from contest_app.scoring.fairness.suppression import MIN_CELL, hidden_cells

tables = arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(0, 40))


def with_totals(counts: np.ndarray) -> np.ndarray:
    rows = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def possible(table: np.ndarray, hidden: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """Return what a reader of all that is shown can say of a hidden cell; the last row and column are totals."""
    rows, columns = table.shape
    signs = np.outer([1] * (rows - 1) + [-1], [1] * (columns - 1) + [-1])  # a total is taken from its cells
    places = [tuple(place) for place in np.argwhere(hidden).tolist()]
    sums = np.zeros((rows + columns, len(places)))
    for index, (row, column) in enumerate(places):
        sums[row, index] = sums[rows + column, index] = signs[row, column]
    goal = np.array([1.0 if place == cell else 0.0 for place in places])
    least, most = (linprog(sign * goal, A_eq=sums, b_eq=sums @ table[hidden]) for sign in (1, -1))
    return float(least.fun), -float(most.fun) if most.success else math.inf


@settings(deadline=None)
@given(tables)
def test_no_small_cell_or_total_can_be_worked_out(counts: np.ndarray) -> None:
    table, hidden = with_totals(counts), hidden_cells(counts)

    for row, column in np.argwhere((table > 0) & (table < MIN_CELL)).tolist():
        low, high = possible(table, hidden, (row, column))
        assert high - low > 0.5


@given(tables)
def test_all_small_cells_are_hidden_and_a_table_without_any_is_shown_whole(counts: np.ndarray) -> None:
    hidden = hidden_cells(counts)

    small = (with_totals(counts) > 0) & (with_totals(counts) < MIN_CELL)
    assert hidden[small].all()
    assert small.any() or not hidden.any()


def test_a_small_cell_is_hidden_with_the_cheapest_rectangle() -> None:
    counts = [[3, 50, 12], [40, 60, 90], [11, 70, 13]]

    hidden = hidden_cells(counts)

    assert hidden[:-1, :-1].tolist() == [[True, False, True], [False, False, False], [True, False, True]]
    assert not hidden[-1].any()
    assert not hidden[:, -1].any()


def test_two_small_cells_share_a_rectangle() -> None:
    assert hidden_cells([[3, 50], [60, 4]]).tolist() == [[True, True, False], [True, True, False], [False] * 3]


def test_an_empty_cell_is_shown_where_another_corner_can_be_had() -> None:
    hidden = hidden_cells([[3, 0, 50], [20, 0, 60], [0, 0, 0]])

    assert hidden[:-1, :-1].tolist() == [[True, False, True], [True, False, True], [False, False, False]]


def test_a_small_total_is_hidden_too() -> None:
    hidden = hidden_cells([[3, 0], [50, 60]])

    assert hidden[0, -1]


def test_one_row_hides_its_small_cell_among_the_totals() -> None:
    hidden = hidden_cells([[3, 50, 60]])

    assert hidden.tolist() == [[True, True, False, False], [True, True, False, False]]


def test_one_row_without_a_small_cell_is_shown() -> None:
    assert not hidden_cells([[30, 50, 0]]).any()


@pytest.mark.parametrize("counts", [[1, 2, 3], [[-1, 2], [3, 4]]])
def test_what_is_no_table_of_counts_is_refused(counts: object) -> None:
    with pytest.raises(ValueError, match="table of counts"):
        hidden_cells(counts)  # type: ignore[arg-type]
