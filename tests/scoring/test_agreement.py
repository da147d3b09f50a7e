"""Agreement of judges, against published tables."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contest_app.scoring.agreement import Level, intraclass_correlations, krippendorff_alpha

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Six targets by four judges: Shrout and Fleiss (1979), table 2."""

GAP = float("nan")
KRIPPENDORFF: list[list[float]] = [
    [1, 1, GAP, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [GAP, 5, 5, 5],
    [GAP, GAP, 1, 1],
    [GAP, GAP, 3, GAP],
]
"""Twelve units by four coders: Krippendorff (2011), example C."""

marks = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=st.integers(0, 5))


def test_intraclass_correlations_of_the_published_table() -> None:
    found = astuple(intraclass_correlations(SHROUT_FLEISS))

    assert [round(value, 2) for value in found] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849), (Level.RATIO, 0.797)],
)
def test_alpha_of_the_published_table_with_gaps(level: Level, published: float) -> None:
    assert krippendorff_alpha(KRIPPENDORFF, level) == pytest.approx(published, abs=6e-4)


@given(marks, st.integers(1, 4), st.integers(-5, 5))
def test_a_change_of_scale_changes_no_intraclass_correlation(table: np.ndarray, factor: int, shift: int) -> None:
    before, after = intraclass_correlations(table), intraclass_correlations(factor * table + shift)

    assert astuple(after) == pytest.approx(astuple(before), abs=1e-6)


@given(marks)
def test_setting_severity_aside_makes_the_third_kind_blind_to_it(table: np.ndarray) -> None:
    stricter = table - np.arange(table.shape[1])

    assert intraclass_correlations(stricter).icc3 == pytest.approx(intraclass_correlations(table).icc3, abs=1e-6)


@given(marks, st.sampled_from(Level))
def test_the_order_of_judges_changes_no_alpha(table: np.ndarray, level: Level) -> None:
    assert krippendorff_alpha(table[:, ::-1], level) == pytest.approx(krippendorff_alpha(table, level))


@given(marks)
def test_judges_who_all_say_the_same_agree_fully(table: np.ndarray) -> None:
    copied = np.repeat(table[:, :1], 3, axis=1)

    alpha = krippendorff_alpha(copied)

    assert alpha == (None if len(np.unique(copied)) == 1 else pytest.approx(1.0))


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, GAP], [2, 3]], [1, 2, 3]])
def test_a_table_too_small_or_with_gaps_has_no_intraclass_correlation(table: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="complete table"):
        intraclass_correlations(table)


def test_marks_that_never_vary_tell_nothing() -> None:
    assert set(astuple(intraclass_correlations([[3, 3], [3, 3]]))) == {None}
    assert krippendorff_alpha([[3, 3], [3, 3]]) is None


def test_marks_of_one_judge_each_tell_nothing() -> None:
    assert krippendorff_alpha([[1, GAP], [GAP, 2]]) is None
