"""Mantel's test, against published tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from contest_app.scoring.fairness.mantel import MantelTest, mantel_test, strata_of

Table = list[list[int]]

MIGRAINE = [[[11, 16], [20, 5]], [[16, 12], [19, 7]]]
"""Same or better, on an active drug and on placebo; women, then men: SAS/STAT, the FREQ procedure's example."""

ARTHRITIS = [[[6, 5, 16], [19, 7, 6]], [[7, 2, 5], [10, 0, 1]]]
"""No, some or marked improvement, active and placebo; women, then men: Koch and Edwards (1988)."""

people = st.lists(
    st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 2)), min_size=1, max_size=40
)  # score, focal, stratum


def spread_out(tables: list[Table]) -> tuple[list[int], list[bool], list[int]]:
    """Return score, focal and stratum of each person of the tables, whose first rows are the focal group's."""
    rows = [
        (score, row == 0, stratum)
        for stratum, table in enumerate(tables)
        for row, counts in enumerate(table)
        for score, count in enumerate(counts)
        for _ in range(count)
    ]
    scores, focal, strata = zip(*rows, strict=True)
    return list(scores), list(focal), list(strata)


def outcome(scores: object, focal: object, strata: object) -> MantelTest | None:
    return mantel_test(strata_of(scores, focal, strata))  # type: ignore[arg-type]


@pytest.mark.parametrize(("tables", "published"), [(MIGRAINE, 8.3052), (ARTHRITIS, 14.6319)])
def test_the_published_statistics(tables: list[Table], published: float) -> None:
    found = outcome(*spread_out(tables))

    assert found is not None
    assert found.chi_square == pytest.approx(published, abs=5e-5)
    assert found.p_value == pytest.approx(chi2.sf(published, 1), rel=1e-4)


@given(people, st.integers(1, 9), st.integers(-9, 9))
def test_a_change_of_scale_changes_nothing(rows: list[tuple[int, bool, int]], factor: int, shift: int) -> None:
    scores, focal, strata = (np.array(column) for column in zip(*rows, strict=True))

    before, after = outcome(scores, focal, strata), outcome(factor * scores + shift, focal, strata)

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.chi_square == pytest.approx(before.chi_square, abs=1e-6)


@given(people)
def test_changing_the_groups_places_changes_nothing(rows: list[tuple[int, bool, int]]) -> None:
    scores, focal, strata = (np.array(column) for column in zip(*rows, strict=True))

    before, after = outcome(scores, focal, strata), outcome(scores, ~focal, strata)

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.chi_square == pytest.approx(before.chi_square, abs=1e-9)


@given(people, st.integers(0, 50))
def test_a_stratum_of_one_group_alone_changes_nothing(rows: list[tuple[int, bool, int]], score: int) -> None:
    alone = [*rows, (score, True, 3), (score + 1, True, 3)]

    assert outcome(*zip(*alone, strict=True)) == outcome(*zip(*rows, strict=True))


def test_strata_keep_groups_that_only_seem_to_differ_apart() -> None:
    """Simpson's paradox: within each stratum the groups score alike."""
    tables = [[[30, 10], [3, 1]], [[1, 3], [10, 30]]]

    within = outcome(*spread_out(tables))
    scores, focal, strata = spread_out(tables)
    together = outcome(scores, focal, [0] * len(strata))

    assert within is not None
    assert together is not None
    assert within.chi_square == pytest.approx(0, abs=1e-9)
    assert together.p_value < 0.01


@pytest.mark.parametrize(
    ("scores", "focal", "strata"),
    [([], [], []), ([1, 2], [True, True], [0, 0]), ([1, 1], [True, False], [0, 0]), ([1, 2], [True, False], [0, 1])],
)
def test_without_equals_or_differences_there_is_no_test(
    scores: list[int], focal: list[bool], strata: list[int]
) -> None:
    assert outcome(scores, focal, strata) is None
