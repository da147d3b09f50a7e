"""Agreement of judges, against published tables."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contest_app.scoring.agreement import (
    Interval,
    Level,
    SharedMarks,
    intraclass_correlations,
    intraclass_intervals,
    krippendorff_alpha,
    krippendorff_interval,
    shared_marks,
)

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
    [(Level.NOMINAL, 0.7434), (Level.ORDINAL, 0.8154), (Level.INTERVAL, 0.8491), (Level.RATIO, 0.7974)],
)
def test_alpha_of_the_published_table_with_gaps(level: Level, published: float) -> None:
    assert krippendorff_alpha(KRIPPENDORFF, level) == pytest.approx(published, abs=5e-5)


@given(marks, st.integers(1, 4), st.integers(-5, 5))
@settings(deadline=None)
def test_a_change_of_scale_changes_no_intraclass_correlation(table: np.ndarray, factor: int, shift: int) -> None:
    before, after = intraclass_correlations(table), intraclass_correlations(factor * table + shift)

    assert astuple(after) == pytest.approx(astuple(before), abs=1e-6)


@given(marks)
@settings(deadline=None)
def test_setting_severity_aside_makes_the_third_kind_blind_to_it(table: np.ndarray) -> None:
    stricter = table - np.arange(table.shape[1])

    assert intraclass_correlations(stricter).icc3 == pytest.approx(intraclass_correlations(table).icc3, abs=1e-6)


@given(marks, st.sampled_from(Level))
@settings(deadline=None)
def test_the_order_of_judges_changes_no_alpha(table: np.ndarray, level: Level) -> None:
    assert krippendorff_alpha(table[:, ::-1], level) == pytest.approx(krippendorff_alpha(table, level))


@given(marks)
@settings(deadline=None)
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


def test_intervals_of_the_published_table() -> None:
    found = intraclass_intervals(SHROUT_FLEISS)

    assert found is not None
    # As printed by the function ICC of the R package psych.
    assert [(round(each.low, 2), round(each.high, 2)) for each in interval_values(found)] == [
        (-0.13, 0.72),
        (0.02, 0.76),
        (0.34, 0.95),
        (-0.88, 0.91),
        (0.07, 0.93),
        (0.68, 0.99),
    ]


def interval_values(found: object) -> list[Interval]:
    names = ("icc1", "icc2", "icc3", "icc1_mean", "icc2_mean", "icc3_mean")
    return [getattr(found, name) for name in names]


@given(marks)
@settings(deadline=None)
def test_an_interval_holds_its_coefficient(table: np.ndarray) -> None:
    found = intraclass_intervals(table)

    if found is not None:
        for interval, value in zip(interval_values(found), astuple(intraclass_correlations(table)), strict=True):
            if value is not None:
                assert interval.low - 1e-9 <= value <= interval.high + 1e-9


@given(marks)
@settings(deadline=None)
def test_no_intraclass_correlation_is_above_one(table: np.ndarray) -> None:
    assert (
        max([value for value in astuple(intraclass_correlations(table)) if value is not None], default=1) <= 1 + 1e-9
    )


def test_intervals_hold_the_truth_nineteen_times_of_twenty() -> None:
    random = np.random.default_rng(6)
    held = np.zeros(3)
    for _ in range(250):
        table = random.normal(0, 1, (20, 1)) + random.normal(0, 0.7, (1, 8)) + random.normal(0, 1, (20, 8))
        found = intraclass_intervals(table)
        assert found is not None
        truths = [1 / 2.49, 1 / 2]
        held[:2] += [
            interval.low <= truth <= interval.high
            for interval, truth in zip((found.icc2, found.icc3), truths, strict=True)
        ]
        own = random.normal(0, 1, (20, 1)) + random.normal(0, 1, (20, 8))
        single = intraclass_intervals(own)
        assert single is not None
        held[2] += single.icc1.low <= 0.5 <= single.icc1.high

    assert held / 250 == pytest.approx(0.95, abs=0.04)


def test_full_agreement_has_no_interval() -> None:
    assert intraclass_intervals([[1, 2], [2, 3], [5, 6]]) is None


@pytest.mark.parametrize("measure", Level)
def test_a_bootstrap_interval_of_alpha_holds_it(measure: Level) -> None:
    found = krippendorff_interval(KRIPPENDORFF, measure, seed=1)

    assert found is not None
    assert found.low < found.value < found.high <= 1
    assert found.value == krippendorff_alpha(KRIPPENDORFF, measure)
    assert found == krippendorff_interval(KRIPPENDORFF, measure, seed=1)


def test_a_bootstrap_interval_of_alpha_holds_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(9)
    held = []
    for trial in range(100):
        table = np.round(random.normal(0, 2, (40, 1)) + random.normal(0, 2, (40, 3)))
        found = krippendorff_interval(table, seed=trial, draws=150)
        assert found is not None
        held.append(found.low <= 4 / (8 + 1 / 12) <= found.high)

    assert np.mean(held) == pytest.approx(0.94, abs=0.05)


def test_marks_that_cannot_differ_have_no_interval() -> None:
    assert krippendorff_interval([[3, 3], [3, 3]], seed=1) is None


@given(marks)
@settings(deadline=None)
def test_exact_marks_are_adjacent_too(table: np.ndarray) -> None:
    found = shared_marks(table)

    assert found is not None
    assert 0 <= found.exact <= found.adjacent <= 1
    assert found.pairs == len(table) * table.shape[1] * (table.shape[1] - 1) / 2


def test_shares_of_the_published_table_with_gaps() -> None:
    assert shared_marks(KRIPPENDORFF) == SharedMarks(exact=43 / 55, adjacent=52 / 55, pairs=55)


def test_single_marks_share_nothing() -> None:
    assert shared_marks([[1, GAP], [GAP, 2]]) is None
