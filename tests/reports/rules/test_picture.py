"""Dots and intervals on a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.reports.rules.content import Cell
from contest_app.reports.rules.picture import WIDTH, axis_of

POINTS = st.floats(0, 100)


@given(st.lists(st.tuples(POINTS, POINTS, POINTS), max_size=8))
def test_everything_is_drawn_within_the_picture_and_in_order(groups: list[tuple[float, float, float]]) -> None:
    cells = [Cell(12, 2, 1, middle, low, high) for low, middle, high in map(sorted, groups)]
    axis = axis_of(cells, zero=50)

    for cell in cells:
        mark = axis.mark(cell)
        assert mark is not None
        assert 0 <= mark.low <= mark.dot <= mark.high <= WIDTH


def test_a_group_without_a_mean_is_not_drawn() -> None:
    cell = Cell(12, 1, 1, None, None, None)

    assert axis_of([cell], zero=50).mark(cell) is None


def test_the_line_is_the_same_to_both_sides_of_its_zero() -> None:
    axis = axis_of([Cell(12, 2, 1, 2.0, -1.0, 12.0)], zero=0)

    assert axis.ticks == [-15, 0, 15]
